import type { NodeId } from '../ids';
import type { Reading } from '../reading';

/** A number of the KPI strip with its two deltas (value now minus value then, natural unit). */
export type Kpi = {
  /**
   * Newest measurement, in the unit of the figure itself; a rate spans the time since the round
   * before.
   */
  readonly value: Reading<number>;
  /** avg(last 60 s) − avg([−6 min, −5 min]). */
  readonly vsFiveMinutes: Reading<number>;
  /** avg(last 5 min) − avg(the same 5 min 24 h earlier). */
  readonly vsYesterday: Reading<number>;
  /**
   * `vsYesterday` in percent of yesterday, where percent makes sense and the base is above its
   * floor.
   */
  readonly vsYesterdayPct: Reading<number>;
};

/** All rates are per second, latencies in ms, without this monitor's own statements. */
export type KeyPerformanceIndicators = {
  /** Σ FE `query_total`, without our own SELECTs. */
  readonly qps: Kpi;
  /** Σ FE `request_total`, whatever was asked. */
  readonly requests: Kpi;
  /** Σ FE `query_internal_err`; where the version has none, all errors but time-outs. */
  readonly errorsInternal: Kpi;
  /** Σ FE `query_timeout`. */
  readonly errorsTimeout: Kpi;
  /** User mistakes; not part of the error rate. */
  readonly errorsAnalysis: Kpi;
  /** 100 × (internal + time-outs) ÷ queries over 5 min; `no-traffic` below 20 queries. */
  readonly errorRate: Reading<number>;
  /** Queries that ended without an error of any kind ÷ queries, percent; as `errorRate`. */
  readonly successRate: Reading<number>;
  /**
   * Slow queries (above qe_slow_log_ms, without failed ones) ÷ queries, percent; as `errorRate`.
   */
  readonly slowRate: Reading<number>;
  /** From the audit log alone: FEs tell no median. */
  readonly p50: Kpi;
  /** Of the audit log, else of the worst FE with ≥ 20 queries in 5 min; `no-traffic` below. */
  readonly p75: Kpi;
  /** As `p75`. */
  readonly p95: Kpi;
  /** As `p75`. */
  readonly p99: Kpi;
  /**
   * The FE whose quantiles are shown: quantiles of several FEs cannot be merged. `not-applicable`
   * while they are the whole cluster's, from the audit log.
   */
  readonly latencyNode: Reading<NodeId>;
  /** Successful queries above `qe_slow_log_ms`. */
  readonly slowPerSecond: Kpi;
  /** Rows of the running queries of all FEs, without our own. */
  readonly running: Kpi;
  /** Σ FE `query_queue_pending`; `not-installed` while no queue is switched on. */
  readonly queued: Kpi;
  /** Σ FE `connection_total`, without our own. */
  readonly connections: Kpi;
  /** Worst FE: connections ÷ qe_max_connection, percent. */
  readonly connectionsMaxPct: Reading<number>;
  /** Rows written by all nodes (`load_rows`). */
  readonly loadRows: Kpi;
  /** Uncompressed bytes written by all nodes (`load_bytes`). */
  readonly loadBytes: Kpi;
  /** Σ of the leader's gauge `txn_running` over databases; `unsupported-version` before 4.0. */
  readonly transactionsRunning: Kpi;
  /** As in `compaction`. */
  readonly compactionScore: Kpi;
  /** Versions of the fullest tablet; `not-applicable` in shared-data. */
  readonly compactionVersions: Kpi;
};
