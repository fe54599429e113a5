import type { ClusterId } from '../../shared/ids';
import type { Problem } from '../../shared/model/problem';
import { compareWorstFirst } from '../../shared/model/verdict';
import type { EpochMs } from '../../shared/time';

/** What names an alert, and its present occurrence. */
export type AlertKey = Pick<Problem, 'rule' | 'subject' | 'since' | 'level'>;

type Marked = AlertKey & { readonly id: ClusterId };

/** What a person said of alerts: they count as before, and are not told. Plain JSON. */
export type AlertMarks = {
  readonly silencedUntil: Readonly<Record<ClusterId, EpochMs>>;
  /** For as long as they last, unless they get worse. */
  readonly acknowledged: readonly Marked[];
  /** To be told again at their time, if they are still there. */
  readonly snoozed: readonly (Marked & { readonly until: EpochMs })[];
};

export type AlertMark = 'acknowledged' | 'snoozed';

export const noMarks: AlertMarks = { silencedUntil: {}, acknowledged: [], snoozed: [] };

/** An acknowledged problem that ended leaves its mark behind: more than this is forgotten. */
const mostMarks = 200;

export function isSilenced({ silencedUntil }: AlertMarks, id: ClusterId, now: EpochMs): boolean {
  return (silencedUntil[id] ?? now) > now;
}

export function markOf(
  marks: AlertMarks,
  id: ClusterId,
  alert: AlertKey,
  now: EpochMs,
): AlertMark | undefined {
  const is = isSame(id, alert);
  if (marks.snoozed.some((mark) => is(mark) && mark.until > now)) {
    return 'snoozed';
  }
  const isSeen = (mark: Marked) => is(mark) && compareWorstFirst(mark.level, alert.level) <= 0;
  return marks.acknowledged.some(isSeen) ? 'acknowledged' : undefined;
}

export function acknowledge(marks: AlertMarks, id: ClusterId, alert: AlertKey): AlertMarks {
  const rest = withoutMark(marks, id, alert);
  const { rule, subject, since, level } = alert;
  const acknowledged = [...rest.acknowledged, { id, rule, subject, since, level }];
  return { ...rest, acknowledged: acknowledged.slice(-mostMarks) };
}

export function snooze(
  marks: AlertMarks,
  id: ClusterId,
  alert: AlertKey,
  until: EpochMs,
): AlertMarks {
  const rest = withoutMark(marks, id, alert);
  const { rule, subject, since, level } = alert;
  const snoozed = [...rest.snoozed, { id, rule, subject, since, level, until }];
  return { ...rest, snoozed: snoozed.slice(-mostMarks) };
}

export function withoutMark(marks: AlertMarks, id: ClusterId, alert: AlertKey): AlertMarks {
  const isOther = (mark: Marked) => !isSame(id, alert)(mark);
  return {
    ...marks,
    acknowledged: marks.acknowledged.filter(isOther),
    snoozed: marks.snoozed.filter(isOther),
  };
}

/** @param until in the past = the silence ends */
export function silence(marks: AlertMarks, id: ClusterId, until: EpochMs): AlertMarks {
  return { ...marks, silencedUntil: { ...marks.silencedUntil, [id]: until } };
}

/** The beginning is part of it: coming back within ten minutes a problem keeps it. */
function isSame(id: ClusterId, { rule, subject, since }: AlertKey): (mark: Marked) => boolean {
  return (mark) =>
    mark.id === id && mark.rule === rule && mark.subject === subject && mark.since === since;
}
