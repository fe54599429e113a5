import { renderPhrase, type Locale } from './format';
import type { Modules } from './model/extendedOverview';
import { phrase } from './phrase';
import type { PhraseId } from './phrases.en';
import { quantity, quantityText, type Quantity } from './quantity';
import { mapReading, within, type Reading } from './reading';
import type { SeriesUnit } from './series';
import type { RuleId } from './thresholds';

export const dataFigureModules = [
  'dataStatistics',
  'materializedViews',
  'loads',
  'schemaChanges',
  'capacity',
] as const satisfies readonly (keyof Modules)[];
export type DataModules = {
  readonly [M in (typeof dataFigureModules)[number]]?: Modules[M] | undefined;
};

/** A figure of the strip "Tasks and data", which the report tells as well. */
export type DataFigure = {
  readonly id: string;
  readonly label: PhraseId;
  /** `days` from now; null is not within five years. */
  readonly unit: SeriesUnit | 'days';
  readonly reading: (modules: DataModules) => Reading<number | null>;
  /** What it is a part of, or a second figure beside it; none while that is not known. */
  readonly aside?: (modules: DataModules, locale: Locale) => readonly string[];
  /** Rules that colour it while they are open. */
  readonly rules: readonly RuleId[];
  /** Section of the page that tells more. */
  readonly section: 'storage' | 'tasks';
};

const asideOf = (id: PhraseId, count: Reading<number>, locale: Locale): readonly string[] =>
  count.known
    ? [renderPhrase(phrase(id, { n: quantityText(count.value, 'count', locale) }), locale)]
    : [];

/** Of local disks, or of object storage where the data lies there. */
const growth = ({ capacity }: DataModules): Reading<number> =>
  within(capacity, ({ cluster, objectStorage }) => {
    const isLocal = !objectStorage.used.known && objectStorage.used.why === 'not-applicable';
    return mapReading((isLocal ? cluster : objectStorage).growth, ({ perDay }) => perDay);
  });

/** In reading order: what there is, what works on it, how long there is room for it. */
export const dataFigures: readonly DataFigure[] = [
  {
    id: 'tables',
    label: 'panel.figure.tables',
    unit: 'count',
    reading: ({ dataStatistics }) => within(dataStatistics, ({ tables }) => tables),
    aside: ({ dataStatistics }, locale) =>
      asideOf(
        'panel.figure.inDatabases',
        within(dataStatistics, ({ databases }) => databases),
        locale,
      ),
    rules: [],
    section: 'storage',
  },
  {
    id: 'views',
    label: 'panel.figure.badViews',
    unit: 'count',
    reading: ({ materializedViews }) => within(materializedViews, ({ bad }) => bad),
    aside: ({ materializedViews }, locale) =>
      asideOf(
        'panel.figure.of',
        within(materializedViews, ({ total }) => total),
        locale,
      ),
    rules: ['mv.failed', 'mv.inactive'],
    section: 'tasks',
  },
  {
    id: 'loads',
    label: 'panel.figure.loads',
    unit: 'count',
    reading: ({ loads }) => within(loads, ({ running }) => running),
    aside: ({ loads }, locale) =>
      asideOf(
        'panel.figure.failedHour',
        within(loads, ({ failed }) => failed),
        locale,
      ),
    rules: ['load.failed'],
    section: 'tasks',
  },
  {
    id: 'routineLoads',
    label: 'panel.figure.badRoutineLoads',
    unit: 'count',
    reading: ({ loads }) => within(loads, ({ routinePausedBySystem }) => routinePausedBySystem),
    aside: ({ loads }, locale) =>
      asideOf(
        'panel.figure.of',
        within(loads, ({ routineTotal }) => routineTotal),
        locale,
      ),
    rules: ['routine.paused'],
    section: 'tasks',
  },
  {
    id: 'schemaChanges',
    label: 'panel.figure.schemaChanges',
    unit: 'count',
    reading: ({ schemaChanges }) => within(schemaChanges, ({ running }) => running),
    rules: ['alter.stuck'],
    section: 'tasks',
  },
  {
    id: 'size',
    label: 'panel.figure.size',
    unit: 'bytes',
    reading: ({ dataStatistics }) => within(dataStatistics, ({ bytes }) => bytes),
    rules: [],
    section: 'storage',
  },
  {
    id: 'growth',
    label: 'panel.figure.growth',
    unit: 'bytes',
    reading: growth,
    rules: [],
    section: 'storage',
  },
  {
    id: 'daysToFull',
    label: 'panel.figure.daysToFull',
    unit: 'days',
    reading: ({ capacity }) =>
      within(capacity, ({ firstFull }) => mapReading(firstFull, ({ days }) => days.likely)),
    rules: ['capacity.soon'],
    section: 'storage',
  },
];

/** The value of such a figure as a person reads it. */
export function dataQuantity(
  value: number | null,
  unit: DataFigure['unit'],
  locale: Locale,
): Quantity {
  if (unit !== 'days') {
    return value === null ? { text: '', unit: '' } : quantity(value, unit, locale);
  }
  const text =
    value === null
      ? renderPhrase(phrase('panel.capacity.never'), locale)
      : renderPhrase(phrase('panel.capacity.inDays', { n: Math.ceil(value) }), locale);
  return { text, unit: '' };
}
