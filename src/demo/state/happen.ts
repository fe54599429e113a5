/** Happenings: what tests and people do to the cluster itself. */
import type { Happening, NodePattern } from '../faults';
import type { ClusterState } from '../truth';
import type { FrontendState } from '../truthFrontends';
import type { ComputeNodeState } from '../truthNodes';
import { scoreOf } from './catalog';
import { restartedStorage, withDisk, withVersions } from './happenStorage';
import { SHARED_TABLETS } from './initialNodes';
import { allNodes, changeNodes } from './nodes';
import { happenToJobs } from './happenToJobs';
import { withLeader } from './stepFrontends';

type AnyNode = Pick<FrontendState, 'host'> &
  (
    | { readonly editLogPort: number; readonly name: string }
    | { readonly heartbeatPort: number; readonly kind: ComputeNodeState['kind'] }
  );

/** `fe`, `be` or `cn`: what a node's key begins with. */
export function roleOf(node: AnyNode): 'fe' | 'be' | 'cn' {
  return 'editLogPort' in node ? 'fe' : node.kind === 'BE' ? 'be' : 'cn';
}

/** `fe:<host>:<editLogPort>`, `be:<host>:<heartbeatPort>` or `cn:<host>:<heartbeatPort>`. */
export function nodeKey(node: AnyNode): string {
  const port = 'editLogPort' in node ? node.editLogPort : node.heartbeatPort;
  return `${roleOf(node)}:${node.host}:${String(port)}`;
}

export function matchesNode(pattern: NodePattern, node: AnyNode): boolean {
  return (
    pattern === '*' ||
    pattern === `${roleOf(node)}:*` ||
    pattern === node.host ||
    pattern === nodeKey(node) ||
    ('name' in node && pattern === node.name)
  );
}

