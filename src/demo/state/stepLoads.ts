/** Loads: begin, write rows, commit (slowed when compaction lags), become visible or fail. */
import type { ClusterState, LoadKnob } from '../truth';
import type { ComputeNodeState } from '../truthNodes';
import type { PartitionState, TableState } from '../truthData';
import type { LoadState } from '../truthJobs';
import { scoreOf } from './catalog';
import { countOf, pick, roll } from './dice';
import { loadNodes, nodesNotFound } from './nodes';
import { REPLICATION } from './replicas';
import { leaderOf, type Second } from './second';
import { BYTES_PER_ROW, loadRowsPerSecond } from './waves';

/** Finished loads kept where the configuration does not say. */
const HISTORY = 1000;
const MAX_DELAY_MS = 120_000;
/** Of a row on disk, compressed. */
const ROW_BYTES = 61;

/** Sizes are told over all replicas in shared-nothing. */
const copiesOf = (state: ClusterState): number =>
  state.runMode === 'shared_data' ? 1 : REPLICATION;

export function stepLoads(state: ClusterState, second: Second): ClusterState {
  const nodes = loadNodes(state);
  const first = nodes[0];
  const leads = leaderOf(state) !== undefined;
  const partitions = new Map(state.partitions.map((partition) => [partition.id, partition]));
  const grown = new Map<string, { rows: number; bytes: number }>();
  const loads: LoadState[] = [];
  for (const load of state.loads) {
    loads.push(
      load.state === 'LOADING' && leads
        ? progress(state, second, load, nodes, partitions, grown)
        : load,
    );
  }
  let { txnId, jobId } = state.next;
  if (leads && first !== undefined) {
    const hot = state.partitions.filter((partition) => partition.loadsPerSecond > 0);
    const knobOf = (partition: PartitionState): LoadKnob =>
      state.knobs.loads[`${partition.database}.${partition.table}`] ?? {};
    const perSecond = hot.reduce((sum, partition) => sum + partition.loadsPerSecond, 0);
    const rowsPerLoad =
      perSecond === 0 ? 0 : loadRowsPerSecond(second.climate, state.at) / perSecond;
    for (const partition of hot) {
      const salt = `loads ${String(partition.id)}`;
      const knob = knobOf(partition);
      const pace = knob.perSecond ?? partition.loadsPerSecond;
      const starts = countOf(state.seed, salt, state.at, pace);
      for (let index = 0; index < starts; index++) {
        txnId += 1;
        jobId += 1;
        const node = pick(state.seed, 'load node', jobId, [first, ...nodes.slice(1)]);
        loads.push(beginLoad(state, partition, node, knob.rows ?? rowsPerLoad, txnId, jobId));
        second.begun += 1;
        second.loadsAdded += 1;
        nodeTally(second, node.id).begins += 1;
      }
    }
  }
  return {
    ...state,
    loads: trimmed(loads, state),
    partitions:
      grown.size === 0
        ? state.partitions
        : state.partitions.map((partition) => partitions.get(partition.id) ?? partition),
    tables: grownTables(state, grown),
    next: { ...state.next, txnId, jobId },
  };
}

