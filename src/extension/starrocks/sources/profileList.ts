import type { EpochMs } from '../../../shared/time';
import { originPrefix } from '../sqlText';
import { known, sessionTime } from '../values';
import { readTable } from './readTable';
import type { SqlSource } from './source';

/** A profile that the connected FE keeps in memory: only of statements above the cluster's own mark. */
export type ProfileRow = {
  readonly queryId: string;
  readonly startedAt: EpochMs | null;
  /** Told in two units: above a minute in whole seconds. */
  readonly durationMs: number | null;
  /** Running, Finished, Error. */
  readonly state: string;
  /** First 124 characters; untrusted text. */
  readonly sql: string | null;
};

const columns = {
  queryId: 'QueryId',
  startedAt: 'StartTime',
  durationMs: 'Time',
  state: 'State',
  sql: 'Statement',
} as const;

/** Newest first, of the FE that is asked. Came with 3.1. */
export const profileList: SqlSource<readonly ProfileRow[]> = {
  id: 'profileList',
  privilege: 'none',
  select: false,
  forms: [
    {
      form: 'show',
      sql: 'SHOW PROFILELIST LIMIT 100',
      parse: (answer, { sessionOffsetMs }) => {
        const parsed = readTable(
          answer,
          columns,
          ['queryId', 'durationMs', 'state'],
          ({ text, required }) => ({
            queryId: required('queryId'),
            startedAt: sessionTime(text('startedAt'), sessionOffsetMs),
            durationMs: prettyMs(text('durationMs')),
            state: required('state'),
            sql: text('sql'),
          }),
        );
        return { ...parsed, value: parsed.value.filter(isForeign) };
      },
    },
  ],
};

const isForeign = ({ sql }: ProfileRow): boolean => sql?.startsWith(originPrefix) !== true;

const unitMs: Readonly<Record<string, number>> = {
  h: 3_600_000,
  m: 60_000,
  s: 1000,
  ms: 1,
};

/** Milliseconds of `2h5m`, `1m23s`, `1s234ms`, `945ms`. */
export function prettyMs(cell: string | null): number | null {
  const text = known(cell) ?? '';
  if (!/^(?:\d+(?:ms|[hms]))+$/.test(text)) {
    return null;
  }
  return [...text.matchAll(/(\d+)(ms|[hms])/g)].reduce(
    (total, [, amount, unit = '']) => total + Number(amount) * Number(unitMs[unit]),
    0,
  );
}
