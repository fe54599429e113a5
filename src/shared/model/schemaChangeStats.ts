import type { Reading, Rows } from '../reading';
import type { EpochMs } from '../time';

/** What a job does to its table: change columns or properties, build a rollup, or rewrite the data. */
export type AlterKind = 'column' | 'rollup' | 'optimize';

/** The kinds of which a database's own count tells; of OPTIMIZE there is none. */
export const countedAlterKinds = ['column', 'rollup'] as const satisfies readonly AlterKind[];
export type CountedAlterKind = (typeof countedAlterKinds)[number];

/** `cancelled` by a user; `unknown`: the cluster uses a word that this version does not know. */
export type AlterOutcome = 'waiting' | 'running' | 'finished' | 'failed' | 'cancelled' | 'unknown';

/** A job of SHOW ALTER TABLE, as it was when the list of its database was read last. */
export type SchemaChangeJob = {
  /** Job id of the cluster. */
  readonly id: string;
  /** Which of the three lists it is in. */
  readonly kind: AlterKind;
  /** Database of the table. */
  readonly database: string;
  /** Table that is changed. */
  readonly table: string;
  /** As the cluster names it: PENDING, WAITING_TXN, RUNNING, FINISHED, CANCELLED, … */
  readonly state: string;
  /** What state and reason come to. */
  readonly outcome: AlterOutcome;
  /** Share of its tasks that are done, 0–100; null unless it runs. */
  readonly progressPct: number | null;
  /** Null where the zone of the session is not known yet. */
  readonly createdAt: EpochMs | null;
  /** Null while it is under way. */
  readonly finishedAt: EpochMs | null;
  /** The cluster cancels a job that takes longer, ms. */
  readonly timeoutMs: number | null;
  /** More than 80 % of its timeout have passed, and it runs or waits for older transactions. */
  readonly stuck: boolean;
  /** Why it was cancelled; untrusted text. */
  readonly message: string | null;
  /** When the list was read. */
  readonly lookedAt: EpochMs;
};

/** Jobs of one kind, by the databases' own counts. */
export type SchemaChangeCount = {
  /** `column` or `rollup`. */
  readonly kind: CountedAlterKind;
  /** PENDING or WAITING_TXN. */
  readonly waiting: number;
  /** In state RUNNING when its database was looked at. */
  readonly running: number;
  /** Of those the cluster still remembers, usually for seven days. */
  readonly finished: number;
  /** By the cluster or by a user. */
  readonly cancelled: number;
};

/**
 * Jobs that change tables. The databases are looked at one after the other: until all were, lists
 * and counts are lower bounds.
 */
export type SchemaChangeStats = {
  /** Column changes and rollups that run now, by the leader's gauge; it counts no OPTIMIZE. */
  readonly running: Reading<number>;
  /** Of how many databases the jobs were counted; coverage says of how many there are. */
  readonly looked: Reading<number>;
  /**
   * Of how many databases the OPTIMIZE jobs were listed: that is done while somebody looks;
   * `unsupported-version` before 3.1.
   */
  readonly optimizeLooked: Reading<number>;
  /** Column changes and rollups. */
  readonly byKind: Rows<SchemaChangeCount>;
  /** How far back ended jobs are listed and counted, ms. */
  readonly windowMs: number;
  /** Listed jobs that the cluster cancelled within the window, not a user. */
  readonly failed: Reading<number>;
  /** Listed jobs that will soon run into their timeout. */
  readonly stuck: Reading<number>;
  /** Those under way first, oldest first; then what ended within the window, newest first. */
  readonly jobs: Rows<SchemaChangeJob>;
};