function beginLoad(
  state: ClusterState,
  partition: PartitionState,
  node: ComputeNodeState,
  rowsPerLoad: number,
  txnId: number,
  jobId: number,
): LoadState {
  const chance = roll(state.seed, 'load fate', jobId);
  const knob = state.knobs.loads[`${partition.database}.${partition.table}`];
  const failing = knob?.failing ?? (state.scenario === 'degraded' ? 0.04 : 0.004);
  const writeMs = 2000 + 1000 * Math.floor(4 * roll(state.seed, 'load time', jobId));
  const insert = roll(state.seed, 'load kind', jobId) < 0.25;
  const rows = Math.max(1, Math.round(rowsPerLoad * (0.5 + roll(state.seed, 'load rows', jobId))));
  const error =
    refusal(state, partition) ??
    (chance < failing
      ? 'type:ETL_QUALITY_UNSATISFIED; msg:too many filtered rows'
      : chance < failing + 0.001
        ? 'type:USER_CANCEL; msg:user cancel'
        : null);
  return {
    jobId,
    txnId,
    label: insert ? `insert_${String(jobId)}` : `stream_load_${String(jobId)}_${partition.table}`,
    database: partition.database,
    table: partition.table,
    user: 'etl',
    state: 'LOADING',
    type: insert ? 'INSERT' : 'STREAM_LOAD',
    scanRows: rows,
    scanBytes: rows * BYTES_PER_ROW,
    filteredRows: error?.startsWith('type:ETL') === true ? Math.round(rows * 0.2) : 0,
    sinkRows: 0,
    createdAt: state.at,
    startedAt: state.at,
    committedAt: null,
    finishedAt: null,
    error: null,
    warehouse: 'default_warehouse',
    partitionId: partition.id,
    nodeId: node.id,
    plan: { endAt: state.at + writeMs + slowDown(state, partition, writeMs), error },
  };
}

/** Why the partition takes no more loads, if it does not. */
function refusal(state: ClusterState, partition: PartitionState): string | null {
  if (state.runMode === 'shared_data') {
    const upperBound = Number(state.frontendConfig['lake_compaction_score_upper_bound'] ?? 0);
    return upperBound > 0 && partition.score.max > upperBound
      ? `Failed to load data into partition ${String(partition.id)}, because of too large compaction score, current/limit: ${String(Math.floor(partition.score.max))}/${String(upperBound)}. You can reduce the loading job concurrency, or increase compaction concurrency`
      : null;
  }
  const versions = Math.max(
    ...state.backends.map((node) => node.storage?.partitions[partition.id]?.rowsets ?? 0),
  );
  const limit = Number(state.backendConfig['tablet_max_versions']);
  return versions < limit
    ? null
    : `Failed to load data into tablet ${String(partition.id * 100)}, because of too many versions, current/limit: ${String(versions)}/${String(limit)}. You can reduce the loading job concurrency, or increase loading data batch size`;
}

/** By how much the commit is held back because the partition's score is beyond the threshold, ms. */
function slowDown(state: ClusterState, partition: PartitionState, writeMs: number): number {
  const config = state.frontendConfig;
  if (config['lake_enable_ingest_slowdown'] !== 'true') {
    return 0;
  }
  const threshold = Math.max(10, Number(config['lake_ingest_slowdown_threshold'] ?? 100));
  const over = partition.score.max - threshold;
  return over <= 0
    ? 0
    : Math.min(MAX_DELAY_MS, writeMs * over * Number(config['lake_ingest_slowdown_ratio'] ?? 0.1));
}

function progress(
  state: ClusterState,
  second: Second,
  load: LoadState,
  nodes: readonly ComputeNodeState[],
  partitions: Map<number, PartitionState>,
  grown: Map<string, { rows: number; bytes: number }>,
): LoadState {
  const node = nodes.find((candidate) => candidate.id === load.nodeId);
  if (node === undefined) {
    second.aborted += 1;
    return {
      ...load,
      state: 'CANCELLED',
      finishedAt: state.at,
      error: `type:LOAD_RUN_FAIL; msg:${nodesNotFound(state.runMode)}`,
    };
  }
  const tally = nodeTally(second, node.id);
  // Rows are written evenly over the first two seconds; the rest of the time the load waits.
  const chunk = Math.min(load.scanRows - load.sinkRows, Math.ceil(load.scanRows / 2));
  tally.rows += chunk;
  tally.bytes += chunk * BYTES_PER_ROW;
  const written = { ...load, sinkRows: load.sinkRows + chunk };
  if (load.plan.error !== null && load.plan.endAt <= state.at) {
    second.aborted += 1;
    tally.rollbacks += 1;
    return { ...written, state: 'CANCELLED', finishedAt: state.at, error: load.plan.error };
  }
  if (load.committedAt === null && load.plan.endAt - 1000 <= state.at && load.plan.error === null) {
    return { ...written, committedAt: state.at };
  }
  const stuck = state.knobs.loads[`${load.database}.${load.table}`]?.stuck === true;
  if (load.plan.endAt > state.at || stuck) {
    return written;
  }
  second.visible += 1;
  second.loadsFinished += 1;
  tally.commits += 1;
  publish(state, second, load, partitions);
  const key = `${load.database}.${load.table}`;
  const growth = grown.get(key) ?? { rows: 0, bytes: 0 };
  grown.set(key, {
    rows: growth.rows + load.scanRows,
    bytes: growth.bytes + load.scanRows * ROW_BYTES * copiesOf(state),
  });
  return {
    ...written,
    sinkRows: load.scanRows - load.filteredRows,
    state: 'FINISHED',
    finishedAt: state.at,
  };
}

