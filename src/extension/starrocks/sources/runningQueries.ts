import type { EpochMs } from '../../../shared/time';

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
