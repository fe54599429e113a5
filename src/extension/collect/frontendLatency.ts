import type { NodeId } from '../../shared/ids';
import { known, mostCommonReason, sameReason, unknown, type Reading } from '../../shared/reading';
import type { FrontendRow } from '../starrocks/sources/frontends';
import { missingFigure } from '../overview/missingFigure';
import { figure, nobodyExpected, type DeriveContext } from './deriveContext';
import { baseSample, ownBetween, sinceRestart } from './sampleRing';

/** Below so many foreign queries in five minutes an FE's quantiles mean nothing. */
const minQueriesForLatency = 20;
const fiveMinutesMs = 300_000;
const maxOwnShare = 0.1;

/** The FE whose quantiles speak for the cluster: the slowest (p99) of those with enough traffic. */
export function latencyFrontend(
  context: DeriveContext,
  expected: readonly FrontendRow[],
): Reading<NodeId> {
  const parts = expected.map((row) => ({
    node: row.node,
    reading: latencyOf(context, row.node),
  }));
  let slowest: { node: NodeId; value: number; observedAt: number } | undefined;
  for (const { node, reading } of parts) {
    if (reading.known && (slowest === undefined || reading.value > slowest.value)) {
      slowest = { node, value: reading.value, observedAt: reading.observedAt };
    }
  }
  if (parts.length === 0) {
    return nobodyExpected(context, 'frontends');
  }
  if (slowest === undefined) {
    return mostCommonReason(parts, context.now);
  }
  const missing = parts.filter(({ reading }) => isUnmeasured(reading)).map(({ node }) => node);
  return known(
    slowest.node,
    { observedAt: slowest.observedAt, source: 'feMetrics' },
    missing.length === 0
      ? {}
      : {
          bound: 'lower',
          coverage: {
            have: parts.length - missing.length,
            of: parts.length,
            missing: missing.slice(0, 10),
          },
        },
  );
}

/** An FE without traffic is measured: it has no latency. One that does not answer is not. */
function isUnmeasured(reading: Reading<number>): boolean {
  return !reading.known && reading.why !== 'no-traffic' && reading.why !== 'insufficient-history';
}

/** 99th percentile of one FE's queries, ms; known only with enough queries that are not our own. */
export function latencyOf(
  { live, now }: Pick<DeriveContext, 'live' | 'now'>,
  node: NodeId,
): Reading<number> {
  const reading = live.nodeReading('feMetrics', node, now);
  if (!reading.known) {
    return sameReason(reading);
  }
  const p99 = figure(reading, 'p99');
  if (!p99.known) {
    return p99;
  }
  const ring = live.frontendRing(node).samples;
  // While the metrics came by SQL, nothing was said of this counter.
  const counted = ring.filter(({ value }) => value.latencyCount !== null);
  const newest = counted.at(-1);
  if (newest === undefined || newest !== ring.at(-1)) {
    return ring.length === 0
      ? unknown('insufficient-history', p99.observedAt, { source: p99.source })
      : missingFigure(reading.value, 'latencyCount', reading);
  }
  const samples = sinceRestart({ samples: counted }, ({ latencyCount }) => latencyCount);
  if (samples.length === 1 && counted.length > 1) {
    return unknown('counter-reset', newest.observedAt, { source: newest.source });
  }
  const oldest = baseSample({ samples }, newest, fiveMinutesMs) ?? samples[0] ?? newest;
  const count = Number(newest.value.latencyCount) - Number(oldest.value.latencyCount);
  const mine = ownBetween(oldest, newest).ended;
  const foreign = count - mine;
  if (mine > maxOwnShare * count) {
    return unknown('no-traffic', newest.observedAt, { source: 'feMetrics' });
  }
  if (foreign < minQueriesForLatency) {
    const full = newest.mono - oldest.mono >= fiveMinutesMs * 0.8;
    return unknown(full ? 'no-traffic' : 'insufficient-history', newest.observedAt, {
      source: 'feMetrics',
    });
  }
  return p99;
}
