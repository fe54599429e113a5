/** Geometry of a sparkline in px; paths are broken where a value is unknown. */
export type Spark = {
  readonly path: string;
  readonly ghost: string;
  readonly gaps: readonly { readonly x: number; readonly width: number }[];
  readonly end?: { readonly x: number; readonly y: number };
};

export function sparkGeometry(
  values: readonly (number | null)[],
  ghost: readonly (number | null)[],
  width: number,
  height: number,
): Spark {
  const all = [...values, ...ghost].filter((value) => value !== null);
  const count = values.length;
  if (count === 0 || width <= 0) {
    return { path: '', ghost: '', gaps: [] };
  }
  const smallest = all.length === 0 ? 0 : Math.min(...all);
  const largest = all.length === 0 ? 1 : Math.max(...all);
  const pad = (largest - smallest) * 0.12 || Math.abs(largest) * 0.1 || 1;
  const low = Math.max(0, smallest - pad);
  const high = largest + pad;
  const step = (width - 5) / Math.max(1, count - 1);
  const x = (index: number) => 1.5 + index * step;
  const y = (value: number) => height - 2 - ((value - low) / (high - low)) * (height - 5);
  const line = (series: readonly (number | null)[]) => {
    let path = '';
    let pen = false;
    series.forEach((value, index) => {
      if (value !== null) {
        const at = (index / Math.max(1, series.length - 1)) * (count - 1);
        const point = `${x(at).toFixed(1)} ${y(value).toFixed(1)}`;
        // The zero-length piece makes a lone value between two gaps a dot.
        path += pen ? `L${point}` : `M${point}h0`;
      }
      pen = value !== null;
    });
    return path;
  };
  const gaps: { x: number; width: number }[] = [];
  let start: number | undefined;
  for (let index = 0; index <= count; index += 1) {
    const missing = index < count && values[index] === null;
    if (missing) {
      start ??= index;
    } else if (start !== undefined) {
      const left = Math.max(0, x(start - 0.5));
      gaps.push({ x: left, width: Math.max(2, Math.min(width, x(index - 0.5)) - left) });
      start = undefined;
    }
  }
  const last = values[count - 1];
  return {
    path: line(values),
    ghost: line(ghost),
    gaps,
    ...(last === null || last === undefined ? {} : { end: { x: x(count - 1), y: y(last) } }),
  };
}
