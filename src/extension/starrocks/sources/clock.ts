import { secondMs } from '../../../shared/time';
import { MalformedAnswer } from '../failures';
import { known, wallClockMs } from '../values';
import { zoneOffsetMs } from '../zoneOffset';
import type { SqlSource } from './source';

/** What SELECT NOW() tells about the cluster's clock against ours. */
export type ClusterClock = {
  /** Session wall clock read as UTC, minus our epoch at receipt: subtract it to get our epoch. */
  readonly sessionOffsetMs: number;
  /**
   * The part of it that its zone does not explain: how far the clocks are apart. Of a zone that we do
   * not know, what is no whole quarter of an hour.
   */
  readonly skewMs: number;
  readonly sessionZone: string;
  readonly globalZone: string | null;
  /** The same as `sessionOffsetMs` for times told in the global zone; null when it is not known. */
  readonly globalOffsetMs: number | null;
};

const quarterMs = 15 * 60 * secondMs;

/** NOW() has whole seconds and travels: differences below this are no difference. */
const resolutionMs = 2 * secondMs;

/** A D23 cluster runs constant SELECTs on a BE/CN; newer ones answer in the FE. */
export const clock: SqlSource<ClusterClock> = {
  id: 'clock',
  privilege: 'none',
  select: true,
  forms: [
    {
      form: 'select',
      sql: 'SELECT NOW() AS now_text, @@time_zone AS session_zone, @@global.time_zone AS global_zone',
      parse: (answer, { receivedAt, tookMs }) => {
        const row = answer.rows[0];
        const wallMs = wallClockMs(row?.['now_text'] ?? null);
        const sessionZone = known(row?.['session_zone'] ?? null);
        if (wallMs === null || sessionZone === null) {
          throw new MalformedAnswer('SELECT NOW() gave no time or no zone');
        }
        const measured = wallMs - (receivedAt - tookMs / 2);
        const zoneMs =
          zoneOffsetMs(sessionZone, receivedAt) ?? Math.round(measured / quarterMs) * quarterMs;
        const apart =
          Math.abs(measured - zoneMs) < resolutionMs ? 0 : Math.round(measured - zoneMs);
        const globalZone = known(row?.['global_zone'] ?? null);
        const globalMs =
          globalZone === sessionZone
            ? zoneMs
            : globalZone === null
              ? null
              : zoneOffsetMs(globalZone, receivedAt);
        return {
          value: {
            sessionOffsetMs: zoneMs + apart,
            skewMs: apart,
            sessionZone,
            globalZone,
            globalOffsetMs: globalMs === null ? null : globalMs + apart,
          },
          rows: 1,
        };
      },
    },
  ],
};
