/**
 * Local compaction of the BEs in shared-nothing: every load adds a version to all tablets of its
 * partition, each BE merges them by a few threads per disk, once a minute it reports.
 */
import type { ClusterState } from '../truth';
import type { ComputeNodeState } from '../truthNodes';
import {
  COMPACTION_KINDS,
  type CompactionKind,
  type CompactionTally,
  type LocalCompactionState,
  type LocalPartitionState,
  type StorageState,
} from '../truthStorage';
import { roll } from './dice';
import { filledDisks, reportOf } from './disks';
import type { Second } from './second';

const MB = 1024 ** 2;
const REPORT_S = 60;
/** Rowsets from which on a tablet is worth a cumulative (or update) compaction. */
const CUMULATIVE_FROM = 6;
/** About where the versions of the sick partition come to rest. */
const CRISIS_TOP = 740;
const CRISIS_FROM = 100;
/** A rowset of a load, bytes in one tablet. */
const DELTA_BYTES = 3 * MB;

const THREADS: Readonly<Record<CompactionKind, string>> = {
  base: 'base_compaction_num_threads_per_disk',
  cumulative: 'cumulative_compaction_num_threads_per_disk',
  update: 'update_compaction_num_threads_per_disk',
};

export function stepStorage(state: ClusterState, second: Second): ClusterState {
  if (state.backends.length === 0) {
    return state;
  }
  const keyed = new Set(
    state.tables
      .filter((table) => table.model === 'PRIMARY_KEYS')
      .map((table) => `${table.database}.${table.name}`),
  );
  const partitions = new Map(
    state.partitions.map((partition) => [String(partition.id), partition]),
  );
  const kindOf = (partitionId: string): CompactionKind => {
    const partition = partitions.get(partitionId);
    return partition !== undefined && keyed.has(`${partition.database}.${partition.table}`)
      ? 'update'
      : 'cumulative';
  };
  return {
    ...state,
    backends: state.backends.map((node) =>
      node.running && node.storage !== null
        ? stepBackend(state, second, node, node.storage, kindOf)
        : node,
    ),
  };
}

function stepBackend(
  state: ClusterState,
  second: Second,
  node: ComputeNodeState,
  before: StorageState,
  kindOf: (partitionId: string) => CompactionKind,
): ComputeNodeState {
  const published =
    before.running.length === 0 && second.published.length === 0
      ? before
      : ended(state, withPublished(before, second.published), node);
  const storage = started(state, node, published, kindOf);
  const seconds = Math.floor(state.at / 1000);
  if ((seconds + node.id * 7) % REPORT_S !== 0) {
    return storage === before ? node : { ...node, storage };
  }
  const disks = filledDisks(node, storage, state.partitions);
  return { ...node, disks, storage: { ...storage, reported: reportOf(storage, disks, state.at) } };
}

/** One version more in each tablet of every partition a load reached. */
function withPublished(storage: StorageState, published: readonly number[]): StorageState {
  const changed: Record<string, LocalPartitionState> = {};
  for (const id of published) {
    const local = changed[id] ?? storage.partitions[id];
    if (local !== undefined) {
      changed[id] = { ...local, rowsets: local.rowsets + 1 };
    }
  }
  return { ...storage, partitions: { ...storage.partitions, ...changed } };
}

/** Compactions that end now: versions fall, or the task failed. */
function ended(state: ClusterState, storage: StorageState, node: ComputeNodeState): StorageState {
  const over = storage.running.filter((task) => task.endsAt <= state.at);
  if (over.length === 0) {
    return storage;
  }
  const tallies: Record<CompactionKind, CompactionTally> = { ...storage.tallies };
  const partitions = { ...storage.partitions };
  for (const task of over) {
    const tally = tallies[task.kind];
    tallies[task.kind] = {
      ...tally,
      requests: tally.requests + 1,
      failures: tally.failures + (task.fails ? 1 : 0),
      bytes: tally.bytes + (task.fails ? 0 : task.bytes),
      deltas: tally.deltas + (task.fails ? 0 : task.deltas),
    };
    const local = partitions[task.partitionId];
    if (local !== undefined && !task.fails) {
      partitions[task.partitionId] = { ...local, rowsets: rowsetsAfter(state, local, task, node) };
    }
  }
  return {
    ...storage,
    tallies,
    partitions,
    running: storage.running.filter((task) => task.endsAt > state.at),
  };
}

