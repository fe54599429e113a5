import type { Locale } from '../../../shared/format';
import type { Reading, UnknownReading } from '../../../shared/reading';
import type { EpochMs } from '../../../shared/time';
import { noValue, readingText, whyText } from '../readingText';
import { say } from '../say';

/** A moment as a ticket wants it: in UTC, to the second. */
export function utcText(at: EpochMs): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

/** Why something is not known; what has no place is not unknown. */
export function unknownText(reading: UnknownReading<unknown>, locale: Locale): string {
  const why = whyText(reading, locale);
  return reading.why === 'not-applicable' ? `(${why})` : say(locale, 'report.unknown', { why });
}

/** A value with its bound and how many nodes it rests on, or a dash with the reason. */
export function figureText<T>(
  reading: Reading<T>,
  format: (value: T) => string,
  locale: Locale,
): string {
  if (!reading.known) {
    return `${noValue} ${unknownText(reading, locale)}`;
  }
  const { coverage } = reading;
  const isPart = coverage !== undefined && coverage.have < coverage.of;
  return `${readingText(reading, format)}${isPart ? ` (${coverage.have}/${coverage.of})` : ''}`;
}
