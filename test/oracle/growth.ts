/** How imported sizes grow: the slope of semantics 2.8, worked out from the past alone. */
import type { PastSubject } from '../../src/demo/truthPast';
import type { Interval } from './interval';
import type { Situation } from './situation';

/** Bytes a day. */
export type Slope = {
  readonly perDay: number;
  readonly low: number;
  readonly high: number;
  readonly days: number;
};

type Day = { readonly value: number; readonly capacity: number; readonly parts: string };

const dayMs = 86_400_000;
const window = { least: 7, most: 30 } as const;

/** Of what these subjects were together each day; undefined: too few days alike, or hardly a change. */
export function slopeOf(
  { past, now }: Pick<Situation, 'past' | 'now'>,
  kind: PastSubject['kind'],
  isOne: (name: string) => boolean = () => true,
): Slope | undefined {
  const today = Math.floor(now / dayMs);
  const subjects = past
    .flatMap((slot) => slot.subjects ?? [])
    .filter((subject) => subject.kind === kind && isOne(subject.name));
  const days = new Map<number, Day>();
  // Backwards until a disk came or went, or is another one.
  for (let day = today - 1; day >= today - window.most; day -= 1) {
    const own = ofDay(subjects, day);
    const [newer] = [...days.values()].slice(-1);
    if (own !== undefined && newer !== undefined && !isAlike(own, newer)) {
      break;
    }
    if (own !== undefined) {
      days.set(day, own);
    }
  }
  return fitted([...days].map(([day, { value, capacity }]) => ({ day, value, capacity })));
}

/** The most of each subject on a day, added up. */
function ofDay(subjects: readonly PastSubject[], day: number): Day | undefined {
  const most = new Map<string, PastSubject>();
  for (const subject of subjects.filter(({ at }) => Math.floor(at / dayMs) === day)) {
    const before = most.get(subject.name);
    if (before === undefined || subject.value > before.value) {
      most.set(subject.name, subject);
    }
  }
  const own = [...most.values()];
  return own.length === 0
    ? undefined
    : {
        value: own.reduce((sum, { value }) => sum + value, 0),
        capacity: own.reduce((sum, { capacity = 0 }) => sum + capacity, 0),
        parts: [...most.keys()].sort().join('\n'),
      };
}

const isAlike = (day: Day, newer: Day): boolean =>
  day.parts === newer.parts && Math.abs(newer.capacity - day.capacity) <= 0.02 * day.capacity;

function fitted(
  days: readonly { readonly day: number; readonly value: number; readonly capacity: number }[],
): Slope | undefined {
  const values = days.map(({ value }) => value);
  const spread = Math.max(...values) - Math.min(...values);
  const whole = days[0]?.capacity === 0 ? Math.max(...values) : Number(days[0]?.capacity);
  if (days.length < window.least || spread === 0 || spread < 0.01 * whole) {
    return undefined;
  }
  const slopes = days
    .flatMap((a) =>
      days.filter((b) => b.day > a.day).map((b) => (b.value - a.value) / (b.day - a.day)),
    )
    .sort((a, b) => a - b);
  const at = (share: number): number => {
    const place = share * (slopes.length - 1);
    const [below = Number.NaN, above = below] = slopes.slice(Math.floor(place));
    return below + (place % 1) * (above - below);
  };
  return { perDay: at(0.5), low: at(0.1), high: at(0.9), days: days.length };
}

/** Days until so much more is there; null beyond five years. */
export function daysTo(room: Interval, perDay: number): Interval | null {
  const days = (bytes: number): number =>
    bytes <= 0 ? 0 : perDay > 0 ? bytes / perDay : Number.POSITIVE_INFINITY;
  return days(room.lo) > 5 * 365.25 ? null : { lo: days(room.lo), hi: days(room.hi) };
}
