import { minuteMs, type EpochMs } from '../../shared/time';

/** What StarRocks means by these, whatever the time zone database says of them. */
const aliases: Readonly<Record<string, string>> = { CST: 'Asia/Shanghai', PRC: 'Asia/Shanghai' };

/** How far a zone of `time_zone` is ahead of UTC at a moment, ms; null for one we do not know. */
export function zoneOffsetMs(zone: string, at: EpochMs): number | null {
  const fixed = /^([+-])(\d{1,2}):(\d\d)$/.exec(zone);
  if (fixed !== null) {
    const minutes = Number(fixed[2]) * 60 + Number(fixed[3]);
    return (fixed[1] === '-' ? -1 : 1) * minutes * minuteMs;
  }
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: aliases[zone.toUpperCase()] ?? zone,
      timeZoneName: 'longOffset',
    });
    const name = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value;
    const offset = /^GMT(?:([+-]\d\d:\d\d))?$/.exec(name ?? '');
    return offset === null ? null : offset[1] === undefined ? 0 : zoneOffsetMs(offset[1], at);
  } catch {
    return null;
  }
}
