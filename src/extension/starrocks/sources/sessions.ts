import type { EpochMs } from '../../../shared/time';

/** One row of SHOW FULL PROCESSLIST. */
export type SessionRow = {
  /** Name of the FE; null where the version does not say. */
  readonly frontendName: string | null;
  readonly connectionId: string;
  readonly user: string;
  readonly host: string;
  readonly database: string | null;
  readonly command: string;
  readonly connectedAt: EpochMs | null;
  /** Seconds since the last statement began; grows for idle sessions. */
  readonly timeS: number | null;
  readonly sql: string | null;
  readonly pending: boolean | null;
  readonly warehouse: string | null;
};