/** A load became visible: one version more, and more segments to compact. */
function publish(
  state: ClusterState,
  second: Second,
  load: LoadState,
  partitions: Map<number, PartitionState>,
): void {
  const partition = partitions.get(load.partitionId);
  if (partition === undefined) {
    return;
  }
  const gain = 0.8 + 1.6 * roll(state.seed, 'gain', load.jobId);
  const shared = state.runMode === 'shared_data';
  second.published.push(partition.id);
  partitions.set(partition.id, {
    ...partition,
    visibleVersion: partition.visibleVersion + 1,
    visibleAt: state.at,
    rows: partition.rows + load.scanRows,
    bytes: partition.bytes + load.scanRows * ROW_BYTES * copiesOf(state),
    storageBytes: partition.storageBytes + load.scanRows * (shared ? 66 : ROW_BYTES * REPLICATION),
    score: shared ? scoreOf(partition.score.max + gain) : partition.score,
  });
}

function grownTables(
  state: ClusterState,
  grown: Map<string, { rows: number; bytes: number }>,
): readonly TableState[] {
  const report = state.at % 300_000 === 0;
  if (grown.size === 0 && !report) {
    return state.tables;
  }
  const tables = [...state.tables];
  for (const [name, growth] of grown) {
    const at = tables.findIndex((table) => `${table.database}.${table.name}` === name);
    const table = tables[at];
    if (table !== undefined) {
      tables[at] = {
        ...table,
        rows: table.rows + growth.rows,
        bytes: table.bytes + growth.bytes,
      };
    }
  }
  return report
    ? tables.map((table) => ({ ...table, reportedRows: table.rows, reportedBytes: table.bytes }))
    : tables;
}

/** Unfinished loads and the newest finished ones: stream loads are forgotten apart from the others. */
function trimmed(loads: readonly LoadState[], state: ClusterState): readonly LoadState[] {
  const keep = Number(state.frontendConfig['label_keep_max_num'] ?? HISTORY);
  const streams = loads.filter(isStream).length;
  const surplus = { streams: streams - keep, others: loads.length - streams - keep };
  return surplus.streams <= 0 && surplus.others <= 0
    ? loads
    : loads.filter((load) => {
        const list = isStream(load) ? 'streams' : 'others';
        const drop = surplus[list] > 0 && load.state !== 'LOADING';
        surplus[list] -= drop ? 1 : 0;
        return !drop;
      });
}

const isStream = ({ type }: LoadState): boolean =>
  type === 'STREAM_LOAD' || type === 'ROUTINE_LOAD';

export function nodeTally(
  second: Second,
  nodeId: number,
): { rows: number; bytes: number; commits: number; begins: number; rollbacks: number } {
  const tally = second.loaded.get(nodeId) ?? {
    rows: 0,
    bytes: 0,
    commits: 0,
    begins: 0,
    rollbacks: 0,
  };
  second.loaded.set(nodeId, tally);
  return tally;
}