export function happen(state: ClusterState, happening: Happening): ClusterState {
  const frontendsWhere = (
    pattern: NodePattern,
    change: (fe: FrontendState) => FrontendState,
  ): readonly FrontendState[] =>
    state.frontends.map((fe) => (matchesNode(pattern, fe) ? change(fe) : fe));
  const withNodes = (
    from: ClusterState,
    pattern: NodePattern,
    change: (node: ComputeNodeState) => ComputeNodeState,
  ): ClusterState =>
    changeNodes(from, (node) => (matchesNode(pattern, node) ? change(node) : node));
  const withKnobs = (knobs: Partial<ClusterState['knobs']>): ClusterState => ({
    ...state,
    knobs: { ...state.knobs, ...knobs },
  });
  /** Names with those of the FEs of the pattern added, or taken away. */
  const toggled = (names: readonly string[], pattern: NodePattern, on: boolean) => {
    const named = state.frontends.filter((fe) => matchesNode(pattern, fe)).map((fe) => fe.name);
    const others = names.filter((name) => !named.includes(name));
    return on ? [...others, ...named] : others;
  };
  const hostsOf = (pattern: NodePattern): readonly string[] =>
    [...state.frontends, ...allNodes(state)]
      .filter((node) => matchesNode(pattern, node))
      .map((node) => node.host);

  switch (happening.kind) {
    case 'kill': {
      const noticed = happening.noticed === true;
      return {
        ...withNodes(state, happening.node, (node) => killedNode(node, noticed)),
        frontends: frontendsWhere(happening.node, (fe) => killedFrontend(fe, noticed)),
      };
    }
    case 'revive':
      return {
        ...withNodes(state, happening.node, (node) =>
          node.running ? node : startedNode(node, state),
        ),
        frontends: frontendsWhere(happening.node, (fe) =>
          fe.running ? fe : startedFrontend(fe, state),
        ),
      };
    case 'restart':
      return {
        ...withNodes(state, happening.node, (node) => startedNode(node, state)),
        frontends: frontendsWhere(happening.node, (fe) => startedFrontend(fe, state)),
      };
    case 'leader': {
      const wanted = happening.node;
      const next = state.frontends.find(
        (fe) =>
          fe.running && fe.role === 'FOLLOWER' && (wanted === undefined || matchesNode(wanted, fe)),
      );
      return next === undefined
        ? state
        : withLeader({ ...state, knobs: { ...state.knobs, noElection: false } }, next.name);
    }
    case 'noLeader':
      return {
        ...withKnobs({ noElection: true }),
        frontends: state.frontends.map((fe) =>
          fe.role === 'LEADER' ? { ...fe, role: 'FOLLOWER' } : fe,
        ),
      };
    case 'replay':
      return {
        ...state,
        frontends: frontendsWhere(happening.node, (fe) => ({
          ...fe,
          replaySpeed: happening.speed,
          replayedLive: fe.replayedLive - (happening.behind ?? 0),
          replayedJournalId: fe.replayedJournalId - (happening.behind ?? 0),
        })),
      };
    case 'freezeTicks':
      return withKnobs({
        frozenTicks: toggled(state.knobs.frozenTicks, happening.node, happening.frozen),
      });
    case 'frontendHeartbeat': {
      const { node, failing } = happening;
      return {
        ...withKnobs({ unheardFrontends: toggled(state.knobs.unheardFrontends, node, failing) }),
        frontends: frontendsWhere(happening.node, (fe) => (failing ? unheardFrontend(fe) : fe)),
      };
    }
    case 'clock':
      return withKnobs({ skewMs: happening.skewMs });
    case 'heartbeats':
      return withKnobs({ heartbeatsStalled: happening.stalled });
    case 'unknownColumns':
      return withKnobs({ unknownColumns: happening.shown });
    case 'decommission':
      return withNodes(state, happening.node, (node) => ({
        ...node,
        decommissioned: happening.on,
        drainPerMinute: happening.perMinute ?? 0,
      }));
    case 'upgrade': {
      const { node, version } = happening;
      return {
        ...withNodes(state, node, (each) => ({ ...each, version })),
        frontends: frontendsWhere(node, (fe) => ({ ...fe, version })),
      };
    }
    case 'runaway':
      return withRunaway(state, happening.forMs);
    case 'config':
      return {
        ...state,
        frontendConfig: { ...state.frontendConfig, [happening.key]: happening.value },
      };
    case 'userLimit':
      return {
        ...state,
        users: state.users.map((user) =>
          user.name === happening.user ? { ...user, maxConnections: happening.connections } : user,
        ),
      };
    case 'score':
      return {
        ...state,
        partitions: state.partitions.map((partition) =>
          partition.id === happening.partitionId
            ? { ...partition, score: scoreOf(happening.max) }
            : partition,
        ),
      };
    case 'usage': {
      const hosts = hostsOf(happening.node);
      return withKnobs({
        cpuPct: held(state.knobs.cpuPct, hosts, happening.cpuPct),
        memPct: held(state.knobs.memPct, hosts, happening.memPct),
      });
    }
    case 'heap':
      return withKnobs({
        heapPct: held(state.knobs.heapPct, hostsOf(happening.node), happening.pct),
      });
    case 'traffic':
      return withKnobs({
        trafficFactor: happening.factor ?? 1,
        latencyFactor: happening.latencyFactor ?? 1,
        analysisErrors: happening.analysisErrors ?? 0,
        internalErrors: happening.internalErrors ?? 0,
        timeouts: happening.timeouts ?? 0,
      });
    case 'compaction':
      return withKnobs({
        compactionStalled: happening.stalled ?? false,
        compactionFailures: happening.failures ?? 0,
      });
    case 'tablets':
      return withKnobs({
        inconsistentTablets: happening.inconsistent ?? 0,
        errorTablets: happening.errorState ?? 0,
      });
    case 'queue':
      return withKnobs({
        queue: {
          since: state.at,
          waiting: happening.waiting ?? 0,
          admitted: happening.admitted ?? 0,
          timeoutsPerSecond: happening.timeoutsPerSecond ?? 0,
        },
      });
    case 'versions':
      return withNodes(state, happening.node ?? '*', (node) =>
        withVersions(node, happening.partitionId, happening.rowsets),
      );
    case 'disk':
      return withNodes(state, happening.node, (node) => withDisk(node, happening));
    case 'broker':
      return {
        ...state,
        brokers: state.brokers.map((broker) =>
          broker.host === happening.host
            ? {
                ...broker,
                alive: happening.alive,
                errMsg: happening.alive ? '' : 'java.net.ConnectException: Connection refused',
              }
            : broker,
        ),
      };
    case 'loads':
    case 'publish':
    case 'routineLoad':
    case 'materializedView':
    case 'alter':
      return happenToJobs(state, happening);
  }
}

