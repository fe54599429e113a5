import type { EpochMs } from '../../../shared/time';
import { booleanOf, countOf, sessionTime } from '../values';
import { readTable } from './readTable';
import type { SqlSource } from './source';

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

const columns = {
  frontendName: 'ServerName',
  connectionId: 'Id',
  user: 'User',
  host: 'Host',
  database: 'Db',
  command: 'Command',
  connectedAt: 'ConnectionStartTime',
  timeS: 'Time',
  sql: 'Info',
  pending: 'IsPending',
  warehouse: 'Warehouse',
} as const;

/**
 * All FEs from 4.0 on (ServerName), before only the connected one. Without OPERATE the list holds
 * only the user's own sessions, silently.
 */
export const sessions: SqlSource<readonly SessionRow[]> = {
  id: 'sessions',
  privilege: 'operate',
  select: false,
  forms: [
    {
      form: 'show',
      sql: 'SHOW FULL PROCESSLIST',
      parse: (answer, context) =>
        readTable(answer, columns, ['connectionId', 'user', 'command'], ({ text, required }) => ({
          frontendName: text('frontendName'),
          connectionId: required('connectionId'),
          user: required('user'),
          host: text('host') ?? '',
          database: text('database'),
          command: required('command'),
          connectedAt: sessionTime(text('connectedAt'), context.sessionOffsetMs),
          timeS: countOf(text('timeS')),
          sql: text('sql'),
          pending: booleanOf(text('pending')),
          warehouse: text('warehouse'),
        })),
    },
  ],
};
