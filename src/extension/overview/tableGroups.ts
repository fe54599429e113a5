import type { UnknownReason } from '../../shared/reading';
import type { TableGroup, TableKind } from '../starrocks/sources/metadata';
import type { SizesBefore } from './storedSizes';

/** How many tables of a kind the groups hold. */
export function tablesIn(groups: readonly TableGroup[], kind: TableKind): number {
  return groups.filter((group) => group.kind === kind).reduce((sum, each) => sum + each.tables, 0);
}

/** Bytes or rows of all groups; those without a size, such as views, hold none. */
export function totalOf(groups: readonly TableGroup[], what: 'bytes' | 'rows'): number {
  return groups.reduce((sum, group) => sum + Number(group[what]), 0);
}

/** Why columns of growth are null: nothing of that time is stored. */
export function growthColumns(
  before: SizesBefore,
): Readonly<Partial<Record<'grownDay' | 'grownWeek', UnknownReason>>> {
  return {
    ...(before.day === undefined ? { grownDay: 'insufficient-history' } : {}),
    ...(before.week === undefined ? { grownWeek: 'insufficient-history' } : {}),
  };
}
