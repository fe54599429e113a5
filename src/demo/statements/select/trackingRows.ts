/** information_schema.load_tracking_logs: what the nodes wrote about the rows that loads rejected. */
import type { LoadState } from '../../truthJobs';
import type { StatementContext } from '../context';
import type { SchemaRow } from './sqlEngine';

/** The nodes list no more of one load. */
const MOST_LINES = 50;

export function trackingSql(jobId: number): string {
  return `select tracking_log from information_schema.load_tracking_logs where job_id=${String(jobId)}`;
}

export const loadTracking = (load: LoadState): string =>
  isTracked(load) ? trackingSql(load.jobId) : '';

export const trackingRows = ({ state }: StatementContext): readonly SchemaRow[] =>
  state.loads.filter(isTracked).map((load) => ({
    ID: load.jobId,
    JOB_ID: load.jobId,
    LABEL: load.label,
    DATABASE_NAME: load.database,
    TRACKING_LOG: Array.from(
      { length: Math.min(MOST_LINES, load.filteredRows) },
      (_, index) =>
        `Error: Value count does not match column count. Expect 4, but got 3. Row: [${String(index + 1)},'${load.table}']`,
    ).join('\n'),
    TYPE: load.type,
  }));

const isTracked = ({ filteredRows, finishedAt }: LoadState): boolean =>
  filteredRows > 0 && finishedAt !== null;
