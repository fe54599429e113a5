/** Frontends: query counters, latency, heap, journal, the 15 s timer, heartbeats and elections. */
import type { ClusterState, Knobs } from '../truth';
import type { FrontendState, LatencyState } from '../truthFrontends';
import { countOf, roll } from './dice';
import { allNodes, changeNodes } from './nodes';
import { unhealthyTablets } from './replicas';
import { leaderOf, type Second } from './second';
import { errorShares, latencyAt, queriesPerSecond } from './waves';

const MB = 1024 ** 2;
const TICK_S = 15;
const HEARTBEAT_S = 5;

export function stepFrontends(state: ClusterState, second: Second): ClusterState {
  const leader = leaderOf(state);
  const journal =
    leader === undefined
      ? 0
      : 3 +
        Math.floor(4 * roll(state.seed, 'journal', state.at)) +
        4 * (second.begun + second.visible + second.aborted);
  const journalId = (leader?.maxJournalId ?? 0) + journal;
  const serving = state.frontends.filter((fe) => fe.running).length;
  return {
    ...state,
    frontends: state.frontends.map((frontend) => {
      if (!frontend.running) {
        return frontend;
      }
      const leads = frontend.name === leader?.name;
      const queried = stepQueriesOf(state, second, frontend, serving);
      const journaled =
        leader === undefined
          ? queried
          : stepJournal(state, second, queried, leads, journal, journalId);
      return stepTick(state, stepHeap(state, journaled));
    }),
  };
}

function stepQueriesOf(
  state: ClusterState,
  second: Second,
  frontend: FrontendState,
  serving: number,
): FrontendState {
  const { climate } = second;
  const { knobs } = state;
  const salt = `queries ${String(frontend.id)}`;
  const share = (frontend.role === 'LEADER' ? 0.82 : 1.09) / serving;
  const finished = countOf(
    state.seed,
    salt,
    state.at,
    queriesPerSecond(climate, state.at) * share * knobs.trafficFactor,
  );
  const shares = errorShares(climate, state.at);
  const nodesAlive = allNodes(state).some((node) => node.running);
  const draw = (kind: string, expected: number): number =>
    Math.min(finished, countOf(state.seed, `${salt} ${kind}`, state.at, finished * expected));
  const analysis = draw('analysis', shares.analysis + knobs.analysisErrors);
  const timeout = Math.min(finished - analysis, draw('timeout', shares.timeout + knobs.timeouts));
  const internal = nodesAlive
    ? Math.min(
        finished - analysis - timeout,
        draw('internal', shares.internal + knobs.internalErrors),
      )
    : finished - analysis - timeout;
  const ended = second.ended.get(frontend.name) ?? { success: 0, slow: 0, timeout: 0, internal: 0 };
  const success = finished - analysis - timeout - internal + ended.success;
  const errors = analysis + timeout + internal + ended.timeout + ended.internal;
  const { counters } = frontend;
  const leads = frontend.role === 'LEADER';
  return {
    ...frontend,
    gauges: { ...frontend.gauges, queryQueuePending: leads ? knobs.queue.waiting : 0 },
    latency:
      success === 0
        ? frontend.latency
        : eased(
            frontend.latency,
            slowed(latencyAt(climate, frontend.id, state.at), knobs),
            success,
          ),
    counters: {
      ...counters,
      queryTotal: counters.queryTotal + success + errors,
      querySuccess: counters.querySuccess + success,
      queryErr: counters.queryErr + errors,
      queryAnalysisErr: counters.queryAnalysisErr + analysis,
      queryInternalErr: counters.queryInternalErr + internal + ended.internal,
      queryTimeout: counters.queryTimeout + timeout + ended.timeout,
      slowQuery: counters.slowQuery + ended.slow,
      queryQueueTimeout: counters.queryQueueTimeout + (leads ? knobs.queue.timeoutsPerSecond : 0),
      requestTotal:
        counters.requestTotal +
        success +
        errors +
        countOf(state.seed, `${salt} other`, state.at, finished * 0.3),
    },
  };
}

const slowed = (
  { p75, p95, p98, p99, p999, mean }: Omit<LatencyState, 'count'>,
  { latencyFactor: by }: Knobs,
): Omit<LatencyState, 'count'> => ({
  p75: by * p75,
  p95: by * p95,
  p98: by * p98,
  p99: by * p99,
  p999: by * p999,
  mean: by * mean,
});

/** The decaying reservoir follows the present with a delay of about half a minute. */
function eased(
  latency: LatencyState,
  target: Omit<LatencyState, 'count'>,
  success: number,
): LatencyState {
  const toward = (from: number, to: number): number =>
    Math.round((from + (to - from) * 0.04) * 1000) / 1000;
  return {
    p75: toward(latency.p75, target.p75),
    p95: toward(latency.p95, target.p95),
    p98: toward(latency.p98, target.p98),
    p99: toward(latency.p99, target.p99),
    p999: toward(latency.p999, target.p999),
    mean: toward(latency.mean, target.mean),
    count: latency.count + success,
  };
}

