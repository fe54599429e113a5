/** Top of a value axis: the next 1, 1.5, 2, 2.5, 3, 4, 5, 6 or 8 × a power of ten at or above `max`. */
export function niceTop(max: number): number {
  if (!(max > 0)) {
    return 1;
  }
  const power = 10 ** Math.floor(Math.log10(max));
  const head = max / power;
  const nice = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((step) => head <= step * 1.0001);
  return (nice ?? 10) * power;
}

/** The same in steps of 1024, so that bytes fall on whole KB, MB, GB. */
export function niceTopOfBytes(max: number): number {
  const unit = 1024 ** Math.max(0, Math.floor(Math.log2(Math.max(1, max)) / 10));
  const head = niceTop(max / unit);
  // 1,000 MB is no round number of bytes; the next one is 1 GB.
  return (head > 800 ? 1024 : head) * unit;
}

/** Three ticks from 0 to the top; mirrored axes: bottom, 0, top. */
export function valueTicks(top: number, mirrored: boolean): readonly number[] {
  return mirrored ? [-top, 0, top] : [0, top / 2, top];
}

/** Position of a value on a logarithmic axis that begins at 0. */
export function toLog(value: number): number {
  return Math.log10(1 + Math.max(0, value));
}

export function fromLog(position: number): number {
  return 10 ** position - 1;
}

/** Powers of ten within a logarithmic axis, and 0. */
export function logTicks(top: number): readonly number[] {
  const ticks = [0];
  for (let tick = 10; tick <= top; tick *= 10) {
    ticks.push(tick);
  }
  return ticks;
}
