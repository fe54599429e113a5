import type { NodeId } from '../../shared/ids';
import { firstInOrder } from '../../shared/firstInOrder';
import { compareNaturally } from '../../shared/naturalOrder';
import type { RunMode } from '../../shared/model/clusterHealth';
import {
  known,
  unknown,
  type Reading,
  type Rows,
  type UnknownReading,
  type UnknownReason,
  sameReason,
} from '../../shared/reading';
import type { NodeSeriesId } from '../../shared/series';
import type { ComputeRow } from '../starrocks/sources/computeRows';
import type { OverviewInput } from './overviewInput';

/** Lists sent to a view are cut to this many rows; the rest comes by `getRows`. */
export const listLimit = 50;

/** The first rows of a list; `total` keeps how many there are. */
export function cutRows<R>(rows: Rows<R>, limit = listLimit): Rows<R> {
  if (!rows.known || rows.value.rows.length <= limit) {
    return rows;
  }
  return {
    ...rows,
    value: { ...rows.value, rows: rows.value.rows.slice(0, limit), truncated: true },
  };
}

/** Statements in lists are cut to this many characters; `getRows` has them whole. */
const sqlLimit = 300;

/** The same list with its statements cut: fifty long ones would not fit a message. */
export function cutSql<R extends { readonly sql: string | null }>(rows: Rows<R>): Rows<R> {
  const cut = (sql: string | null) => (sql === null ? null : cutText(sql, sqlLimit));
  return rows.known
    ? {
        ...rows,
        value: {
          ...rows.value,
          rows: rows.value.rows.map((row) => ({ ...row, sql: cut(row.sql) })),
        },
      }
    : rows;
}

export function cutText(text: string, limit: number): string {
  return text.length > limit ? `${text.slice(0, limit)}…` : text;
}

/** The first rows in an order as a table: as `tableOf` of all, sorted, and then `cutRows`. */
export function firstRows<T, R>(
  items: readonly T[],
  compare: (a: T, b: T) => number,
  limit: number,
  toRow: (item: T) => R,
): { rows: readonly R[]; total: number; truncated: boolean } {
  const rows = firstInOrder(items, compare, limit).map(toRow);
  return { rows, total: items.length, truncated: rows.length < items.length };
}

/** All rows of a list as a reading of a table. */
export function tableOf<R>(rows: readonly R[]): {
  rows: readonly R[];
  total: number;
  truncated: boolean;
} {
  return { rows, total: rows.length, truncated: false };
}

/** The run mode as probed, else as configured. */
export function runModeOf({
  capabilities,
  feConfig,
}: Pick<OverviewInput, 'capabilities' | 'feConfig'>): Reading<RunMode> {
  if (capabilities.known && capabilities.value.runMode !== null) {
    return { ...capabilities, value: capabilities.value.runMode };
  }
  const configured = feConfig.known ? feConfig.value['run_mode'] : undefined;
  if (feConfig.known && (configured === 'shared_data' || configured === 'shared_nothing')) {
    return known(configured, feConfig);
  }
  if (!capabilities.known) {
    return sameReason(capabilities);
  }
  return feConfig.known
    ? unknown('unsupported-version', feConfig.observedAt, { source: 'feConfig' })
    : sameReason(feConfig);
}

/** Versions without compute nodes, or a list that does not apply, owe no rows. */
const noSuchList: ReadonlySet<UnknownReason> = new Set(['unsupported-version', 'not-applicable']);

export type ComputeNodes = {
  /** Rows of the lists that answered: backends, then compute nodes. */
  readonly rows: readonly ComputeRow[];
  /** Why rows may be missing; undefined = the list is complete. */
  readonly missing?: UnknownReading<never>;
  readonly observedAt: number;
  readonly source: 'backends' | 'computeNodes';
};

/**
 * Backends and compute nodes together. A list that fails does not take down the other one: its
 * rows are missing, and `missing` says why. Unknown only when neither list answered.
 */
export function computeNodesOf(input: OverviewInput): Reading<ComputeNodes> {
  const lists = [input.backends, input.computeNodes];
  const answered = lists.filter((list) => list.known);
  const first = answered[0];
  const failed = lists.find((list) => !list.known && !owesNothing(list));
  // An empty list beside one that failed tells nothing: the nodes are on the other one.
  if (
    first === undefined ||
    (failed !== undefined && answered.every((list) => list.value.length === 0))
  ) {
    const why = failed ?? input.backends;
    return why.known ? unknown('not-collected-yet', input.now) : sameReason(why);
  }
  const main = answered.find((list) => list.value.length > 0) ?? first;
  const value: ComputeNodes = {
    rows: answered.flatMap((list) => list.value),
    observedAt: main.observedAt,
    source: main === input.backends ? 'backends' : 'computeNodes',
    ...(failed === undefined || failed.known ? {} : { missing: sameReason(failed) }),
  };
  return known(value, value, value.missing === undefined ? {} : { bound: 'lower' });
}

/**
 * Whether a list that fails owes nothing: it was empty when it last answered, or never answered and
 * this version has none. Nodes that were on it are not gone because the cluster denies the list now.
 */
export function owesNothing(list: Reading<readonly ComputeRow[]>): boolean {
  if (list.known) {
    return false;
  }
  return list.last === undefined ? noSuchList.has(list.why) : list.last.value.length === 0;
}

/** The nodes a sum expects: a dead one owes nothing, a decommissioning one does. */
export function aliveNodes(nodes: Reading<ComputeNodes>): readonly ComputeRow[] {
  return nodes.known ? nodes.value.rows.filter((row) => row.alive === true) : [];
}

/**
 * The nodes that owe a measurement of their own: alive on the newest list there is, however old,
 * because a list that fails says nothing against what the nodes themselves answer.
 */
export function expectedNodes(input: OverviewInput): readonly ComputeRow[] {
  return [input.backends, input.computeNodes]
    .flatMap((list) => (list.known ? list.value : (list.last?.value ?? [])))
    .filter((row) => row.alive === true);
}

/** This moment's value of a node's series. */
export function nodeReading(input: OverviewInput, node: NodeId, id: NodeSeriesId): Reading<number> {
  return input.nodeSeries.get(node)?.[id] ?? unknown('not-collected-yet', input.now);
}

/** `cn-2` before `cn-10`. */
export function byHost(a: { readonly host: string }, b: { readonly host: string }): number {
  return compareNaturally(a.host, b.host);
}
