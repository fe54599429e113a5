import { renderPhrase, type Locale } from './format';
import type { Modules } from './model/extendedOverview';
import { phrase } from './phrase';
import type { PhraseId } from './phrases.en';
import { quantity, quantityText, type Quantity } from './quantity';
import { isApplicable, mapReading, within, type Reading } from './reading';
import type { SeriesUnit } from './series';
import type { RuleId } from './thresholds';

type DataModuleId = 'dataStatistics' | 'materializedViews' | 'loads' | 'schemaChanges' | 'capacity';
export type DataModules = { readonly [M in DataModuleId]?: Modules[M] | undefined };

/** A figure of the strip "Tasks and data", which the report tells as well. */
export type DataFigure = {
  readonly id: string;
  readonly label: PhraseId;
  /** `days` from now; null is not within five years. */
  readonly unit: SeriesUnit | 'days';
  readonly reading: (modules: DataModules) => Reading<number | null>;
  /** What it is a part of, or a second count beside it. */
  readonly aside?: {
    readonly words: PhraseId;
    readonly reading: (modules: DataModules) => Reading<number>;
  };
  /** Rules that colour it while they are open. */
  readonly rules: readonly RuleId[];
  /** Section of the page that tells more. */
  readonly section: 'storage' | 'tasks';
};

/** Of local disks, or of object storage where the data lies there. */
const growth = ({ capacity }: DataModules): Reading<number> =>
  within(capacity, ({ cluster, objectStorage }) => {
    const holder = isApplicable(objectStorage.used) ? objectStorage : cluster;
    return mapReading(holder.growth, ({ perDay }) => perDay);
  });

/** In reading order: what there is, what works on it, how long there is room for it. */
export const dataFigures: readonly DataFigure[] = [
  {
    id: 'tables',
    label: 'panel.figure.tables',
    unit: 'count',
    reading: ({ dataStatistics }) => within(dataStatistics, ({ tables }) => tables),
    aside: {
      words: 'panel.figure.inDatabases',
      reading: ({ dataStatistics }) => within(dataStatistics, ({ databases }) => databases),
    },
    rules: [],
    section: 'storage',
  },
  {
    id: 'views',
    label: 'panel.figure.badViews',
    unit: 'count',
    reading: ({ materializedViews }) => within(materializedViews, ({ bad }) => bad),
    aside: {
      words: 'panel.figure.of',
      reading: ({ materializedViews }) => within(materializedViews, ({ total }) => total),
    },
    rules: ['mv.failed', 'mv.inactive'],
    section: 'tasks',
  },
  {
    id: 'loads',
    label: 'panel.figure.loads',
    unit: 'count',
    reading: ({ loads }) => within(loads, ({ running }) => running),
    aside: {
      words: 'panel.figure.failedHour',
      reading: ({ loads }) => within(loads, ({ failed }) => failed),
    },
    rules: ['load.failed'],
    section: 'tasks',
  },
  {
    id: 'routineLoads',
    label: 'panel.figure.badRoutineLoads',
    unit: 'count',
    reading: ({ loads }) => within(loads, ({ routinePausedBySystem }) => routinePausedBySystem),
    aside: {
      words: 'panel.figure.of',
      reading: ({ loads }) => within(loads, ({ routineTotal }) => routineTotal),
    },
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

/** The same in one string. */
export function dataText(value: number | null, unit: DataFigure['unit'], locale: Locale): string {
  const { text, unit: word } = dataQuantity(value, unit, locale);
  return `${text} ${word}`.trim();
}

/** What stands beside such a figure; undefined while that is not known. */
export function dataAside(
  { aside }: DataFigure,
  modules: DataModules,
  locale: Locale,
): string | undefined {
  const count = aside?.reading(modules);
  return aside !== undefined && count?.known === true
    ? renderPhrase(phrase(aside.words, { n: quantityText(count.value, 'count', locale) }), locale)
    : undefined;
}
