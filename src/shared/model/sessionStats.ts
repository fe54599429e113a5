import type { Reading, Rows } from '../reading';
import type { EpochMs } from '../time';

export type Session = {
  /** Name of the FE it is connected to; null where the version does not say. */
  readonly frontend: string | null;
  /** Unique for one FE before 4.0, for the cluster since. */
  readonly connectionId: string;
  /** Who is connected. */
  readonly user: string;
  /** Address of the client. */
  readonly host: string;
  /** Database in use; null: none. */
  readonly database: string | null;
  /** `Sleep`, `Query`, …; the State column is a packet state and says nothing. */
  readonly command: string;
  /** Null where the version or the zone of the session is not known. */
  readonly connectedAt: EpochMs | null;
  /** Since its last statement began, ms; it grows for idle sessions too. */
  readonly timeMs: number | null;
  /** Last statement, possibly cut; untrusted text. */
  readonly sql: string | null;
};

export type SessionGroup = {
  /** User, host, database or command; empty for sessions without a database. */
  readonly name: string;
  /** Sessions that run a command other than Sleep. */
  readonly active: number;
  /** Sessions that sleep. */
  readonly idle: number;
  /** Age of the oldest connection, ms; null when no connection time is known. */
  readonly oldestMs: number | null;
};

/** Sessions of all FEs the cluster answered for, without this monitor's own. */
export type SessionStats = {
  /**
   * Rows of SHOW FULL PROCESSLIST; before 4.0 of the FEs that were asked. `denied` without
   * OPERATE.
   */
  readonly total: Reading<number>;
  /** Those that run a command other than Sleep. */
  readonly active: Reading<number>;
  /** Those that sleep. */
  readonly idle: Reading<number>;
  /** Waiting in the query queue (IsPending). */
  readonly pending: Reading<number>;
  /** Most sessions first. */
  readonly byUser: Rows<SessionGroup>;
  /** By the address of the client. */
  readonly byHost: Rows<SessionGroup>;
  /** By the database in use. */
  readonly byDatabase: Rows<SessionGroup>;
  /** By command. */
  readonly byCommand: Rows<SessionGroup>;
  /** Active ones first, longest first. */
  readonly sessions: Rows<Session>;
};
