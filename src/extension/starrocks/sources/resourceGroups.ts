import { countOf, percentOf } from '../values';
import { readTable } from './readTable';
import type { SqlSource } from './source';

export type ResourceGroupRow = {
  readonly id: string;
  readonly name: string;
  readonly cpuWeight: number | null;
  /** Cores that no other group may use; newer versions. */
  readonly exclusiveCores: number | null;
  /** Share of a node's memory for queries. */
  readonly memLimitPct: number | null;
  /** Queries at a time on one FE; null = no limit. */
  readonly concurrencyLimit: number | null;
  /** Which queries are its own, as the cluster writes it. */
  readonly classifiers: readonly string[];
};

const columns = {
  id: 'id',
  name: 'name',
  cpuWeight: 'cpu_weight',
  exclusiveCores: 'exclusive_cpu_cores',
  memLimitPct: 'mem_limit',
  concurrencyLimit: 'concurrency_limit',
  classifiers: 'classifiers',
} as const;

/** Older versions call the weight a limit of cores, which it never was. */
const olderColumns = { ...columns, cpuWeight: 'cpu_core_limit' } as const;

/** The definitions of all groups: one row per classifier. */
export const resourceGroups: SqlSource<readonly ResourceGroupRow[]> = {
  id: 'resourceGroups',
  privilege: 'none',
  select: false,
  forms: [
    {
      form: 'show',
      sql: 'SHOW RESOURCE GROUPS ALL',
      parse: (answer) => {
        const isOlder = answer.columns.includes(olderColumns.cpuWeight);
        const named = isOlder ? olderColumns : columns;
        const parsed = readTable(answer, named, ['id', 'name'], ({ text, required }) => ({
          id: required('id'),
          name: required('name'),
          cpuWeight: countOf(text('cpuWeight')),
          exclusiveCores: countOf(text('exclusiveCores')),
          memLimitPct: percentOf(text('memLimitPct')),
          concurrencyLimit: countOf(text('concurrencyLimit')),
          classifiers: [text('classifiers')].flatMap((classifier) => classifier ?? []),
        }));
        return { ...parsed, value: onePerGroup(parsed.value) };
      },
    },
  ],
};

function onePerGroup(rows: readonly ResourceGroupRow[]): readonly ResourceGroupRow[] {
  const groups = new Map<string, ResourceGroupRow>();
  for (const row of rows) {
    const before = groups.get(row.id)?.classifiers ?? [];
    groups.set(row.id, { ...row, classifiers: [...before, ...row.classifiers] });
  }
  return [...groups.values()];
}
