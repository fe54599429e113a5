/** Wall-clock text in a named time zone, as StarRocks prints times. */
import type { EpochMs } from '../truth';

const formats = new Map<string, Intl.DateTimeFormat>();

/** Names that StarRocks understands differently from Intl: CST and PRC mean Asia/Shanghai. */
const ALIASES: Readonly<Record<string, string>> = {
  CST: 'Asia/Shanghai',
  PRC: 'Asia/Shanghai',
  SYSTEM: 'UTC',
};

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) {
    return known;
  }
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: ALIASES[zone.toUpperCase()] ?? zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  formats.set(zone, format);
  return format;
}

/** Whether StarRocks would take it: a region name, CST/PRC, or an offset such as +08:00. */
export function isZone(zone: string): boolean {
  try {
    formatOf(zone);
    return true;
  } catch {
    return false;
  }
}

/** `yyyy-MM-dd HH:mm:ss` in the zone. */
export const timeText = (at: EpochMs, zone: string): string =>
  new Date(at + zoneOffsetMs(at, zone)).toISOString().slice(0, 19).replace('T', ' ');

const QUARTER_MS = 900_000;
const MOST_OFFSETS = 10_000;
/** By zone and quarter of an hour: asking Intl for each of thousands of cells takes longer than all else. */
const offsets = new Map<string, number>();

/** Milliseconds by which the zone's wall clock is ahead of UTC; zones change on the quarter of an hour. */
export function zoneOffsetMs(at: EpochMs, zone: string): number {
  const quarter = Math.floor(at / QUARTER_MS);
  const key = `${zone} ${quarter}`;
  const known = offsets.get(key);
  if (known !== undefined) {
    return known;
  }
  const begin = quarter * QUARTER_MS;
  const offset = Date.parse(`${formatted(begin, zone).replace(' ', 'T')}Z`) - begin;
  if (offsets.size >= MOST_OFFSETS) {
    offsets.clear();
  }
  offsets.set(key, offset);
  return offset;
}

function formatted(at: EpochMs, zone: string): string {
  const parts: Record<string, string> = {};
  for (const part of formatOf(zone).formatToParts(at)) {
    parts[part.type] = part.value;
  }
  const { year, month, day, hour, minute, second } = parts as Record<
    'year' | 'month' | 'day' | 'hour' | 'minute' | 'second',
    string
  >;
  return `${year}-${month}-${day} ${hour}:${minute}:${second}`;
}
