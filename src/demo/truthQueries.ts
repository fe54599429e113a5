/** The part of the truth about queries that ended: `GET /queries` on the control port. */
import type { EpochMs } from './truth';

/**
 * How the audit log is kept: by the plugin of today, by one of old with its own names, or by
 * the FE itself, which also knows the tables that a query read.
 */
export type AuditKind = 'plugin' | 'older' | 'builtIn';

/** A statement that ended. One is a row of the audit table from `deliveredAt` on. */
export type EndedQuery = {
  readonly queryId: string;
  /** Host of the FE that received it. */
  readonly frontend: string;
  readonly user: string;
  /** `ip:port` of the client. */
  readonly clientAddress: string;
  readonly database: string;
  readonly sql: string;
  readonly startedAt: EpochMs;
  readonly durationMs: number;
  readonly outcome: 'success' | 'analysis' | 'timeout' | 'internal';
  /** Whether the FE's query counters hold it. */
  readonly counted: boolean;
  readonly scanBytes: number;
  readonly scanRows: number;
  readonly returnRows: number;
  readonly cpuMs: number;
  readonly memoryBytes: number;
  readonly resourceGroup: string;
  /** `db.table` of what it read. */
  readonly relations: readonly string[];
  /** Whether its FE kept a profile of it. */
  readonly profiled: boolean;
  /** True for what a real connection to this demo cluster sent. */
  readonly real: boolean;
  /** The loader brings what ended once a minute. */
  readonly deliveredAt: EpochMs;
};
