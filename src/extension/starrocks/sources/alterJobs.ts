import type { AlterKind, CountedAlterKind } from '../../../shared/model/schemaChangeStats';
import type { EpochMs } from '../../../shared/time';
import { builtInDatabases } from '../builtInDatabases';
import { quoteIdentifier, quoteLiteral } from '../sqlText';
import { countOf, percentOf, sessionTime } from '../values';
import { must, readTable } from './readTable';
import type { SqlForm, SqlSource } from './source';

/** A database; its id goes into paths, where a name could hold a slash. */
export type AlterDatabase = { readonly id: string; readonly name: string };

/** Jobs of one kind in one database, ended ones of the last days included. */
export type AlterCount = {
  /** PENDING or WAITING_TXN. */
  readonly waiting: number;
  readonly running: number;
  readonly finished: number;
  readonly cancelled: number;
};
export type AlterCounts = Readonly<Record<CountedAlterKind, AlterCount>>;

/** A job; times are converted, null = not reached or not known. */
export type AlterJobRow = {
  readonly id: string;
  readonly table: string;
  /** PENDING, WAITING_TXN, RUNNING, FINISHED_REWRITING, FINISHED, CANCELLED. */
  readonly state: string;
  readonly message: string | null;
  /** 0–100; null while it does not run. */
  readonly progressPct: number | null;
  readonly createdAt: EpochMs | null;
  readonly finishedAt: EpochMs | null;
  readonly timeoutMs: number | null;
};

/** What one asking is about: there is a statement per database, or per database and kind. */
export type AlterQuestion =
  | { readonly about: 'databases' }
  | { readonly about: 'counts' | AlterKind; readonly database: AlterDatabase };

export type AlterAnswer =
  | { readonly about: 'databases'; readonly databases: readonly AlterDatabase[] }
  | { readonly about: 'counts'; readonly database: string; readonly counts: AlterCounts }
  | {
      readonly about: AlterKind;
      readonly database: string;
      /** Newest first, at most `mostRows` rows of them. */
      readonly jobs: readonly AlterJobRow[];
    };

/** Rows of one list: a cluster keeps jobs for seven days. */
const mostRows = 500;

/** One statement of the sweep over the databases' jobs that change tables, from the leader. */
export function alterJobs(question: AlterQuestion): SqlSource<AlterAnswer> {
  return { id: 'alterSweep', privilege: 'operate', select: false, forms: formsOf(question) };
}

function formsOf(question: AlterQuestion): SqlSource<AlterAnswer>['forms'] {
  if (question.about === 'databases') {
    return [databasesForm];
  }
  const { about, database } = question;
  switch (about) {
    case 'counts':
      return [countsForm(database)];
    case 'column':
    case 'rollup':
      return [listForm(about, database)];
    case 'optimize':
      // Versions before 3.1 know no such statement: they are asked for the counts instead.
      return [listForm(about, database), countsForm(database)];
  }
}

const databasesForm: SqlForm<AlterAnswer> = {
  form: 'databases',
  sql: "SHOW PROC '/jobs'",
  parse: (answer) => {
    const parsed = readTable(
      answer,
      { id: 'DbId', name: 'DbName' },
      ['id', 'name'],
      ({ required }): AlterDatabase => ({ id: required('id'), name: required('name') }),
    );
    const databases = parsed.value.filter(({ name }) => !builtInDatabases.has(name));
    return { ...parsed, value: { about: 'databases', databases } };
  },
};

const countColumns = {
  kind: 'JobType',
  waiting: 'Pending',
  running: 'Running',
  finished: 'Finished',
  cancelled: 'Cancelled',
} as const;

const kindWords: Readonly<Record<CountedAlterKind, string>> = {
  column: 'schema_change',
  rollup: 'rollup',
};

function countsForm({ id, name }: AlterDatabase): SqlForm<AlterAnswer> {
  return {
    form: 'counts',
    sql: `SHOW PROC ${quoteLiteral(`/jobs/${id}`)}`,
    parse: (answer) => {
      const keys = ['kind', 'waiting', 'running', 'finished', 'cancelled'] as const;
      const parsed = readTable(answer, countColumns, keys, ({ required }) => {
        const count = (field: Exclude<keyof typeof countColumns, 'kind'>) =>
          must(countOf(required(field)), countColumns[field], required(field));
        return {
          kind: required('kind'),
          count: {
            waiting: count('waiting'),
            running: count('running'),
            finished: count('finished'),
            cancelled: count('cancelled'),
          },
        };
      });
      const of = (kind: CountedAlterKind): AlterCount => {
        const row = parsed.value.find((each) => each.kind === kindWords[kind]);
        return must(row?.count ?? null, countColumns.kind, `no ${kindWords[kind]}`);
      };
      const counts = { column: of('column'), rollup: of('rollup') };
      return { ...parsed, value: { about: 'counts', database: name, counts } };
    },
  };
}

const listColumns = {
  id: 'JobId',
  table: 'TableName',
  createdAt: 'CreateTime',
  finishedAt: 'FinishTime',
  state: 'State',
  message: 'Msg',
  progress: 'Progress',
  timeout: 'Timeout',
} as const;

function listForm(kind: AlterKind, { name }: AlterDatabase): SqlForm<AlterAnswer> {
  // Rollups alone say it with "ed".
  const finishedAt = kind === 'rollup' ? 'FinishedTime' : listColumns.finishedAt;
  return {
    form: kind,
    sql: `SHOW ALTER TABLE ${kind.toUpperCase()} FROM ${quoteIdentifier(name)} ORDER BY CreateTime DESC LIMIT ${mostRows}`,
    parse: (answer, { sessionOffsetMs: offset }) => {
      const keys = ['id', 'table', 'state'] as const;
      const parsed = readTable(
        answer,
        { ...listColumns, finishedAt },
        keys,
        ({ text, required }): AlterJobRow => {
          const timeoutS = countOf(text('timeout'));
          return {
            id: required('id'),
            table: required('table'),
            state: required('state').toUpperCase(),
            message: text('message'),
            progressPct: progressOf(text('progress')),
            createdAt: sessionTime(text('createdAt'), offset),
            finishedAt: sessionTime(text('finishedAt'), offset),
            timeoutMs: timeoutS === null ? null : 1000 * timeoutS,
          };
        },
      );
      // One row per index of a job.
      const jobs = [...new Map(parsed.value.map((row) => [row.id, row])).values()];
      return { ...parsed, value: { about: kind, database: name, jobs } };
    },
  };
}

/** `120/360` tasks, or a share; null for anything else. */
function progressOf(cell: string | null): number | null {
  const [done, total] = (cell ?? '').split('/').map((part) => countOf(part));
  return typeof done === 'number' && typeof total === 'number' && total > 0
    ? (100 * done) / total
    : (percentOf(cell) ?? countOf(cell));
}
