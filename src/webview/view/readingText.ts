import type { Locale } from '../../shared/format';
import { formatMoment, renderPhrase } from '../../shared/format';
import { hostOf, roleOf } from '../../shared/ids';
import type { Coverage, Reading, Rows, UnknownReason } from '../../shared/reading';
import { phrase } from '../../shared/phrase';
import { sourceText } from '../../shared/sourceText';
import type { EpochMs } from '../../shared/time';
import { atLeast, atMost, dash } from '../../shared/quantity';

/** Mark before a value that is only a bound. */
export function boundMark(reading: Reading<unknown>): string {
  if (!reading.known || reading.bound === undefined) {
    return '';
  }
  return reading.bound === 'lower' ? `${atLeast} ` : `${atMost} `;
}

/** `1/3 FEs`, or undefined while everything that should answer did. */
export function coverageText(coverage: Coverage | undefined): string | undefined {
  if (coverage === undefined || coverage.have >= coverage.of) {
    return undefined;
  }
  const [first] = coverage.missing;
  const noun = first === undefined ? '' : ` ${roleOf(first).toUpperCase()}s`;
  return `${coverage.have}/${coverage.of}${noun}`;
}

export function reasonText(why: UnknownReason, locale: Locale): string {
  return renderPhrase(phrase(`reason.${why}`), locale);
}

/** Why a cell of a table is null: the reason of its column, else "the cluster did not set it". */
export function columnReason<R>(rows: Rows<R>, column: keyof R & string, locale: Locale): string {
  const why = rows.known ? rows.value.unknownColumns?.[column] : rows.why;
  return why === undefined
    ? renderPhrase(phrase('panel.cell.notSet'), locale)
    : reasonText(why, locale);
}

/** Whether such a cluster has no such column at all. */
export function isAbsent<R>(rows: Rows<R>, column: keyof R & string): boolean {
  return rows.known && rows.value.unknownColumns?.[column] === 'not-applicable';
}

/** Why a reading is unknown, with the detail the host knows. */
export function whyText(reading: Reading<unknown>, locale: Locale): string {
  if (reading.known) {
    return '';
  }
  const reason = reasonText(reading.why, locale);
  return reading.detail === undefined
    ? reason
    : `${reason}: ${renderPhrase(reading.detail, locale)}`;
}

/** The value as text, or a dash. `format` gets the bare value. */
export function readingText<T>(reading: Reading<T>, format: (value: T) => string): string {
  return reading.known ? `${boundMark(reading)}${format(reading.value)}` : dash;
}

/**
 * All that stands behind a figure, for its tooltip: value, when measured, source, coverage; or why it
 * is unknown, since when, and what was last known.
 */
export function readingTip<T>(
  reading: Reading<T>,
  format: (value: T) => string,
  locale: Locale,
  now: EpochMs,
): string {
  const say = (id: Parameters<typeof phrase>[0], args: Parameters<typeof phrase>[1] = {}) =>
    renderPhrase(phrase(id, args), locale);
  const source = (id: string | undefined) =>
    id === undefined ? [] : [say('panel.tip.source', { source: sourceText(id, locale) })];
  if (!reading.known) {
    return [
      say('panel.tip.unknown', { why: whyText(reading, locale) }),
      say('panel.tip.since', { at: formatMoment(reading.since, locale, now) }),
      ...(reading.last === undefined
        ? []
        : [
            say('panel.tip.last', {
              value: format(reading.last.value),
              at: formatMoment(reading.last.observedAt, locale, now),
            }),
          ]),
      ...source(reading.source),
    ].join('\n');
  }
  const { coverage } = reading;
  const partial = coverage !== undefined && coverage.have < coverage.of;
  return [
    readingText(reading, format),
    say('panel.tip.measured', { at: formatMoment(reading.observedAt, locale, now) }),
    ...source(reading.source),
    ...(coverage === undefined
      ? []
      : [say('panel.tip.coverage', { have: coverage.have, of: coverage.of })]),
    ...(partial && coverage.missing.length > 0
      ? [say('panel.tip.missing', { nodes: coverage.missing.map(hostOf).join(', ') })]
      : []),
  ].join('\n');
}
