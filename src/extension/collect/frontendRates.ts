import type { NodeId } from '../../shared/ids';
import { combineReadings, sameReason, type Reading } from '../../shared/reading';
import { whyNull } from '../overview/missingFigure';
import type { FrontendMetrics } from '../starrocks/sources/feMetrics';
import type { DeriveContext } from './deriveContext';
import { counterRate } from './sampleRing';

/** Rates of a shorter stretch would be noise; it is also the stored grid. */
const finestRateMs = 30_000;

export type Counter = keyof {
  [K in keyof FrontendMetrics as FrontendMetrics[K] extends number | null ? K : never]: true;
};

/** Which counters count this monitor's own SELECTs too. */
const ownShare: Partial<Record<Counter, 'ended' | 'failed'>> = {
  queryTotal: 'ended',
  queryErr: 'failed',
  queryInternalErr: 'failed',
};

/** Rate of one FE's counter; own SELECTs are taken out of `query_total` (and failed ones of errors). */
export function frontendRate(context: DeriveContext, node: NodeId, key: Counter): Reading<number> {
  const { live, now, scrapeMs } = context;
  const reading = live.nodeReading('feMetrics', node, now);
  if (!reading.known) {
    return sameReason(reading);
  }
  return counterRate(
    live.frontendRing(node),
    'feMetrics',
    (metrics) => metrics[key],
    { stepMs: Math.max(scrapeMs, finestRateMs), periodMs: scrapeMs },
    (metrics) => whyNull(metrics, key),
    ownShare[key],
  );
}

/** Internal errors; where the version does not split them, everything but time-outs. */
export function internalErrors(context: DeriveContext, node: NodeId): Reading<number> {
  const split = frontendRate(context, node, 'queryInternalErr');
  if (split.known || split.why !== 'unsupported-version') {
    return split;
  }
  return combineReadings(
    frontendRate(context, node, 'queryErr'),
    frontendRate(context, node, 'queryTimeout'),
    (all, timeouts) => Math.max(0, all - timeouts),
  );
}

export function errorsOf(context: DeriveContext, node: NodeId): Reading<number> {
  return combineReadings(
    frontendRate(context, node, 'queryErr'),
    frontendRate(context, node, 'queryAnalysisErr'),
    (all, analysis) => Math.max(0, all - analysis),
  );
}
