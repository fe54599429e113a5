import type { EpochMs } from '../../../shared/time';
import type { SqlAnswer } from '../lane';
import { bytesOf, percentOf, rowsOf, secondsToMs, sessionTime } from '../values';
import { readTable } from './readTable';
import type { ParseContext, Parsed, SqlSource } from './source';

/** One row of SHOW PROC '/global_current_queries' or '/current_queries'. */
export type RunningQueryRow = {
  readonly queryId: string;
  readonly frontendHost: string | null;
  readonly connectionId: string;
  readonly database: string | null;
  readonly user: string;
  readonly startedAt: EpochMs | null;
  readonly scanBytes: number | null;
  readonly scanRows: number | null;
  readonly memoryBytes: number | null;
  readonly spillBytes: number | null;
  readonly cpuMs: number | null;
  readonly execMs: number | null;
  readonly progressPct: number | null;
  readonly warehouse: string | null;
  readonly resourceGroup: string | null;
};

const columns = {
  queryId: 'QueryId',
  frontendHost: 'feIp',
  connectionId: 'ConnectionId',
  database: 'Database',
  user: 'User',
  startedAt: 'StartTime',
  scanBytes: 'ScanBytes',
  scanRows: 'ScanRows',
  memoryBytes: 'MemoryUsage',
  spillBytes: 'DiskSpillSize',
  cpuMs: 'CPUTime',
  execMs: 'ExecTime',
  progressPct: 'ExecProgress',
  warehouse: 'Warehouse',
  resourceGroup: 'ResourceGroup',
} as const;

function parse(answer: SqlAnswer, context: ParseContext): Parsed<readonly RunningQueryRow[]> {
  return readTable(answer, columns, ['queryId', 'connectionId', 'user'], ({ text, required }) => ({
    queryId: required('queryId'),
    frontendHost: text('frontendHost'),
    connectionId: required('connectionId'),
    database: text('database'),
    user: required('user'),
    startedAt: sessionTime(text('startedAt'), context.sessionOffsetMs),
    scanBytes: bytesOf(text('scanBytes')),
    scanRows: rowsOf(text('scanRows')),
    memoryBytes: bytesOf(text('memoryBytes')),
    spillBytes: bytesOf(text('spillBytes')),
    cpuMs: secondsToMs(text('cpuMs')),
    execMs: secondsToMs(text('execMs')),
    progressPct: percentOf(text('progressPct')),
    warehouse: text('warehouse'),
    resourceGroup: text('resourceGroup'),
  }));
}

/** Of all FEs (3.3.3 and newer). */
export const runningQueries: SqlSource<readonly RunningQueryRow[]> = {
  id: 'runningQueries',
  privilege: 'operate',
  select: false,
  forms: [{ form: 'global', sql: "SHOW PROC '/global_current_queries'", parse }],
};

/** Only of the FE that is asked: every version has it. */
export const runningQueriesOfFrontend: SqlSource<readonly RunningQueryRow[]> = {
  ...runningQueries,
  forms: [{ form: 'local', sql: "SHOW PROC '/current_queries'", parse }],
};
