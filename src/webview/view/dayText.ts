import type { EpochMs } from '../../shared/time';

const formats = new Map<string, Intl.DateTimeFormat>();

/** `2026-07-14`: the day a moment falls on in a time zone; of UTC where the zone is not known here. */
export function dayText(at: EpochMs, zone: string | null): string {
  const parts = formatOf(zone ?? 'UTC').formatToParts(at);
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}`;
}

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (format === undefined) {
    format = newFormat(zone);
    formats.set(zone, format);
  }
  return format;
}

function newFormat(timeZone: string): Intl.DateTimeFormat {
  const day = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
  try {
    return new Intl.DateTimeFormat('en-US', { ...day, timeZone });
  } catch {
    // A name that this machine has no rules of.
    return new Intl.DateTimeFormat('en-US', { ...day, timeZone: 'UTC' });
  }
}
