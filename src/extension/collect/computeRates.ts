import type { NodeId } from '../../shared/ids';
import { known, sameReason, unknown, type Reading } from '../../shared/reading';
import { whyNull } from '../overview/missingFigure';
import type { ComputeMetrics } from '../starrocks/sources/beMetrics';
import type { ComputeRow } from '../starrocks/sources/computeRows';
import type { DeriveContext } from './deriveContext';
import { baseSample, counterRate, restartedBetween, type SampleRing } from './sampleRing';

/** The BE's own counters of CPU, disks and network move every 15 s: rates span at least 30 s. */
const systemStepMs = 30_000;

/** Rate per second of one counter of a node; unknown as its /metrics are. */
export function rate(
  context: DeriveContext,
  node: NodeId,
  f: (metrics: ComputeMetrics) => number | null,
  key: string,
  whyAbsent?: 'not-applicable',
): Reading<number> {
  const { live, now, scrapeMs } = context;
  const reading = live.nodeReading('beMetrics', node, now);
  if (!reading.known) {
    return sameReason(reading);
  }
  const ring = live.computeRing(node);
  const { newest } = ring;
  const base = newest === undefined ? undefined : baseSample(ring, newest, systemStepMs);
  if (
    newest !== undefined &&
    base !== undefined &&
    (key === 'network' || key === 'devices') &&
    !Object.keys(newest.value[key] ?? {}).every((name) =>
      Object.hasOwn(base.value[key] ?? {}, name),
    )
  ) {
    // A device that was not there before brings the count of its whole life.
    return unknown('counter-reset', newest.observedAt, { source: newest.source });
  }
  return counterRate(
    ring,
    'beMetrics',
    f,
    { stepMs: systemStepMs, periodMs: scrapeMs },
    (metrics) =>
      metrics.unusable.includes(key) ? 'malformed' : (whyAbsent ?? whyNull(metrics, key)),
  );
}

export function utilisation(context: DeriveContext, row: ComputeRow): Reading<number> {
  const { live, now } = context;
  if (row.alive !== true) {
    return unknown('node-down', row.lastHeartbeatAt ?? now, { source: 'beMetrics' });
  }
  const reading = live.nodeReading('beMetrics', row.node, now);
  if (!reading.known) {
    return sameReason(reading);
  }
  if (reading.value.devices === null) {
    const why = reading.value.unusable.includes('devices') ? 'malformed' : 'not-applicable';
    return unknown(why, reading.observedAt, { source: reading.source });
  }
  const busiest = busiestDevice(live.computeRing(row.node));
  return busiest === undefined
    ? unknown('insufficient-history', reading.observedAt, { source: reading.source })
    : busiest.pct === null
      ? unknown('counter-reset', reading.observedAt, { source: reading.source })
      : known(busiest.pct, reading);
}

/** Busiest whole device over the newest interval; `pct` null after a reset, undefined too early. */
export function busiestDevice(
  ring: SampleRing<ComputeMetrics>,
): { readonly device: string; readonly pct: number | null } | undefined {
  const newest = ring.newest;
  const base = newest === undefined ? undefined : baseSample(ring, newest, systemStepMs);
  if (newest === undefined || base === undefined) {
    return undefined;
  }
  const elapsed = newest.mono - base.mono;
  let busiest: { device: string; pct: number | null } | undefined;
  for (const [device, now] of Object.entries(newest.value.devices ?? {})) {
    const then = base.value.devices?.[device];
    if (then === undefined) {
      continue;
    }
    const delta = now.ioTimeMs - then.ioTimeMs;
    if (delta < 0 || restartedBetween(base, newest)) {
      return { device, pct: null };
    }
    const pct = Math.min(100, (100 * delta) / elapsed);
    if (busiest?.pct === undefined || busiest.pct === null || pct > busiest.pct) {
      busiest = { device, pct };
    }
  }
  return busiest;
}
