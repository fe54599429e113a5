import { groupBy } from '../../shared/groupBy';
import type { NodeId } from '../../shared/ids';
import { dayMs } from '../../shared/time';
import { fitGrowth, type DayUse, type GrowthFit } from './growthFit';

/** How stored days of disks, databases and all data grow. */
export type StoredGrowth = {
  /** All local disks together. */
  readonly cluster: GrowthFit;
  /** One by one, by `diskSubject`. */
  readonly disks: ReadonlyMap<string, GrowthFit>;
  readonly nodes: ReadonlyMap<NodeId, GrowthFit>;
  readonly databases: ReadonlyMap<string, GrowthFit>;
  /** Σ of all tables. */
  readonly data: GrowthFit;
};

/** A day of a subject as it is stored. */
export type StoredDay = {
  readonly name: string;
  /** Begin of the day, epoch ms. */
  readonly day: number;
  readonly value: number;
  readonly capacity?: number;
};

const nothing: GrowthFit = { fits: false, why: 'days', days: 0 };

export const noStoredGrowth: StoredGrowth = {
  cluster: nothing,
  disks: new Map(),
  nodes: new Map(),
  databases: new Map(),
  data: nothing,
};

/** @param days of each kind, whole days only, oldest first by name */
export function storedGrowthOf(days: {
  readonly disk: readonly StoredDay[];
  readonly database: readonly StoredDay[];
  readonly data: readonly StoredDay[];
}): StoredGrowth {
  return {
    cluster: fitGrowth(summed(days.disk)),
    disks: fitEach(days.disk, ({ name }) => name, uses),
    nodes: fitEach(days.disk, ({ name }) => nodeOf(name), summed),
    databases: fitEach(days.database, ({ name }) => name, uses),
    data: fitGrowth(uses(days.data)),
  };
}

/** The node of a `diskSubject`. */
function nodeOf(disk: string): NodeId {
  const parts: unknown = JSON.parse(disk);
  return Array.isArray(parts) ? String(parts[0]) : '';
}

function fitEach(
  days: readonly StoredDay[],
  keyOf: (day: StoredDay) => string,
  toUses: (own: readonly StoredDay[]) => readonly DayUse[],
): ReadonlyMap<string, GrowthFit> {
  return new Map([...groupBy(days, keyOf)].map(([key, own]) => [key, fitGrowth(toUses(own))]));
}

function uses(days: readonly StoredDay[]): readonly DayUse[] {
  return days.map(({ name: _name, day, ...use }) => ({ ...use, day: day / dayMs }));
}

/** Disks day by day: one that joins or leaves makes it another sum. */
function summed(days: readonly StoredDay[]): readonly DayUse[] {
  return [...groupBy(days, ({ day }) => day)]
    .sort(([a], [b]) => a - b)
    .map(([day, own]) => ({
      day: day / dayMs,
      value: own.reduce((sum, { value }) => sum + value, 0),
      capacity: own.reduce((sum, { capacity }) => sum + Number(capacity), 0),
      parts: own
        .map(({ name }) => name)
        .sort()
        .join(),
    }));
}
