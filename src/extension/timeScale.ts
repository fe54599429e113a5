const fastest = 120;

/** `STARROCKS_OVERVIEW_TIME_SCALE`: how fast time runs for tests and pictures, 1 to 120; else 1. */
export function timeScaleOf(text: string | undefined): number {
  const scale = Number(text);
  return Number.isFinite(scale) && scale >= 1 ? Math.min(scale, fastest) : 1;
}