function withRunaway(state: ClusterState, forMs: number): ClusterState {
  const [longest, ...others] = [...state.runningQueries].sort((a, b) => a.startedAt - b.startedAt);
  if (longest === undefined) {
    throw new Error('no query runs that could run away');
  }
  const runaway = {
    ...longest,
    startedAt: longest.startedAt - forMs,
    endsAt: state.at + 3_600_000,
  };
  return { ...state, runningQueries: [runaway, ...others] };
}

function held(
  known: Readonly<Record<string, number>>,
  hosts: readonly string[],
  value: number | undefined,
): Readonly<Record<string, number>> {
  const rest = Object.entries(known).filter(([host]) => !hosts.includes(host));
  return Object.fromEntries(
    value === undefined ? rest : [...rest, ...hosts.map((host): [string, number] => [host, value])],
  );
}

function killedFrontend(fe: FrontendState, noticed: boolean): FrontendState {
  const dead = { ...fe, running: false, sessions: [] };
  return noticed ? unheardFrontend(dead) : dead;
}

function unheardFrontend(fe: FrontendState): FrontendState {
  return {
    ...fe,
    alive: false,
    missedHeartbeats: 4,
    errMsg: 'got exception: java.net.ConnectException: Connection refused',
  };
}

function killedNode(node: ComputeNodeState, noticed: boolean): ComputeNodeState {
  const dead = { ...node, running: false };
  return noticed
    ? {
        ...dead,
        alive: false,
        missedHeartbeats: 4,
        statusCode: 'DISCONNECTED',
        errMsg: 'exception: java.net.ConnectException: Connection refused',
        ...(node.kind === 'CN' ? { tabletNum: 0 } : {}),
      }
    : dead;
}

function zeroed<T extends Readonly<Record<string, number>>>(counters: T): T {
  return Object.fromEntries(Object.keys(counters).map((key) => [key, 0])) as T;
}

function startedFrontend(fe: FrontendState, state: ClusterState): FrontendState {
  const counters = zeroed(fe.counters);
  const quiet = { p75: 0, p95: 0, p98: 0, p99: 0, p999: 0, mean: 0, count: 0 };
  return {
    ...fe,
    running: true,
    startedAt: state.at,
    counters,
    latency: quiet,
    editLogLatency: quiet,
    tick: {
      at: state.at,
      qps: 0,
      rps: 0,
      queryErrRate: 0,
      maxTabletCompactionScore: 0,
      safeMode: 0,
      base: { queryTotal: 0, requestTotal: 0, queryErr: 0 },
    },
    gc: zeroed(fe.gc),
    heap: {
      ...fe.heap,
      usedBytes: Math.round(fe.heap.maxBytes * 0.1),
      oldBytes: Math.round(fe.heap.maxBytes * 0.08),
    },
    sessions: fe.sessions.filter((session) => session.real),
    connectionsByUser: {},
  };
}

function startedNode(node: ComputeNodeState, state: ClusterState): ComputeNodeState {
  return {
    ...node,
    running: true,
    startedAt: state.at,
    tabletNum:
      node.tabletNum === 0 && state.runMode === 'shared_data' ? SHARED_TABLETS : node.tabletNum,
    storage: node.storage === null ? null : restartedStorage(node.storage),
    counters: zeroed(node.counters),
    published: { ...node.system, at: state.at },
    dataCache: zeroed(node.dataCache),
    runningQueries: 0,
  };
}
