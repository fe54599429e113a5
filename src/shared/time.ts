/** Milliseconds since 1970-01-01 UTC, on this machine's clock. */
export type EpochMs = number;

export const secondMs = 1_000;
export const minuteMs = 60 * secondMs;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

/** For what is read while it grows: tenths would only dance. */
export const wholeSeconds = (ms: number): number => Math.floor(ms / secondMs) * secondMs;
