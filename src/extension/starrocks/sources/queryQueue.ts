import type { EpochMs } from '../../../shared/time';
import { countOf, sessionTime } from '../values';
import { readTable } from './readTable';
import type { SqlSource } from './source';

/** A query that the queue knows: it waits, or it holds slots. */
export type QueueRow = {
  readonly queryId: string;
  /** CREATED, PENDING, RUNNING, FINISHED, UNKNOWN. */
  readonly state: string;
  readonly startedAt: EpochMs | null;
  /** When it gives up waiting. */
  readonly waitsUntil: EpochMs | null;
  readonly slots: number | null;
  /** Name of the FE that took it. */
  readonly frontend: string | null;
  /** Ids; null = the default one. */
  readonly warehouse: string | null;
  readonly resourceGroup: string | null;
};

const columns = {
  queryId: 'QueryId',
  state: 'State',
  startedAt: 'StartTime',
  waitsUntil: 'PendingTimeout',
  slots: 'Slots',
  frontend: 'Frontend',
  warehouse: 'WarehouseId',
  resourceGroup: 'ResourceGroupId',
} as const;

/** In spite of its name it lists what is in the queue (3.1.4 and newer); the leader answers. */
export const queryQueue: SqlSource<readonly QueueRow[]> = {
  id: 'queue',
  privilege: 'none',
  select: false,
  forms: [
    {
      form: 'show',
      sql: 'SHOW RUNNING QUERIES',
      parse: (answer, { sessionOffsetMs: offset }) =>
        readTable(answer, columns, ['queryId', 'state'], ({ text, required }) => ({
          queryId: required('queryId'),
          state: required('state').toUpperCase(),
          startedAt: sessionTime(text('startedAt'), offset),
          waitsUntil: sessionTime(text('waitsUntil'), offset),
          slots: countOf(text('slots')),
          frontend: text('frontend'),
          warehouse: text('warehouse'),
          resourceGroup: text('resourceGroup'),
        })),
    },
  ],
};
