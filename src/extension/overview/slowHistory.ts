import { secondMs, type EpochMs } from '../../shared/time';
import type { AuditedQuery } from '../starrocks/sources/auditSlow';

/** What counts as slow in lists that are kept: StarRocks' own mark, qe_slow_log_ms, by default. */
export const slowQueryMs = 5 * secondMs;

/** Slow statements of the last 24 hours, as the audit log has told them. */
export type SlowHistory = {
  readonly queries: readonly AuditedQuery[];
};

/** A query that was seen while it ran. */
export type SampledQuery = {
  readonly queryId: string;
  readonly user: string;
  readonly database: string | null;
  readonly frontend: string | null;
  readonly warehouse: string | null;
  readonly resourceGroup: string | null;
  readonly startedAt: EpochMs | null;
  /** The longest and the most that was seen. */
  readonly durationMs: number;
  readonly scanBytes: number | null;
  readonly scanRows: number | null;
  readonly cpuMs: number | null;
  readonly memoryBytes: number | null;
  /** Untrusted text, cut. */
  readonly sql: string | null;
};

/** What was seen of others' queries and sessions since this monitor began. */
export type QuerySamples = {
  readonly queries: readonly SampledQuery[];
  /** When each user last began a statement. */
  readonly lastActive: ReadonlyMap<string, EpochMs>;
};
