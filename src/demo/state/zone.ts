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
export function timeText(at: EpochMs, zone: string): string {
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

/** Milliseconds by which the zone's wall clock is ahead of UTC at a moment. */
export function zoneOffsetMs(at: EpochMs, zone: string): number {
  const text = timeText(at, zone);
  return Date.parse(`${text.replace(' ', 'T')}Z`) - Math.floor(at / 1000) * 1000;
}
