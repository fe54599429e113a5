import { roleOf, type NodeId } from '../../shared/ids';
import type {
  ComputeDetails,
  FrontendDetails,
  NodeDetails,
  NodeDisk,
  NodeState,
} from '../../shared/model/nodeDetails';
import type { Verdict } from '../../shared/model/verdict';
import { phrase } from '../../shared/phrase';
import {
  combineReadings,
  known,
  mapReading,
  unknown,
  type KnownReading,
  type Reading,
  type Rows,
  type UnknownReason,
  sameReason,
} from '../../shared/reading';
import type { NodeSeriesId } from '../../shared/series';
import { ruleNumbers } from '../../shared/thresholds';
import { minuteMs, secondMs } from '../../shared/time';
import { worstLevelOf, type EvaluatorState } from '../alerts/evaluatorState';
import type { ComputeRow } from '../starrocks/sources/computeRows';
import type { FrontendRow } from '../starrocks/sources/frontends';
import {
  byHost,
  computeNodesOf,
  cutRows,
  firstRows,
  listLimit,
  nodeReading,
  runModeOf,
  tableOf,
} from './clusterFacts';
import { configurationDrift } from './configurationDrift';
import { whyEmptyOfNodes } from './emptyCell';
import { imageAgeMs } from './imageAge';
import { journalPace } from './journalPace';
import { whyNull } from './missingFigure';
import type { OverviewInput } from './overviewInput';

export function computeNodeDetails(input: OverviewInput, state: EvaluatorState): NodeDetails {
  return {
    frontends: cutRows(frontendRows(input, state)),
    compute: computeRows(input, state, listLimit),
    deadBrokers: deadBrokers(input),
    configuration: cutRows(configurationDrift(input)),
  };
}

/** Every FE, by host. */
export function frontendRows(input: OverviewInput, state: EvaluatorState): Rows<FrontendDetails> {
  const { frontends } = input;
  if (!frontends.known) {
    return sameReason(frontends);
  }
  const pace = journalPace(input);
  const rows = [...frontends.value].sort(byHost).map((row): FrontendDetails => {
    const answers = input.answeringSql.has(row.node);
    const nodeState =
      row.alive === false && answers
        ? 'no-heartbeat'
        : stateOf(row.alive, null, input.feMetrics.get(row.node));
    const value = (id: NodeSeriesId) => usage(input, row, id);
    return {
      node: row.node,
      host: row.host,
      role: row.role,
      state: nodeState,
      verdict: verdictOf(state, row.node, nodeState),
      version: row.version,
      startedAt: row.startedAt,
      lastHeartbeatAt: row.lastHeartbeatAt,
      error: row.errMsg,
      heapPct: value('fe.heap'),
      connections: value('fe.conn'),
      qps: value('fe.qps'),
      p99: value('fe.p99'),
      replayLag: value('fe.replay_lag'),
      replayLagMs: lagInTime(value('fe.replay_lag'), pace),
      imageAgeMs: imageAgeMs(input, row),
      restarts: restartsOf(input, row.node, frontends),
    };
  });
  return { ...frontends, value: tableOf(rows) };
}

/** BEs, then CNs, by host; all of them without a limit. */
export function computeRows(
  input: OverviewInput,
  state: EvaluatorState,
  limit = Number.POSITIVE_INFINITY,
): Rows<ComputeDetails> {
  const nodes = computeNodesOf(input);
  if (!nodes.known) {
    return sameReason(nodes);
  }
  const byRole = (a: ComputeRow, b: ComputeRow) => a.role.localeCompare(b.role) || byHost(a, b);
  const detailsOf = (row: ComputeRow): ComputeDetails => {
    const nodeState = stateOf(row.alive, row.decommissioned, input.beMetrics.get(row.node));
    const value = (id: NodeSeriesId) => usage(input, row, id);
    return {
      node: row.node,
      host: row.host,
      role: row.role,
      state: nodeState,
      verdict: verdictOf(state, row.node, nodeState),
      version: row.version,
      startedAt: row.startedAt,
      lastHeartbeatAt: row.lastHeartbeatAt,
      error: row.errMsg,
      warehouse: row.warehouse,
      cpuPct: value('be.cpu'),
      memPct: value('be.mem'),
      diskPct:
        row.role === 'cn'
          ? unknown('not-applicable', nodes.observedAt, { source: nodes.source })
          : value('be.disk_max'),
      disks: disksOf(input, row),
      versions: value('be.versions'),
      compactions: value('be.compactions'),
      cachePct: value('be.cache_pct'),
      // The FE's own count of replicas: it does not go away with the node.
      tablets:
        row.tablets === null
          ? unknown(whyEmptyOfNodes(input.unknownColumns, [row], 'tablets'), nodes.observedAt, {
              source: nodes.source,
            })
          : known(row.tablets, nodes.value),
      ...drainOf(input, row, nodes),
      runningQueries: value('be.running'),
      restarts: restartsOf(input, row.node, nodes),
    };
  };
  return { ...nodes, value: firstRows(nodes.value.rows, byRole, limit, detailsOf) };
}

