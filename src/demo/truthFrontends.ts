/** The part of the truth about the FEs. */
import type { EpochMs, SessionState } from './truth';

export type FrontendRole = 'LEADER' | 'FOLLOWER' | 'OBSERVER';

export type FrontendState = {
  readonly id: number;
  /** `<host>_<editLogPort>_<epoch ms>`: Name in SHOW FRONTENDS, FE_ID in fe_metrics. */
  readonly name: string;
  readonly host: string;
  readonly editLogPort: number;
  readonly queryPort: number;
  readonly httpPort: number;
  readonly rpcPort: number;
  readonly role: FrontendRole;
  readonly joined: boolean;
  /** What the leader's heartbeat believes (column Alive of the other FEs' rows). */
  readonly alive: boolean;
  /** Whether the process runs, i.e. answers SQL and HTTP at all. */
  readonly running: boolean;
  readonly startedAt: EpochMs;
  readonly version: string;
  readonly lastHeartbeat: EpochMs;
  readonly missedHeartbeats: number;
  /** "" when healthy. */
  readonly errMsg: string;
  /** Now, inside the FE. */
  readonly replayedLive: number;
  /** As of the last heartbeat; the leader's own row shows its maxJournalId. */
  readonly replayedJournalId: number;
  /** The newest id in the FE's own journal database. */
  readonly maxJournalId: number;
  readonly imageJournalId: number;
  readonly imageAt: EpochMs;
  /** Fraction (0–1) of every step's journal entries this follower replays: < 1 = it lags. */
  readonly replaySpeed: number;
  readonly counters: FrontendCounters;
  /** Gauges computed by the FE's 15 s timer, as it last left them. */
  readonly tick: FrontendTick;
  readonly gauges: FrontendGauges;
  readonly latency: LatencyState;
  readonly editLogLatency: LatencyState;
  readonly heap: {
    readonly maxBytes: number;
    readonly committedBytes: number;
    readonly usedBytes: number;
    /** Bytes that survive a young collection. */
    readonly oldBytes: number;
  };
  readonly gc: {
    readonly youngCount: number;
    readonly youngMs: number;
    readonly oldCount: number;
    readonly oldMs: number;
  };
  readonly threads: { readonly count: number; readonly peak: number };
  readonly snmp: SnmpState;
  /** Open MySQL connections by user; a user who left stays with 0 until restart. */
  readonly connectionsByUser: Readonly<Record<string, number>>;
  readonly sessions: readonly SessionState[];
  /** Added to the counter, for connection ids; 0 on every FE in versions with ids per FE. */
  readonly connectionIdBase: number;
  /** Simulated connections ever opened here: their ids. */
  readonly connectionCounter: number;
  /** Connections of real clients ever opened here; who connects changes nothing simulated. */
  readonly clientCounter: number;
};

/** Cumulative since the process started; 0 after a restart; never replayed from the journal. */
export type FrontendCounters = {
  /** = querySuccess + queryErr */
  readonly queryTotal: number;
  readonly querySuccess: number;
  /** = queryAnalysisErr + queryTimeout + queryInternalErr */
  readonly queryErr: number;
  readonly queryAnalysisErr: number;
  readonly queryInternalErr: number;
  readonly queryTimeout: number;
  readonly slowQuery: number;
  readonly requestTotal: number;
  readonly queryQueueTotal: number;
  readonly queryQueueTimeout: number;
  readonly txnBegin: number;
  readonly txnReject: number;
  readonly txnSuccess: number;
  readonly txnFailed: number;
  readonly loadAdd: number;
  readonly loadFinished: number;
  readonly routineLoadRows: number;
  readonly routineLoadReceiveBytes: number;
  readonly routineLoadErrorRows: number;
  readonly routineLoadPaused: number;
  readonly editLogWrite: number;
  readonly editLogRead: number;
  readonly editLogSizeBytes: number;
  readonly imageWrite: number;
  readonly imagePush: number;
};

export type FrontendTick = {
  /** When the timer last ran; frozen for good by the fault `freezeTicks`. */
  readonly at: EpochMs;
  readonly qps: number;
  readonly rps: number;
  readonly queryErrRate: number;
  readonly maxTabletCompactionScore: number;
  readonly safeMode: 0 | 1;
  /** Counters at the last tick, from which the next rates are computed. */
  readonly base: {
    readonly queryTotal: number;
    readonly requestTotal: number;
    readonly queryErr: number;
  };
};

export type FrontendGauges = {
  readonly queryQueuePending: number;
  readonly reportQueueSize: number;
  readonly editLogStacked: number;
  readonly scheduledTablets: number;
};

/** A summary of the FE: quantiles never expire when traffic stops; `count` is a true counter. */
export type LatencyState = {
  readonly p75: number;
  readonly p95: number;
  readonly p98: number;
  readonly p99: number;
  readonly p999: number;
  readonly mean: number;
  readonly count: number;
};

export type SnmpState = {
  readonly tcpRetransSegs: number;
  readonly tcpInErrs: number;
  readonly tcpInSegs: number;
  readonly tcpOutSegs: number;
};
