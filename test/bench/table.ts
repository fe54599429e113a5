/** What `npm run bench` prints. Rows say what was measured and what was wished for, never a verdict. */

export type Unit = 'ms' | '%' | 'KiB' | 'MB' | 'kB' | 'bytes' | '×' | 'statements';

export type BenchRow = {
  readonly what: string;
  readonly value: number;
  readonly unit: Unit;
  /** The most the design wishes for, in the same unit. */
  readonly goal?: number;
  /** The value as a multiple of a yardstick measured in the same run, so that machines compare. */
  readonly ratio?: { readonly value: number; readonly of: string };
  readonly remark?: string;
};

/** A set of rows that are measured together; the name chooses it on the command line. */
export type BenchGroup = {
  readonly name: string;
  readonly run: () => Promise<readonly BenchRow[]>;
};

/** Three significant digits; never in scientific notation. */
export function numberText(value: number): string {
  if (!Number.isFinite(value)) {
    return 'unknown';
  }
  const size = Math.abs(value);
  const digits = size >= 100 || size === 0 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
  return Number(value.toFixed(digits)).toString();
}

const titles = ['what', 'value', 'goal', 'ratio', 'remark'] as const;

/** One Markdown table, its columns aligned. */
export function tableText(rows: readonly BenchRow[]): string {
  const cells = rows.map(({ what, value, unit, goal, ratio, remark }) => [
    what,
    `${numberText(value)} ${unit}`,
    goal === undefined ? '' : `≤ ${numberText(goal)}`,
    ratio === undefined ? '' : `${numberText(ratio.value)} × ${ratio.of}`,
    remark ?? '',
  ]);
  const widths = titles.map((title, column) =>
    Math.max(title.length, ...cells.map((row) => (row[column] ?? '').length)),
  );
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? cell.length)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [line(titles), rule, ...cells.map(line)].join('\n');
}