/** A CN holds no tablets of its own: nothing is moved away from it. */
function drainOf(
  { drains }: OverviewInput,
  { node, role, decommissioned }: ComputeRow,
  { observedAt, source }: Pick<KnownReading<unknown>, 'observedAt' | 'source'>,
): Pick<ComputeDetails, 'drainPerMinute' | 'drainedAt'> {
  const neither = (why: UnknownReason) => {
    const reading = unknown(why, observedAt, { source });
    return { drainPerMinute: reading, drainedAt: reading };
  };
  if (role === 'cn' || decommissioned !== true) {
    return neither('not-applicable');
  }
  const drain = drains.get(node);
  if (drain === undefined || drain.perMinute === null) {
    return neither('insufficient-history');
  }
  const { tablets, perMinute } = drain;
  return {
    drainPerMinute: known(perMinute, { observedAt, source }),
    drainedAt:
      perMinute === 0
        ? unknown('no-traffic', observedAt, { source })
        : known(drain.observedAt + (tablets / perMinute) * minuteMs, { observedAt, source }),
  };
}

/** Fullest first; of a node whose /metrics do not answer the paths are not known. */
function disksOf(input: OverviewInput, row: ComputeRow): Reading<readonly NodeDisk[]> {
  const runMode = runModeOf(input);
  if (row.role === 'cn' || (runMode.known && runMode.value === 'shared_data')) {
    return unknown('not-applicable', input.now, { source: 'beMetrics' });
  }
  const sample = input.beMetrics.get(row.node);
  if (row.alive !== true || sample === undefined) {
    const why = row.alive === true ? 'not-collected-yet' : 'node-down';
    return unknown(why, row.lastHeartbeatAt ?? input.now, { source: 'beMetrics' });
  }
  return mapReading(sample, ({ disks }) =>
    Object.entries(disks)
      .map(([path, disk]) => ({
        path,
        ...disk,
        usedPct: (100 * (disk.total - disk.avail)) / disk.total,
      }))
      .sort((a, b) => b.usedPct - a.usedPct || a.path.localeCompare(b.path)),
  );
}

function deadBrokers({ leader, feMetrics, now }: OverviewInput): Reading<number> {
  if (!leader.known) {
    return sameReason(leader);
  }
  const sample = leader.value === null ? undefined : feMetrics.get(leader.value);
  if (sample?.known !== true) {
    return sample === undefined
      ? unknown('node-down', now, { source: 'feMetrics' })
      : sameReason(sample);
  }
  const { brokersDead } = sample.value;
  return brokersDead === null
    ? unknown(whyNull(sample.value, 'brokersDead'), sample.observedAt, { source: sample.source })
    : { ...sample, value: brokersDead };
}

/** Who is not behind is not behind in time either, however slowly the journal grows. */
function lagInTime(entries: Reading<number>, pace: Reading<number>): Reading<number> {
  return entries.known && entries.value === 0
    ? entries
    : combineReadings(entries, pace, (n, perSecond) => (secondMs * n) / perSecond);
}

/** As the lists showed newer start times; an hour is what the rule looks at. */
function restartsOf(
  { now, history }: OverviewInput,
  node: NodeId,
  list: Pick<KnownReading<unknown>, 'observedAt' | 'source'>,
): Reading<number> {
  const starts = history.restarts(node, now - ruleNumbers.flappingWindowMs, now + 1);
  return known(starts.length, list, { bound: 'lower' });
}

/** Of these nobody can say that they are well, even before a rule has judged them. */
const notFine: ReadonlySet<NodeState> = new Set(['no-heartbeat', 'down', 'unknown']);

/** HTTP that is switched off or does not apply does not make a node "partly measured". */
const notOwed: ReadonlySet<UnknownReason> = new Set(['not-applicable', 'disabled']);

function stateOf(
  alive: boolean | null,
  decommissioned: boolean | null,
  metrics: Reading<unknown> | undefined,
): NodeState {
  if (alive === null) {
    return 'unknown';
  }
  if (!alive) {
    return 'down';
  }
  if (decommissioned === true) {
    return 'decommissioning';
  }
  const owed = metrics !== undefined && !metrics.known && !notOwed.has(metrics.why);
  return owed && metrics.why !== 'not-collected-yet' ? 'partial' : 'up';
}

/**
 * Worst open problem about the node. One that is down and not judged yet is not "ok", and neither is
 * an FE whose metrics are owed: its list says no more than that it lives.
 */
function verdictOf(state: EvaluatorState, node: NodeId, nodeState: NodeState): Verdict {
  const level = worstLevelOf(state, node);
  if (level !== undefined) {
    return level;
  }
  const isUnmeasured = nodeState === 'partial' && roleOf(node) === 'fe';
  return isUnmeasured || notFine.has(nodeState) ? 'unknown' : 'ok';
}

/** A usage figure; of a node that is not alive to the leader only the last one it had is left. */
function usage(
  input: OverviewInput,
  row: FrontendRow | ComputeRow,
  id: NodeSeriesId,
): Reading<number> {
  const reading = nodeReading(input, row.node, id);
  // One that answers SQL is not down: only its HTTP port is out of the leader's reach, and is not asked.
  const noHeartbeat = input.answeringSql.has(row.node);
  const stays =
    !reading.known &&
    (reading.why === 'not-applicable' || (reading.why === 'node-down' && !noHeartbeat));
  if (row.alive !== false || stays) {
    return reading;
  }
  const last = reading.known
    ? { value: reading.value, observedAt: reading.observedAt }
    : reading.last;
  return unknown(noHeartbeat ? 'unreachable' : 'node-down', row.lastHeartbeatAt ?? input.now, {
    ...(noHeartbeat ? { detail: phrase('text.no-heartbeat') } : {}),
    ...(reading.source === undefined ? {} : { source: reading.source }),
    ...(last === undefined ? {} : { last }),
  });
}
