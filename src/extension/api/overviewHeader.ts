import type { SourceId } from '../../shared/ids';
import type {
  CollectionState,
  OverviewHeader,
  SourceStatus,
} from '../../shared/model/extendedOverview';
import { sameReason } from '../../shared/reading';
import { thresholdsOf } from '../../shared/thresholds';
import { secondMs } from '../../shared/time';
import { cadences, isHttpProbe, metricsBeside } from '../collect/cadence';
import type { Clock } from '../collect/clock';
import type { ClusterMonitor } from '../collect/clusterMonitor';
import { runModeOf } from '../overview/clusterFacts';
import type { OverviewInput } from '../overview/overviewInput';
import { limitationsOf } from './limitationsOf';

/** What stands above every view of a cluster: who it is, how fresh it is, what it costs. */
export function headerOf(
  monitor: ClusterMonitor,
  clock: Clock,
  input: OverviewInput,
): OverviewHeader {
  const { profile, status } = monitor;
  const now = clock.now();
  const capabilities = monitor.live.reading('capabilities', now);
  const version = capabilities.known
    ? { ...capabilities, value: capabilities.value.version }
    : sameReason(capabilities);
  const runMode = runModeOf({ capabilities, feConfig: monitor.live.reading('feConfig', now) });
  const sources = cadences
    .filter(({ insteadOf }) => insteadOf === undefined || monitor.httpClosed.has(insteadOf))
    .map(({ source }) => sourceStatus(monitor, source));
  const userHost = capabilities.known ? capabilities.value.userHost : null;
  const user = userHost === null ? {} : { userHost };
  const limitations = limitationsOf(monitor.profile.user, input, {
    sources,
    version,
    runMode,
    ...user,
  });
  return {
    now,
    timeScale: clock.scale,
    clusterId: profile.id,
    name: profile.name,
    ...(profile.group === undefined ? {} : { group: profile.group }),
    production: profile.production === true,
    demo: profile.demo === true,
    state: stateOf(monitor, now),
    ...(status.message === undefined ? {} : { message: status.message }),
    intervalS: monitor.intervalMs / secondMs,
    ...(status.lastRoundAt === undefined ? {} : { lastRoundAt: status.lastRoundAt }),
    ...(status.lastAnswerAt === undefined ? {} : { lastAnswerAt: status.lastAnswerAt }),
    ...(monitor.nextRoundAt === undefined ? {} : { nextRoundAt: monitor.nextRoundAt }),
    refreshing: status.refreshing,
    version,
    runMode,
    ...(monitor.via === undefined ? {} : { via: monitor.via }),
    sources,
    metricsBySql: [...monitor.httpClosed],
    ...user,
    ...(limitations.length === 0 ? {} : { limitations }),
    thresholds: thresholdsOf(profile.thresholds),
    ownCost: monitor.cost.per30s(now),
    historyBytes: monitor.historySize.reading(now),
    ...(status.historyProblem === undefined ? {} : { historyProblem: status.historyProblem }),
  };
}

function stateOf(monitor: ClusterMonitor, now: number): CollectionState {
  const { status, intervalMs } = monitor;
  if (status.paused) {
    return 'paused';
  }
  if (!status.begun) {
    return 'loading';
  }
  if (status.credentialsMissing && !status.connected) {
    return 'no-credentials';
  }
  if (!status.connected) {
    return 'disconnected';
  }
  const late = status.lastRoundAt !== undefined && now - status.lastRoundAt > 2 * intervalMs;
  return late ? 'stale' : 'live';
}

/** A source asked per node is as good as its worst node. */
function sourceStatus(monitor: ClusterMonitor, source: SourceId): SourceStatus {
  const { off, asking, delayed, periodMs, closed } = monitor.sourceState(source);
  const periodS = periodMs / secondMs;
  if (off !== undefined) {
    return { source, state: 'off', why: off.why, periodS };
  }
  const kind = isHttpProbe(source) ? metricsBeside[source] : source;
  const nodes =
    kind === 'feMetrics'
      ? monitor.live
          .frontends()
          .filter(({ alive }) => alive === true)
          .map(({ node }) => node)
      : kind === 'beMetrics'
        ? monitor.live
            .computes()
            .filter(({ alive }) => alive === true)
            .map(({ node }) => node)
        : [undefined];
  const newest = nodes.flatMap((node) => {
    const observation = monitor.live.newest(source, node);
    return observation === undefined ? [] : [observation];
  });
  const worst = closed ?? newest.find((observation) => !observation.ok) ?? newest[0];
  if (worst === undefined) {
    return { source, state: asking ? 'asking' : 'waiting', periodS };
  }
  return {
    source,
    state: delayed ? 'delayed' : worst.ok ? 'ok' : 'failed',
    ...(worst.ok ? {} : { why: worst.why, message: worst.message }),
    observedAt: worst.observedAt,
    tookMs: worst.tookMs,
    periodS,
  };
}
