/** How StarRocks prints sizes, percentages and flags in SHOW results. */

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

function scaled(
  bytes: number,
  units: readonly string[],
): { readonly value: number; readonly unit: string } {
  let value = bytes;
  let index = 0;
  while (Math.abs(value) >= 1024 && index < units.length - 1) {
    value /= 1024;
    index += 1;
  }
  return { value, unit: units[index] ?? 'B' };
}

/** `1.204 TB`: three decimals, a space, TB the largest unit. */
export function sizeS3(bytes: number): string {
  const { value, unit } = scaled(bytes, UNITS);
  return `${value.toFixed(3)} ${unit}`;
}

/** `62.815GB` */
export function sizeSP(bytes: number): string {
  const { value, unit } = scaled(bytes, UNITS);
  return `${value.toFixed(3)}${unit}`;
}

/** `4KB`, `1.2GB`: one decimal, dropped when 0; up to PB. */
export function sizeS1(bytes: number): string {
  const { value, unit } = scaled(bytes, [...UNITS, 'PB']);
  return `${value.toFixed(1).replace(/\.0$/, '')}${unit}`;
}

export function percent(value: number, decimals: number): string {
  return `${value.toFixed(decimals)} %`;
}

/** `1.234 s` from milliseconds. */
export function secondsText(ms: number): string {
  return `${(ms / 1000).toFixed(3)} s`;
}

export function flag(value: boolean): string {
  return value ? 'true' : 'false';
}

/** A double as Java prints it: `0.0`, `12.5`, `1.2345678E7`, `NaN`. */
export function javaDouble(value: number): string {
  if (!Number.isFinite(value)) {
    return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
  }
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e7 || size < 1e-3)) {
    const [mantissa = '0', exponent = '0'] = value.toExponential().split('e');
    return `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}E${String(Number(exponent))}`;
  }
  return Number.isInteger(value) ? `${String(value)}.0` : String(value);
}

/** `1m23s`, `31s507ms`, `86ms`: as profiles tell a duration, above a minute without milliseconds. */
export function durationText(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  const seconds = Math.floor((ms % 60_000) / 1000);
  const rest = ms % 1000;
  return [
    ...(minutes > 0 ? [`${String(minutes)}m`] : []),
    ...(seconds > 0 ? [`${String(seconds)}s`] : []),
    ...(minutes === 0 && (rest > 0 || ms < 1000) ? [`${String(rest)}ms`] : []),
  ].join('');
}
