import { renderPhrase, type Locale } from '../../shared/format';
import type { Reading, UnknownReading } from '../../shared/reading';
import { say } from './say';

/** What stands where a value is not known. */
export const noValue = '—';

/** A known value, `≥` before a lower bound and `≤` before an upper one; `—` when it is unknown. */
export function readingText<T>(reading: Reading<T>, format: (value: T) => string): string {
  if (!reading.known) {
    return noValue;
  }
  const sign = reading.bound === undefined ? '' : reading.bound === 'lower' ? '≥ ' : '≤ ';
  return sign + format(reading.value);
}

/** As `readingText`, with the reason in words behind the dash. */
export function readingTextWithReason<T>(
  reading: Reading<T>,
  format: (value: T) => string,
  locale: Locale,
): string {
  return reading.known
    ? readingText(reading, format)
    : `${noValue} (${say(locale, `reason.${reading.why}`)})`;
}

/** Why a value is unknown, with the detail that the collector gave. */
export function whyText({ why, detail }: UnknownReading<unknown>, locale: Locale): string {
  const reason = say(locale, `reason.${why}`);
  return detail === undefined ? reason : `${reason}: ${renderPhrase(detail, locale)}`;
}
