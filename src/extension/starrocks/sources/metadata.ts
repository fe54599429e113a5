import { MalformedAnswer } from '../failures';
import type { SqlAnswer } from '../lane';
import { countOf } from '../values';
import { readTable } from './readTable';
import type { Parsed, PartOutcome, SqlForm, SqlSource } from './source';

/** What information_schema.tables lists: an asynchronous materialized view is a VIEW with an engine. */
export type TableKind = 'table' | 'materializedView' | 'view';

/** All tables of one database that are of one kind and engine. */
export type TableGroup = {
  readonly database: string;
  readonly kind: TableKind;
  /** Null of views. */
  readonly engine: string | null;
  readonly tables: number;
  /** Shared-nothing: all replicas; shared-data: one copy. Null: no table of the group has a size. */
  readonly bytes: number | null;
  /** One replica, before updates are merged. */
  readonly rows: number | null;
};

/** One of the largest tables. */
export type TableRow = {
  readonly database: string;
  readonly name: string;
  readonly kind: TableKind;
  readonly engine: string | null;
  readonly bytes: number;
  readonly rows: number | null;
};

/** One walk over the tables this user may see, the system's own left out. */
export type Metadata = {
  readonly groups: readonly TableGroup[];
  /** At most `largestTables`, largest first. */
  readonly largest: readonly TableRow[];
};

/** So many tables come one by one; of the others only the sums. */
export const largestTables = 200;

const columns = {
  database: 'TABLE_SCHEMA',
  name: 'TABLE_NAME',
  type: 'TABLE_TYPE',
  engine: 'ENGINE',
  bytes: 'DATA_LENGTH',
  rows: 'TABLE_ROWS',
} as const;

const groupColumns = {
  database: 'TABLE_SCHEMA',
  type: 'TABLE_TYPE',
  engine: 'ENGINE',
  tables: 'GROUP_TABLES',
  bytes: 'GROUP_BYTES',
  rows: 'GROUP_ROWS',
} as const;

const rankColumns = {
  sizeRank: 'SIZE_RANK',
  groupRank: 'GROUP_RANK',
} as const;

const from =
  "FROM information_schema.tables WHERE TABLE_SCHEMA NOT IN ('information_schema', 'sys')";
const listed = Object.values(columns).join(', ');
const group = 'TABLE_SCHEMA, TABLE_TYPE, ENGINE';
/** Tables without a size of their own say -1 in some versions. */
const sumOf = (column: string) => `sum(CASE WHEN ${column} >= 0 THEN ${column} END)`;
const sums = (over: string) =>
  `count(*)${over} AS GROUP_TABLES, ${sumOf('DATA_LENGTH')}${over} AS GROUP_BYTES, ` +
  `${sumOf('TABLE_ROWS')}${over} AS GROUP_ROWS`;
const bySize = 'ORDER BY DATA_LENGTH DESC, TABLE_SCHEMA, TABLE_NAME';

/** Every table once: the FE locks each while it is read, so sums and largest ones come together. */
const oneWalk: SqlForm<Metadata> = {
  form: 'window',
  sql:
    `SELECT * FROM (SELECT ${listed}, row_number() OVER (${bySize}) AS SIZE_RANK, ` +
    `row_number() OVER (PARTITION BY ${group} ORDER BY TABLE_NAME) AS GROUP_RANK, ` +
    `${sums(` OVER (PARTITION BY ${group})`)} ${from}) AS walked ` +
    `WHERE SIZE_RANK <= ${largestTables} OR GROUP_RANK = 1`,
  parse: (answer) => {
    const every = { ...columns, ...groupColumns, ...rankColumns };
    const ranks = readTable(answer, every, ['sizeRank', 'groupRank'], ({ required }) => ({
      size: rankOf(required('sizeRank')),
      group: rankOf(required('groupRank')),
    }));
    const only = (which: (rank: { size: number; group: number }) => boolean): SqlAnswer => ({
      ...answer,
      rows: answer.rows.filter((_, index) => {
        const rank = ranks.value[index];
        return rank !== undefined && which(rank);
      }),
    });
    return together(
      only(({ group: rank }) => rank === 1),
      only(({ size }) => size <= largestTables),
    );
  },
};

/** Where a SELECT over a SELECT of information_schema is refused. */
const twoWalks: SqlForm<Metadata> = {
  form: 'group',
  sql: `SELECT ${group}, ${sums('')} ${from} GROUP BY ${group}`,
  parts: [{ name: 'largest', sql: `SELECT ${listed} ${from} ${bySize} LIMIT ${largestTables}` }],
  parse: (answer, _context, parts) => together(answer, largestOf(parts.get('largest'))),
};

export const metadata: SqlSource<Metadata> = {
  id: 'metadata',
  privilege: 'rows',
  select: true,
  forms: [oneWalk, twoWalks],
};

function largestOf(part: PartOutcome | undefined): SqlAnswer {
  if (part?.ok !== true) {
    throw new MalformedAnswer(`the largest tables are missing: ${part?.failure.message ?? ''}`);
  }
  return part.answer;
}

function together(groups: SqlAnswer, largest: SqlAnswer): Parsed<Metadata> {
  const sumsRead = readTable(groups, groupColumns, ['database', 'tables'], (cells) => ({
    database: cells.required('database'),
    kind: kindOf(cells.text('type'), cells.text('engine')),
    engine: cells.text('engine'),
    tables: rankOf(cells.required('tables')),
    bytes: countOf(cells.text('bytes')),
    rows: countOf(cells.text('rows')),
  }));
  const tables = readTable(largest, columns, ['database', 'name'], (cells) => ({
    database: cells.required('database'),
    name: cells.required('name'),
    kind: kindOf(cells.text('type'), cells.text('engine')),
    engine: cells.text('engine'),
    bytes: countOf(cells.text('bytes')),
    rows: countOf(cells.text('rows')),
  }));
  const sized = tables.value
    .flatMap(({ bytes, ...table }) => (bytes === null ? [] : [{ ...table, bytes }]))
    .sort((a, b) => b.bytes - a.bytes);
  return {
    value: { groups: sumsRead.value, largest: sized },
    rows: groups.rows.length + largest.rows.length,
  };
}

function kindOf(type: string | null, engine: string | null): TableKind {
  if (type?.toUpperCase() !== 'VIEW') {
    return 'table';
  }
  return engine === null ? 'view' : 'materializedView';
}

function rankOf(cell: string): number {
  const value = countOf(cell);
  if (value === null) {
    throw new MalformedAnswer(`'${cell.slice(0, 40)}' is no number of tables`);
  }
  return value;
}