function stepJournal(
  state: ClusterState,
  second: Second,
  frontend: FrontendState,
  leads: boolean,
  entries: number,
  journalId: number,
): FrontendState {
  const { counters } = frontend;
  const rollNum = Number(state.frontendConfig['edit_log_roll_num'] ?? 50_000);
  const checkpoint = journalId - frontend.imageJournalId > rollNum;
  const image = checkpoint ? { imageJournalId: journalId, imageAt: state.at } : {};
  if (!leads) {
    const gap = journalId - frontend.replayedLive;
    const replayed =
      frontend.replaySpeed >= 1 ? gap : Math.min(gap, Math.floor(entries * frontend.replaySpeed));
    return {
      ...frontend,
      ...image,
      maxJournalId: journalId,
      replayedLive: frontend.replayedLive + replayed,
      counters: { ...counters, editLogRead: counters.editLogRead + replayed },
    };
  }
  return {
    ...frontend,
    ...image,
    maxJournalId: journalId,
    replayedLive: journalId,
    replayedJournalId: journalId,
    editLogLatency: { ...frontend.editLogLatency, count: frontend.editLogLatency.count + entries },
    counters: {
      ...counters,
      txnBegin: counters.txnBegin + second.begun,
      txnSuccess: counters.txnSuccess + second.visible,
      txnFailed: counters.txnFailed + second.aborted,
      loadAdd: counters.loadAdd + second.loadsAdded,
      loadFinished: counters.loadFinished + second.loadsFinished,
      routineLoadRows: counters.routineLoadRows + second.routineRows,
      routineLoadReceiveBytes: counters.routineLoadReceiveBytes + second.routineBytes,
      editLogWrite: counters.editLogWrite + entries,
      editLogSizeBytes: counters.editLogSizeBytes + entries * 576,
      imageWrite: counters.imageWrite + (checkpoint ? 1 : 0),
      imagePush: counters.imagePush + (checkpoint ? 2 : 0),
    },
  };
}

function stepHeap(state: ClusterState, frontend: FrontendState): FrontendState {
  const { heap, gc } = frontend;
  const held = state.knobs.heapPct[frontend.host];
  if (held !== undefined) {
    const usedBytes = Math.round((heap.maxBytes * held) / 100);
    return {
      ...frontend,
      heap: {
        ...heap,
        usedBytes,
        oldBytes: Math.round(usedBytes * 0.9),
        committedBytes: Math.max(heap.committedBytes, usedBytes),
      },
    };
  }
  const allocated = Math.round(
    (14 +
      16 * roll(state.seed, `heap ${String(frontend.id)}`, state.at) +
      frontend.sessions.filter(({ real }) => !real).length * 0.3) *
      MB,
  );
  const usedBytes = heap.usedBytes + allocated;
  if (usedBytes < heap.oldBytes + heap.maxBytes * 0.3) {
    return {
      ...frontend,
      heap: { ...heap, usedBytes, committedBytes: Math.max(heap.committedBytes, usedBytes) },
    };
  }
  const grown = heap.oldBytes + 3 * MB;
  const full = grown > heap.maxBytes * 0.6;
  const oldBytes = full ? Math.round(heap.maxBytes * 0.22) : grown;
  return {
    ...frontend,
    heap: { ...heap, usedBytes: oldBytes + 60 * MB, oldBytes },
    gc: {
      youngCount: gc.youngCount + 1,
      youngMs: gc.youngMs + 35 + Math.floor(30 * roll(state.seed, 'gc', state.at)),
      oldCount: gc.oldCount + (full ? 1 : 0),
      oldMs: gc.oldMs + (full ? 640 : 0),
    },
  };
}

function stepTick(state: ClusterState, frontend: FrontendState): FrontendState {
  const seconds = Math.floor(state.at / 1000);
  if (
    (seconds + frontend.id * 4) % TICK_S !== 0 ||
    state.knobs.frozenTicks.includes(frontend.name)
  ) {
    return frontend;
  }
  const { tick, counters } = frontend;
  const elapsed = Math.floor((state.at - tick.at) / 1000) + 1;
  const rate = (now: number, then: number): number => Math.max(0, now - then) / elapsed;
  return {
    ...frontend,
    tick: {
      at: state.at,
      qps: rate(counters.queryTotal, tick.base.queryTotal),
      rps: rate(counters.requestTotal, tick.base.requestTotal),
      queryErrRate: rate(counters.queryErr, tick.base.queryErr),
      maxTabletCompactionScore: maxTabletCompactionScore(state, frontend),
      safeMode: frontend.role === 'LEADER' && hasFullDisk(state) ? 1 : 0,
      base: {
        queryTotal: counters.queryTotal,
        requestTotal: counters.requestTotal,
        queryErr: counters.queryErr,
      },
    },
  };
}

