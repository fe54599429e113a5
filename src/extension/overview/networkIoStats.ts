import type { NetworkIoStats, NodeIo } from '../../shared/model/networkIoStats';
import { type Reading, type Rows, type UnknownReason, sameReason } from '../../shared/reading';
import type { NodeSeriesId } from '../../shared/series';
import type { ComputeRow } from '../starrocks/sources/computeRows';
import { byHost, computeNodesOf, cutRows, nodeReading, tableOf } from './clusterFacts';
import type { OverviewInput } from './overviewInput';
import { worstOf } from './resourceMetrics';

const columns = {
  receive: 'be.net_rx',
  send: 'be.net_tx',
  read: 'be.io_read',
  write: 'be.io_write',
  utilPct: 'be.io_util',
} as const satisfies Record<string, NodeSeriesId>;
type Column = keyof typeof columns;

export function computeNetworkIoStats(input: OverviewInput): NetworkIoStats {
  const { series } = input;
  return {
    receive: series['net.rx'],
    send: series['net.tx'],
    read: series['io.read'],
    write: series['io.write'],
    busiestDisk: worstOf(input, 'io.util_max'),
    perNode: cutRows(nodeIoRows(input)),
  };
}

/** One row for every BE and CN; a column that no node could tell is named with its reason. */
export function nodeIoRows(input: OverviewInput): Rows<NodeIo> {
  const nodes = computeNodesOf(input);
  if (!nodes.known) {
    return sameReason(nodes);
  }
  const list = [...nodes.value.rows].sort(byHost);
  const cell = (row: ComputeRow, column: Column): number | null => {
    const reading = nodeReading(input, row.node, columns[column]);
    return row.alive === true && reading.known ? reading.value : null;
  };
  const rows = list.map((row): NodeIo => ({
    node: row.node,
    host: row.host,
    receive: cell(row, 'receive'),
    send: cell(row, 'send'),
    read: cell(row, 'read'),
    write: cell(row, 'write'),
    utilPct: cell(row, 'utilPct'),
  }));
  const unknownColumns: Partial<Record<Column, UnknownReason>> = {};
  for (const column of Object.keys(columns) as Column[]) {
    const alive = list.filter((row) => row.alive === true);
    const why = sharedReason(alive.map((row) => nodeReading(input, row.node, columns[column])));
    if (rows.length > 0 && rows.every((row) => row[column] === null)) {
      unknownColumns[column] = alive.length === 0 ? 'node-down' : why;
    }
  }
  return {
    ...nodes,
    value: {
      ...tableOf(rows),
      ...(Object.keys(unknownColumns).length === 0 ? {} : { unknownColumns }),
    },
  };
}

function sharedReason(readings: readonly Reading<number>[]): UnknownReason {
  const [first] = readings.flatMap((reading) => (reading.known ? [] : [reading.why]));
  return first ?? 'not-collected-yet';
}
