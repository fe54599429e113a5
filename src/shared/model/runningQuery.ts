import type { Reading, Rows } from '../reading';
import type { EpochMs } from '../time';

export type RunningQuery = {
  readonly queryId: string;
  /** Host of the FE that owns it; null where the version does not say. */
  readonly frontend: string | null;
  readonly connectionId: string;
  readonly user: string;
  readonly database: string | null;
  readonly startedAt: EpochMs | null;
  readonly durationMs: number | null;
  readonly scanBytes: number | null;
  readonly scanRows: number | null;
  /** Sum over all nodes of the moment. */
  readonly memoryBytes: number | null;
  readonly spillBytes: number | null;
  readonly cpuMs: number | null;
  readonly progressPct: number | null;
  readonly warehouse: string | null;
  readonly resourceGroup: string | null;
  /** From the session list, joined by FE and connection id; untrusted text. */
  readonly sql: string | null;
};

/** Running queries of all FEs, longest first, without this monitor's own. */
export type RunningQueries = {
  readonly total: Reading<number>;
  readonly longestMs: Reading<number>;
  readonly queries: Rows<RunningQuery>;
};
