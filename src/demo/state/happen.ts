/** Happenings: what tests and people do to the cluster itself. */
import type { Happening, NodePattern } from '../faults';
import type { ClusterState, ComputeNodeState, FrontendState } from '../truth';
import { scoreOf } from './catalog';
import { withLeader } from './stepFrontends';

type AnyNode = Pick<FrontendState, 'host'> &
  ({ readonly editLogPort: number; readonly name: string } | { readonly heartbeatPort: number });

/** `fe:<host>:<editLogPort>` or `cn:<host>:<heartbeatPort>`. */
export function nodeKey(node: AnyNode): string {
  return 'editLogPort' in node
    ? `fe:${node.host}:${String(node.editLogPort)}`
    : `cn:${node.host}:${String(node.heartbeatPort)}`;
}

export function matchesNode(pattern: NodePattern, node: AnyNode): boolean {
  const kind = 'editLogPort' in node ? 'fe' : 'cn';
  return (
    pattern === '*' ||
    pattern === `${kind}:*` ||
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
  const nodesWhere = (
    pattern: NodePattern,
    change: (node: ComputeNodeState) => ComputeNodeState,
  ): readonly ComputeNodeState[] =>
    state.computeNodes.map((node) => (matchesNode(pattern, node) ? change(node) : node));
  const withKnobs = (knobs: Partial<ClusterState['knobs']>): ClusterState => ({
    ...state,
    knobs: { ...state.knobs, ...knobs },
  });
  const hostsOf = (pattern: NodePattern): readonly string[] =>
    [...state.frontends, ...state.computeNodes]
      .filter((node) => matchesNode(pattern, node))
      .map((node) => node.host);

  switch (happening.kind) {
    case 'kill': {
      const noticed = happening.noticed === true;
      return {
        ...state,
        frontends: frontendsWhere(happening.node, (fe) => killedFrontend(fe, noticed)),
        computeNodes: nodesWhere(happening.node, (node) => killedNode(node, noticed)),
      };
    }
    case 'revive':
      return {
        ...state,
        frontends: frontendsWhere(happening.node, (fe) =>
          fe.running ? fe : startedFrontend(fe, state),
        ),
        computeNodes: nodesWhere(happening.node, (node) =>
          node.running ? node : startedNode(node, state),
        ),
      };
    case 'restart':
      return {
        ...state,
        frontends: frontendsWhere(happening.node, (fe) => startedFrontend(fe, state)),
        computeNodes: nodesWhere(happening.node, (node) => startedNode(node, state)),
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
        })),
      };
    case 'freezeTicks': {
      const named = state.frontends
        .filter((fe) => matchesNode(happening.node, fe))
        .map((fe) => fe.name);
      const others = state.knobs.frozenTicks.filter((name) => !named.includes(name));
      return withKnobs({ frozenTicks: happening.frozen ? [...others, ...named] : others });
    }
    case 'clock':
      return withKnobs({ skewMs: happening.skewMs });
    case 'decommission':
      return {
        ...state,
        computeNodes: nodesWhere(happening.node, (node) => ({
          ...node,
          decommissioned: happening.on,
        })),
      };
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
        analysisErrors: happening.analysisErrors ?? 0,
        internalErrors: happening.internalErrors ?? 0,
        timeouts: happening.timeouts ?? 0,
      });
  }
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
  return noticed
    ? {
        ...dead,
        alive: false,
        missedHeartbeats: 4,
        errMsg: 'got exception: java.net.ConnectException: Connection refused',
      }
    : dead;
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
        tabletNum: 0,
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
    tabletNum: node.tabletNum === 0 ? Math.round(4800 / state.computeNodes.length) : node.tabletNum,
    counters: zeroed(node.counters),
    published: { ...node.system, at: state.at },
    dataCache: zeroed(node.dataCache),
    runningQueries: 0,
  };
}
