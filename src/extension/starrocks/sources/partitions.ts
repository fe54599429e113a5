import { MalformedAnswer } from '../failures';
import type { SqlAnswer } from '../lane';
import { countOf } from '../values';
import { readTable } from './readTable';
import type { Parsed, SqlSource } from './source';

/** One row of information_schema.partitions_meta: the ≤ 50 worst by MAX_CS. */
export type PartitionRow = {
  readonly database: string;
  readonly table: string;
  readonly partition: string;
  readonly partitionId: string;
  readonly averageScore: number | null;
  readonly p50Score: number | null;
  readonly maxScore: number | null;
};

export type PartitionScores = {
  readonly worst: readonly PartitionRow[];
  /** Partitions this user may see. */
  readonly seen: number;
  /** Of these, above the slow-down threshold that was asked with. */
  readonly over: number;
  readonly threshold: number;
};

const columns = {
  database: 'DB_NAME',
  table: 'TABLE_NAME',
  partition: 'PARTITION_NAME',
  partitionId: 'PARTITION_ID',
  averageScore: 'AVG_CS',
  p50Score: 'P50_CS',
  maxScore: 'MAX_CS',
} as const;

/**
 * The worst partitions, and how many there are in one walk: the leader builds the whole list for
 * every question, so it is asked seldom and once. `threshold` is the ingest slow-down mark T.
 */
export function partitions(threshold: number): SqlSource<PartitionScores> {
  return {
    id: 'partitions',
    privilege: 'rows',
    select: true,
    forms: [
      {
        form: 'partitions_meta',
        sql:
          `SELECT ${Object.values(columns).join(', ')}, count(*) OVER () AS SEEN, ` +
          `sum(if(MAX_CS > ${threshold}, 1, 0)) OVER () AS OVER_MARK ` +
          'FROM information_schema.partitions_meta ORDER BY MAX_CS DESC LIMIT 50',
        parse: (answer) => parse(answer, threshold),
      },
    ],
  };
}

function parse(answer: SqlAnswer, threshold: number): Parsed<PartitionScores> {
  const keys = ['database', 'table', 'partition', 'partitionId', 'maxScore'] as const;
  const parsed = readTable(answer, columns, keys, ({ text, required }) => ({
    database: required('database'),
    table: required('table'),
    partition: required('partition'),
    partitionId: required('partitionId'),
    averageScore: countOf(text('averageScore')),
    p50Score: countOf(text('p50Score')),
    maxScore: countOf(text('maxScore')),
  }));
  const { seen, over } = totals(answer);
  return { ...parsed, value: { worst: parsed.value, seen, over, threshold } };
}

/** Window sums are on every row; with no row there is no visible partition. */
function totals(answer: SqlAnswer): { readonly seen: number; readonly over: number } {
  const row = answer.rows[0];
  if (row === undefined) {
    return { seen: 0, over: 0 };
  }
  const seen = countOf(row['SEEN'] ?? null);
  const over = countOf(row['OVER_MARK'] ?? null);
  if (seen === null || over === null) {
    throw new MalformedAnswer('the totals of partitions_meta are missing');
  }
  return { seen, over };
}
