import type { Reading, Rows } from '../reading';
import type { EpochMs } from '../time';

export type RunningQuery = {
  /** By which it is killed (3.3 and newer). */
  readonly queryId: string;
  /** Host of the FE that owns it; null where the version does not say. */
  readonly frontend: string | null;
  /** By which it is killed on its FE. */
  readonly connectionId: string;
  /** Who began it. */
  readonly user: string;
  /** Database in use; null: none. */
  readonly database: string | null;
  /** Null where the zone of the session is not known yet. */
  readonly startedAt: EpochMs | null;
  /** As the cluster tells it, else since it began, ms. */
  readonly durationMs: number | null;
  /** Sum over all nodes of the moment, bytes. */
  readonly scanBytes: number | null;
  /** As `scanBytes`, rows. */
  readonly scanRows: number | null;
  /** Sum over all nodes of the moment. */
  readonly memoryBytes: number | null;
  /** Spilled to disk; null where the version does not say. */
  readonly spillBytes: number | null;
  /** CPU time of all nodes together, ms. */
  readonly cpuMs: number | null;
  /** 0–100; null where the version does not say, or the query tells none. */
  readonly progressPct: number | null;
  /** Null where the version has none. */
  readonly warehouse: string | null;
  /** Null where the version does not say. */
  readonly resourceGroup: string | null;
  /** From the session list, joined by FE and connection id; untrusted text. */
  readonly sql: string | null;
};

/** Running queries of all FEs, longest first, without this monitor's own. */
export type RunningQueries = {
  /**
   * Queries with a coordinator: those that wait in the queue are not among them. `denied` without
   * OPERATE.
   */
  readonly total: Reading<number>;
  /** `no-traffic` while none runs. */
  readonly longestMs: Reading<number>;
  /** Longest first. */
  readonly queries: Rows<RunningQuery>;
};
