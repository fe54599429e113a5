import type { EpochMs } from '../../shared/time';

/** `2026-07-14`: the day a moment falls on in a time zone; of UTC where the zone is not known here. */
export function dayText(at: EpochMs, zone: string | null): string {
  try {
    return textIn(at, zone ?? 'UTC');
  } catch {
    // A name that this machine has no rules of.
    return textIn(at, 'UTC');
  }
}

function textIn(at: EpochMs, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).formatToParts(at);
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}`;
}