function rowsetsAfter(
  state: ClusterState,
  local: LocalPartitionState,
  task: LocalCompactionState,
  node: ComputeNodeState,
): number {
  const { rowsets } = local;
  if (isInCrisis(state, rowsets)) {
    return Math.round(rowsets * (rowsets > CRISIS_TOP ? 0.95 : 0.975));
  }
  // What came in while it ran stays.
  return Math.max(1, rowsets - task.deltas + 1) + Math.floor(2 * roll(state.seed, 'left', node.id));
}

/** Gives free threads to the partitions with the most versions; the others wait. */
function started(
  state: ClusterState,
  node: ComputeNodeState,
  storage: StorageState,
  kindOf: (partitionId: string) => CompactionKind,
): StorageState {
  const busy = new Set(storage.running.map((task) => String(task.partitionId)));
  const wanted = Object.entries(storage.partitions)
    .filter(([id, { rowsets }]) => rowsets >= CUMULATIVE_FROM && !busy.has(id))
    .sort(([, a], [, b]) => b.rowsets - a.rowsets)
    .map(([id, { rowsets }]) => ({ id, rowsets, kind: kindOf(id) }));
  const base = baseCandidate(
    state,
    node,
    storage,
    (id) => !busy.has(id) && kindOf(id) !== 'update',
  );
  if (base !== undefined) {
    wanted.push(base);
  }
  const tallies: Record<CompactionKind, CompactionTally> = { ...storage.tallies };
  const running = [...storage.running];
  let changed = false;
  for (const kind of COMPACTION_KINDS) {
    const candidates = wanted.filter((each) => each.kind === kind);
    const threads = Number(state.backendConfig[THREADS[kind]]) * node.disks.length;
    const inUse = running.filter((task) => task.kind === kind).length;
    const free = state.knobs.compactionStalled ? 0 : Math.max(0, threads - inUse);
    for (const candidate of candidates.slice(0, free)) {
      const task = startTask(state, node, candidate);
      running.push(task);
      tallies[kind] = {
        ...tallies[kind],
        lastScore: kind === 'update' ? 256 * MB * (candidate.rowsets - 1) : candidate.rowsets,
      };
      changed = true;
    }
    const waiting = Math.max(0, candidates.length - free);
    if (waiting !== tallies[kind].waiting) {
      tallies[kind] = { ...tallies[kind], waiting };
      changed = true;
    }
  }
  return changed ? { ...storage, tallies, running } : storage;
}

type Candidate = {
  readonly id: string;
  readonly rowsets: number;
  readonly kind: CompactionKind;
};

/** Now and then a BE merges everything of one quiet partition. */
function baseCandidate(
  state: ClusterState,
  node: ComputeNodeState,
  storage: StorageState,
  mayTake: (partitionId: string) => boolean,
): Candidate | undefined {
  if (roll(state.seed, `base ${String(node.id)}`, state.at) > 0.012) {
    return undefined;
  }
  const quiet = Object.entries(storage.partitions).filter(
    ([id, { rowsets }]) => rowsets > 1 && rowsets < CUMULATIVE_FROM && mayTake(id),
  );
  const chosen = quiet[Math.floor(roll(state.seed, 'base which', state.at) * quiet.length)];
  return chosen === undefined
    ? undefined
    : { id: chosen[0], rowsets: chosen[1].rowsets, kind: 'base' };
}

function startTask(
  state: ClusterState,
  node: ComputeNodeState,
  { id, rowsets, kind }: Candidate,
): LocalCompactionState {
  const heavy = isInCrisis(state, rowsets);
  const chance = (salt: string): number => roll(state.seed, `${salt} ${id}`, state.at + node.id);
  const seconds = heavy
    ? 20 + Math.floor(20 * chance('long'))
    : kind === 'base'
      ? 20 + Math.floor(30 * chance('base'))
      : 4 + Math.floor(8 * chance('short'));
  // Near the top it succeeds, so that the crisis stays a crisis and does not run away.
  const risk = !heavy ? 0.004 : rowsets > CRISIS_TOP ? 0 : 0.25;
  const deltas = heavy ? Math.round(rowsets * 0.025) : rowsets;
  return {
    kind,
    partitionId: Number(id),
    startedAt: state.at,
    endsAt: state.at + seconds * 1000,
    deltas,
    bytes: deltas * DELTA_BYTES * (kind === 'base' ? 40 : 1),
    fails: chance('fate') < Math.max(risk, state.knobs.compactionFailures),
  };
}

/** The scenario's sick partition: too many tiny loads for what compaction can merge. */
function isInCrisis(state: ClusterState, rowsets: number): boolean {
  return state.scenario === 'compaction' && rowsets > CRISIS_FROM;
}