/** Shared-data: of all partitions, on every FE. Shared-nothing: what the BEs reported, to the leader. */
function maxTabletCompactionScore(state: ClusterState, frontend: FrontendState): number {
  if (state.runMode === 'shared_data') {
    return Math.floor(Math.max(0, ...state.partitions.map((partition) => partition.score.max)));
  }
  return frontend.role === 'LEADER'
    ? Math.max(0, ...state.backends.map((node) => node.storage?.reported.maxScore ?? 0))
    : 0;
}

/** One disk of one living BE short of space is enough for safe mode, where that is switched on. */
function hasFullDisk(state: ClusterState): boolean {
  return (
    state.frontendConfig['enable_safe_mode'] === 'true' &&
    state.backends
      .filter((node) => node.alive)
      .flatMap((node) => node.storage?.reported.disks ?? [])
      .some((disk) => disk.availBytes < Math.min(disk.totalBytes * 0.1, 50 * 1024 * MB))
  );
}

export function stepHeartbeats(before: ClusterState): ClusterState {
  const state = elect(before);
  if (
    state.knobs.heartbeatsStalled ||
    leaderOf(state) === undefined ||
    Math.floor(state.at / 1000) % HEARTBEAT_S !== 0
  ) {
    return state;
  }
  const retries = Number(state.frontendConfig['heartbeat_retry_times'] ?? 3);
  const beaten = changeNodes(state, (node) =>
    node.running
      ? {
          ...node,
          alive: true,
          missedHeartbeats: 0,
          errMsg: '',
          statusCode: 'OK',
          lastHeartbeat: state.at,
        }
      : {
          ...node,
          missedHeartbeats: node.missedHeartbeats + 1,
          ...(node.missedHeartbeats >= retries
            ? {
                alive: false,
                statusCode: 'DISCONNECTED',
                errMsg:
                  node.errMsg === ''
                    ? 'exception: java.net.ConnectException: Connection refused'
                    : node.errMsg,
                // Shards move away at once; replicas of a dead BE stay counted.
                ...(node.kind === 'CN' ? { tabletNum: 0 } : {}),
              }
            : {}),
        },
  );
  return {
    ...beaten,
    frontends: state.frontends.map((frontend) =>
      frontend.running && !state.knobs.unheardFrontends.includes(frontend.name)
        ? {
            ...frontend,
            alive: true,
            missedHeartbeats: 0,
            errMsg: '',
            lastHeartbeat: state.at,
            replayedJournalId: frontend.replayedLive,
            gauges: {
              ...frontend.gauges,
              scheduledTablets: frontend.role === 'LEADER' ? unhealthyTablets(beaten) : 0,
            },
          }
        : {
            ...frontend,
            missedHeartbeats: frontend.missedHeartbeats + 1,
            ...(frontend.missedHeartbeats >= retries
              ? {
                  alive: false,
                  errMsg:
                    frontend.errMsg === ''
                      ? 'got exception: java.net.ConnectException: Connection refused'
                      : frontend.errMsg,
                }
              : {}),
          },
    ),
  };
}

/** With no leader running, a majority of electable FEs chooses the next one a few seconds later. */
function elect(state: ClusterState): ClusterState {
  if (
    state.knobs.noElection ||
    leaderOf(state) !== undefined ||
    Math.floor(state.at / 1000) % HEARTBEAT_S !== 2
  ) {
    return state;
  }
  const electable = state.frontends.filter((fe) => fe.role !== 'OBSERVER');
  const able = electable.filter((fe) => fe.running);
  const next = able[0];
  return next === undefined || able.length * 2 <= electable.length
    ? state
    : withLeader(state, next.name);
}

/** Hands the lead to one FE: the compaction history and running lake compactions are lost. */
export function withLeader(state: ClusterState, name: string): ClusterState {
  const lost = state.compactions.running.length;
  return {
    ...state,
    compactions: { ...state.compactions, running: [], history: [] },
    transactions: state.transactions.filter((txn) => txn.source !== 'LAKE_COMPACTION'),
    frontends: state.frontends.map((frontend) =>
      frontend.name === name
        ? {
            ...frontend,
            role: 'LEADER',
            alive: true,
            counters: { ...frontend.counters, txnFailed: frontend.counters.txnFailed + lost },
          }
        : frontend.role === 'LEADER'
          ? { ...frontend, role: 'FOLLOWER' }
          : frontend,
    ),
  };
}
