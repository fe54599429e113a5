/** SHOW ALTER TABLE COLUMN | ROLLUP | OPTIMIZE (B.17 of the facts about SQL). */
import type { AlterJobState, AlterKind } from '../truthJobs';
import {
  forwardToLeader,
  NULL_MARK,
  seesDatabase,
  sessionTime,
  showAnswer,
  type Answer,
  type ShowCell,
  type StatementContext,
} from './context';
import { SqlError, unknownDatabase } from './sqlError';

/** The kind of job that the word of a statement means. */
export function alterKind(word: string | undefined): AlterKind {
  const upper = word?.toUpperCase();
  return upper === 'ROLLUP' || upper === 'OPTIMIZE' ? upper : 'SCHEMA_CHANGE';
}

const NAMES: Readonly<Record<AlterKind, readonly string[]>> = {
  SCHEMA_CHANGE: ['FinishTime', 'IndexName', 'IndexId', 'OriginIndexId', 'SchemaVersion'],
  ROLLUP: ['FinishedTime', 'BaseIndexName', 'RollupIndexName', 'RollupId'],
  OPTIMIZE: ['FinishTime', 'Operation'],
};

/** Newest first, at most `limit` of them. */
export function showAlter(
  context: StatementContext,
  kind: AlterKind,
  database: string,
  limit: number | undefined,
): Answer {
  const forwarded = forwardToLeader(context);
  const { state, profile } = context;
  if (!state.databases.some(({ name }) => name === database)) {
    throw database === ''
      ? new SqlError(1046, 'No database selected', '3D000')
      : unknownDatabase(profile, database);
  }
  const warehouse =
    kind === 'SCHEMA_CHANGE' && state.runMode === 'shared_data'
      ? profile.columns.alterColumnSharedData
      : [];
  const rows = (seesDatabase(context, database) ? state.alterJobs : [])
    .filter((job) => job.database === database && job.kind === kind)
    .sort((a, b) => b.createdAt - a.createdAt || b.jobId - a.jobId)
    .flatMap((job) => rowsOf(context, job, warehouse.length))
    .slice(0, limit);
  const [finish = '', ...own] = NAMES[kind];
  return showAnswer(
    [
      'JobId',
      'TableName',
      'CreateTime',
      finish,
      ...own,
      'TransactionId',
      'State',
      'Msg',
      'Progress',
      'Timeout',
      ...warehouse,
    ],
    rows,
    forwarded,
  );
}

/** A change of columns has one row per index: the table's own and that of its rollup. */
function rowsOf(
  context: StatementContext,
  job: AlterJobState,
  warehouses: number,
): readonly (readonly ShowCell[])[] {
  const time = (at: number | null): ShowCell =>
    at === null ? NULL_MARK : sessionTime(context, at);
  const around = (own: readonly ShowCell[]): readonly ShowCell[] => [
    String(job.jobId),
    job.table,
    time(job.createdAt),
    time(job.finishedAt),
    ...own,
    '197400',
    job.state,
    job.message,
    progressOf(job),
    String(job.timeoutMs / 1000),
    ...Array.from({ length: warehouses }, () => 'default_warehouse'),
  ];
  switch (job.kind) {
    case 'SCHEMA_CHANGE':
      return [job.table, `${job.table}_by_day`].map((index, at) =>
        around([index, String(job.jobId + 1 + at), '10210', '1:1344119612']),
      );
    case 'ROLLUP':
      return [around([job.table, `${job.table}_by_day`, String(job.jobId + 1)])];
    case 'OPTIMIZE':
      return [around(['ALTER'])];
  }
}

function progressOf({ state, kind, done, total }: AlterJobState): ShowCell {
  if (state !== 'RUNNING') {
    return NULL_MARK;
  }
  return kind === 'OPTIMIZE'
    ? `${String(Math.floor((100 * done) / total))}%`
    : `${String(done)}/${String(total)}`;
}
