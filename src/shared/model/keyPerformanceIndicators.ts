import type { NodeId } from '../ids';
import type { Reading } from '../reading';

/** A number of the KPI strip with its two deltas (value now minus value then, natural unit). */
export type Kpi = {
  readonly value: Reading<number>;
  /** avg(last 60 s) − avg([−6 min, −5 min]). */
  readonly vsFiveMinutes: Reading<number>;
  /** avg(last 5 min) − avg(the same 5 min 24 h earlier). */
  readonly vsYesterday: Reading<number>;
  /** `vsYesterday` in percent of yesterday, where percent makes sense and the base is above its floor. */
  readonly vsYesterdayPct: Reading<number>;
};

/** All rates are per second, latencies in ms, without this monitor's own statements. */
export type KeyPerformanceIndicators = {
  readonly qps: Kpi;
  readonly requests: Kpi;
  readonly errorsInternal: Kpi;
  readonly errorsTimeout: Kpi;
  /** User mistakes; not part of the error rate. */
  readonly errorsAnalysis: Kpi;
  /** 100 × (internal + time-outs) ÷ queries over 5 min; `no-traffic` below 20 queries. */
  readonly errorRate: Reading<number>;
  /** Queries that ended without an error of any kind ÷ queries, percent; as `errorRate`. */
  readonly successRate: Reading<number>;
  /** Slow queries (above qe_slow_log_ms, without failed ones) ÷ queries, percent; as `errorRate`. */
  readonly slowRate: Reading<number>;
  /** From the audit log alone: FEs tell no median. */
  readonly p50: Kpi;
  readonly p75: Kpi;
  readonly p95: Kpi;
  readonly p99: Kpi;
  /**
   * The FE whose quantiles are shown: quantiles of several FEs cannot be merged. `not-applicable`
   * while they are the whole cluster's, from the audit log.
   */
  readonly latencyNode: Reading<NodeId>;
  readonly slowPerSecond: Kpi;
  readonly running: Kpi;
  readonly queued: Kpi;
  readonly connections: Kpi;
  /** Worst FE: connections ÷ qe_max_connection, percent. */
  readonly connectionsMaxPct: Reading<number>;
  readonly loadRows: Kpi;
  readonly loadBytes: Kpi;
  readonly transactionsRunning: Kpi;
  readonly compactionScore: Kpi;
  /** Versions of the fullest tablet; `not-applicable` in shared-data. */
  readonly compactionVersions: Kpi;
};
