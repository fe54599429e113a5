import type { NodeId } from '../../shared/ids';
import { known, maxReading, sameReason, unknown, type Reading } from '../../shared/reading';
import type { FrontendMetrics } from '../starrocks/sources/feMetrics';
import type { FrontendRow } from '../starrocks/sources/frontends';
import { figure, nobodyExpected, type DeriveContext } from './deriveContext';
import type { SampleRing } from './sampleRing';

/** So many bit-equal samples of a 15 s gauge, while its counter moved, mean a stopped timer. */
const frozenSamples = 6;

/** Shared-data: any FE has it; shared-nothing: the leader's. A frozen 15 s gauge is no measurement. */
export function compactionScore(
  context: DeriveContext,
  expected: readonly FrontendRow[],
  leader: FrontendRow | undefined,
): Reading<number> {
  const { live, now, runMode } = context;
  const gauge = (node: NodeId): Reading<number> =>
    isFrozen(live.frontendRing(node))
      ? unknown('malformed', now, { source: 'feMetrics' })
      : figure(live.nodeReading('feMetrics', node, now), 'maxTabletCompactionScore');
  if (!runMode.known) {
    return sameReason(runMode);
  }
  if (runMode.value === 'shared_nothing') {
    return leader === undefined ? nobodyExpected(context, 'frontends') : gauge(leader.node);
  }
  const parts = expected.map(({ node }) => ({ node, reading: gauge(node) }));
  const frozen = parts.filter(({ node }) => isFrozen(live.frontendRing(node)));
  if (frozen.length > 0 && frozen.length === parts.length) {
    const partitions = live.reading('partitions', now);
    const worst = partitions.known ? partitions.value.worst[0]?.maxScore : undefined;
    if (partitions.known && typeof worst === 'number') {
      return known(worst, partitions);
    }
  }
  const highest =
    parts.length === 0 ? nobodyExpected(context, 'frontends') : maxReading(parts, now);
  // Every FE holds the same replayed figure, so one is enough and a missing one makes no bound.
  if (!highest.known) {
    return highest;
  }
  return known(highest.value, highest);
}

/** Whether an FE's 15 s timer has stopped for good. */
export function isFrozen(ring: SampleRing<FrontendMetrics>): boolean {
  const samples = ring.samples.slice(-frozenSamples);
  const [first, ...rest] = samples;
  if (first === undefined || samples.length < frozenSamples || first.value.qpsGauge === null) {
    return false;
  }
  return (
    rest.every((sample) => sample.value.qpsGauge === first.value.qpsGauge) &&
    rest.every((sample, i) => sample.value.queryTotal !== samples[i]?.value.queryTotal)
  );
}
