import type { QueuedQuery } from '../../shared/model/queryQueue';
import type { RunningQuery } from '../../shared/model/runningQuery';
import type { Warehouse, Warehouses } from '../../shared/model/warehouses';
import {
  mapReading,
  sameReason,
  unknown,
  type Reading,
  type Rows,
  type UnknownReason,
} from '../../shared/reading';
import type { ComputeRow } from '../starrocks/sources/computeRows';
import type { WarehouseRow } from '../starrocks/sources/warehouses';
import { computeNodesOf, cutRows, runModeOf, tableOf } from './clusterFacts';
import { whyEmpty, whyEmptyOfNodes } from './emptyCell';
import type { OverviewInput } from './overviewInput';
import { queuedQueryRows } from './queryQueue';
import { runningQueryRows } from './runningQueries';

/** How many there are in a warehouse. */
type Counted = Reading<(warehouse: WarehouseRow) => number>;
type Counts = Readonly<Record<'nodes' | 'alive' | 'running' | 'queued', Counted>>;

/** The queue lists queries of the default warehouse without its id. */
const defaultId = '0';

export function computeWarehouses(input: OverviewInput): Warehouses {
  const warehouses = warehouseRows(input);
  return {
    total: mapReading(warehouses, ({ total }) => total),
    warehouses: cutRows(warehouses),
  };
}

export function warehouseRows(input: OverviewInput): Rows<Warehouse> {
  const { warehouses } = input;
  const runMode = runModeOf(input);
  if (runMode.known && runMode.value === 'shared_nothing') {
    return unknown('not-applicable', runMode.observedAt, { source: 'warehouses' });
  }
  if (!warehouses.known) {
    return sameReason(warehouses);
  }
  if (warehouses.value.length === 0) {
    // Shared-data always has one: who sees none may not.
    return unknown('denied', warehouses.observedAt, { source: 'warehouses' });
  }
  const counts = countsOf(input);
  const rows = [...warehouses.value]
    .sort((a, b) => a.name.localeCompare(b.name, 'en'))
    .map((row): Warehouse => {
      const cell = (of: Counted) => (of.known ? of.value(row) : null);
      return {
        id: row.id,
        name: row.name,
        state: row.state,
        nodes: cell(counts.nodes),
        alive: cell(counts.alive),
        running: cell(counts.running),
        queued: cell(counts.queued),
      };
    });
  const unknownColumns: Partial<Record<keyof Counts, UnknownReason>> = {};
  for (const column of ['nodes', 'alive', 'running', 'queued'] as const) {
    const count = counts[column];
    if (!count.known) {
      unknownColumns[column] = count.why;
    }
  }
  return {
    ...warehouses,
    value: {
      ...tableOf(rows),
      ...(Object.keys(unknownColumns).length === 0 ? {} : { unknownColumns }),
    },
  };
}

function countsOf(input: OverviewInput): Counts {
  const nodes = nodesByWarehouse(input);
  return {
    nodes: countBy(nodes, (list, { name }) => list.filter((row) => row.warehouse === name).length),
    alive: countBy(
      nodes,
      (list, { name }) => list.filter((row) => row.warehouse === name && row.alive === true).length,
    ),
    running: countBy(
      queriesByWarehouse(input),
      (list, { name }) => list.filter((row) => row.warehouse === name).length,
    ),
    queued: countBy(
      queuedByWarehouse(input),
      (list, { id }) =>
        list.filter(
          ({ state, warehouse }) => state !== 'RUNNING' && (warehouse ?? defaultId) === id,
        ).length,
    ),
  };
}

function countBy<R>(
  rows: Reading<readonly R[]>,
  f: (rows: readonly R[], warehouse: WarehouseRow) => number,
): Counted {
  return mapReading(rows, (list) => (warehouse: WarehouseRow) => f(list, warehouse));
}

/** Unknown where a list may lack nodes, or says of one not where it is. */
function nodesByWarehouse(input: OverviewInput): Reading<readonly ComputeRow[]> {
  const nodes = computeNodesOf(input);
  if (!nodes.known) {
    return sameReason(nodes);
  }
  const { rows, missing, observedAt, source } = nodes.value;
  const placeless = rows.filter(({ warehouse }) => warehouse === null);
  if (missing !== undefined) {
    return missing;
  }
  return placeless.length === 0
    ? { ...nodes, value: rows }
    : unknown(whyEmptyOfNodes(input.unknownColumns, placeless, 'warehouse'), observedAt, {
        source,
      });
}

function queriesByWarehouse(input: OverviewInput): Reading<readonly RunningQuery[]> {
  const queries = runningQueryRows(input);
  return whole(queries, whyEmpty(input.unknownColumns, 'runningQueries', 'warehouse'));
}

function queuedByWarehouse(input: OverviewInput): Reading<readonly QueuedQuery[]> {
  const queued = queuedQueryRows(input);
  return whole(queued, whyEmpty(input.unknownColumns, 'queue', 'warehouse'));
}

/** The rows of a list that says where each is; one that only some FEs told cannot be counted. */
function whole<R>(list: Rows<R>, why: UnknownReason): Reading<readonly R[]> {
  if (!list.known) {
    return sameReason(list);
  }
  const { coverage, observedAt, source } = list;
  if (why === 'unsupported-version') {
    return unknown(why, observedAt, { source });
  }
  return coverage !== undefined && coverage.have < coverage.of
    ? unknown('not-collected-yet', observedAt, { source })
    : mapReading(list, ({ rows }) => rows);
}
