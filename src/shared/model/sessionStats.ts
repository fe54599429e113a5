import type { Reading, Rows } from '../reading';
import type { EpochMs } from '../time';

export type Session = {
  /** Name of the FE it is connected to; null where the version does not say. */
  readonly frontend: string | null;
  readonly connectionId: string;
  readonly user: string;
  readonly host: string;
  readonly database: string | null;
  /** `Sleep`, `Query`, …; the State column is a packet state and says nothing. */
  readonly command: string;
  readonly connectedAt: EpochMs | null;
  /** Since its last statement began, ms; it grows for idle sessions too. */
  readonly timeMs: number | null;
  /** Last statement, possibly cut; untrusted text. */
  readonly sql: string | null;
};

export type SessionGroup = {
  readonly name: string;
  readonly active: number;
  readonly idle: number;
  /** Age of the oldest connection, ms; null when no connection time is known. */
  readonly oldestMs: number | null;
};

/** Sessions of all FEs the cluster answered for, without this monitor's own. */
export type SessionStats = {
  readonly total: Reading<number>;
  readonly active: Reading<number>;
  readonly idle: Reading<number>;
  /** Waiting in the query queue (IsPending). */
  readonly pending: Reading<number>;
  readonly byUser: Rows<SessionGroup>;
  readonly byHost: Rows<SessionGroup>;
  readonly byDatabase: Rows<SessionGroup>;
  readonly byCommand: Rows<SessionGroup>;
  readonly sessions: Rows<Session>;
};
