/**
 * What is kept of one FE's /metrics. Counters are cumulative. null = the name was absent
 * (`unsupported-version`), or present but unusable (NaN, −1, not a number): then `unusable` names it.
 */
export type FrontendMetrics = {
  readonly queryTotal: number | null;
  readonly requestTotal: number | null;
  readonly queryErr: number | null;
  readonly queryInternalErr: number | null;
  readonly queryAnalysisErr: number | null;
  readonly queryTimeout: number | null;
  readonly slowQuery: number | null;
  /** ms, this FE's own decaying window. */
  readonly p75: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
  readonly latencyCount: number | null;
  /** Σ over users; 0 when the scrape worked and no series exists is a real 0. */
  readonly connections: number | null;
  readonly queuePending: number | null;
  readonly queueTimeout: number | null;
  readonly txnBegin: number | null;
  readonly txnSuccess: number | null;
  readonly txnFailed: number | null;
  /** Leader: running transactions by database; null where the version has no such gauge. */
  readonly txnRunningByDatabase: Readonly<Record<string, number>> | null;
  /** Leader: running alter jobs. */
  readonly alterRunning: number | null;
  readonly editLogWrite: number | null;
  readonly metaLogCount: number | null;
  readonly maxJournalId: number | null;
  /** 15 s gauges: can freeze for good. */
  readonly maxTabletCompactionScore: number | null;
  readonly qpsGauge: number | null;
  readonly heapUsedBytes: number | null;
  readonly heapMaxBytes: number | null;
  readonly oldGcMs: number | null;
  /** `node_info{type="is_master"} 1`. */
  readonly isLeader: boolean;
  readonly databases: number | null;
  readonly tables: number | null;
  /** Keys of this type whose value was there but unusable (`malformed`). */
  readonly unusable: readonly string[];
  /** Lines that did not parse: counted, never fatal. */
  readonly badLines: number;
};
