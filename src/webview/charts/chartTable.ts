import type { UnknownReason } from '../../shared/reading';
import type { EpochMs } from '../../shared/time';
import type { ChartLine, ChartModel } from './chartModel';
import { gapAt } from './chartModel';

export type ChartRow = {
  /** Begin of the bucket. */
  readonly at: EpochMs;
  /** One value for each line, in the order of the lines; null = not known. */
  readonly values: readonly (number | null)[];
  /** Why not all is known. */
  readonly why: UnknownReason | null;
};

/** The buckets of a chart, newest first. */
export function chartRows(model: ChartModel): readonly ChartRow[] {
  const [first] = model.lines;
  if (first === undefined) {
    return [];
  }
  return first.values
    .map((_, index): ChartRow => {
      const at = first.from + index * first.stepMs;
      const values = model.lines.map((line) => valueOf(line, at));
      const why = values.includes(null)
        ? (gapAt(model.gaps, at) ?? gapAt(model.someMissing, at) ?? null)
        : null;
      return { at, values, why };
    })
    .reverse();
}

/**
 * The same as CSV (RFC 4180), oldest first: moments in ISO 8601, values in the unit of the column,
 * an empty cell where nothing is known and the reason in the last column.
 */
export function chartCsv(model: ChartModel, columns: readonly string[], reason: string): string {
  const head = ['time', ...columns, reason];
  const rows = [...chartRows(model)]
    .reverse()
    .map(({ at, values, why }) => [
      new Date(at).toISOString(),
      ...values.map((value) => (value === null ? '' : String(value))),
      why ?? '',
    ]);
  return [head, ...rows].map((row) => `${row.map(quoted).join(',')}\r\n`).join('');
}

/** Buckets of yesterday lie a little beside ours where the clock was put forward or back. */
function valueOf(line: ChartLine, at: EpochMs): number | null {
  return line.values[Math.floor((at + line.stepMs / 2 - line.from) / line.stepMs)] ?? null;
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
