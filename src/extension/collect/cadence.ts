import type { SourceId } from '../../shared/ids';
import { secondMs, type EpochMs } from '../../shared/time';

/**
 * How often each source is asked. Cadences are seconds, not multiples of the interval: a shorter
 * interval makes only HTTP faster, a longer one slows everything.
 */
export type Cadence = {
  readonly source: SourceId;
  /** Period while nobody looks, seconds. */
  readonly hiddenS: number;
  /** Period while a panel or an expanded tree group shows the cluster. */
  readonly visibleS: number;
  /** SQL statements per asking; 0 for HTTP. */
  readonly statements: number;
  /** Whether it counts as a query on the cluster: off on a quiet one, left out of its QPS. */
  readonly select: boolean;
  /** What waits first when the budget is used up. */
  readonly urgency: 'keep' | 'delay' | 'delayFirst';
  /** Our deadline for one asking, ms. */
  readonly deadlineMs: number;
};

const sql = (
  source: SourceId,
  hiddenS: number,
  visibleS: number,
  urgency: Cadence['urgency'],
  more: Partial<Pick<Cadence, 'statements' | 'select' | 'deadlineMs'>> = {},
): Cadence => ({
  source,
  hiddenS,
  visibleS,
  urgency,
  statements: 1,
  select: false,
  deadlineMs: 10_000,
  ...more,
});

const http = (source: SourceId, deadlineMs: number): Cadence => ({
  source,
  hiddenS: 30,
  visibleS: 30,
  statements: 0,
  select: false,
  urgency: 'keep',
  deadlineMs,
});

/** Of the two node lists the empty one is asked this rarely. */
export const emptyNodeListS = 300;

/** With BE and CN rows both present these are asked only so often while nobody looks. */
export const mixedS: Partial<Record<SourceId, number>> = { frontends: 60, computeNodes: 60 };

export const cadences: readonly Cadence[] = [
  sql('clock', 300, 300, 'keep', { select: true }),
  sql('capabilities', 1800, 1800, 'delayFirst', { statements: 4 }),
  sql('frontends', 30, 30, 'keep'),
  sql('backends', 30, 30, 'keep'),
  sql('computeNodes', 30, 30, 'keep'),
  http('feMetrics', 3_000),
  http('beMetrics', 5_000),
  sql('runningQueries', 60, 30, 'keep', { deadlineMs: 15_000 }),
  sql('sessions', 120, 30, 'delay'),
  sql('lakeCompactions', 60, 30, 'delay'),
  sql('partitions', 300, 300, 'delayFirst', { select: true, deadlineMs: 30_000 }),
  sql('feConfig', 1800, 1800, 'delayFirst'),
];

export function cadenceOf(source: SourceId): Cadence {
  const cadence = cadences.find((candidate) => candidate.source === source);
  if (cadence === undefined) {
    throw new Error(`no cadence for source ${source}`);
  }
  return cadence;
}

/**
 * Spreads the sources over the slots so that they do not all fall due together: each, the most
 * frequent first, gets the phase whose busiest slot stays lowest.
 *
 * @param slotS length of a slot, seconds
 * @returns phase of each source, in slots
 */
export function assignPhases(
  list: readonly Cadence[],
  slotS: number,
): ReadonlyMap<SourceId, number> {
  const periodOf = (cadence: Cadence) => Math.max(1, Math.round(cadence.hiddenS / slotS));
  const horizon = Math.max(...list.map(periodOf));
  const load = new Array<number>(horizon).fill(0);
  const phases = new Map<SourceId, number>();
  for (const cadence of [...list].sort((a, b) => periodOf(a) - periodOf(b))) {
    const period = periodOf(cadence);
    let best = { phase: 0, peak: Number.POSITIVE_INFINITY };
    for (let phase = 0; phase < period; phase += 1) {
      let peak = 0;
      for (let slot = phase; slot < horizon; slot += period) {
        peak = Math.max(peak, (load[slot] ?? Number.NaN) + cadence.statements);
      }
      if (peak < best.peak) {
        best = { phase, peak };
      }
    }
    phases.set(cadence.source, best.phase);
    for (let slot = best.phase; slot < horizon; slot += period) {
      load[slot] = (load[slot] ?? Number.NaN) + cadence.statements;
    }
  }
  return phases;
}

export type SourceTiming = {
  /** Seconds of the table for the present visibility. */
  readonly tableS: number;
  readonly intervalS: number;
  readonly lastTookMs: number | undefined;
  readonly backoffMs: number;
};

/** Effective period = max(table, interval, 10 × last duration, back-off). */
export function effectivePeriodMs(timing: SourceTiming): number {
  return Math.max(
    timing.tableS * secondMs,
    timing.intervalS * secondMs,
    timing.lastTookMs === undefined ? 0 : 10 * timing.lastTookMs,
    timing.backoffMs,
  );
}

/** Back-off after so many failures in a row: the period itself, doubling, at most 10 min. */
export function backoffMs(periodMs: number, failures: number): number {
  return failures < 3 ? 0 : Math.min(600_000, periodMs * 2 ** Math.min(10, failures - 2));
}

/**
 * Whether a source is to be asked at the tick `tickAt`. Hidden ones keep to their phase; visible
 * ones follow from the last asking. Half a tick of tolerance absorbs jitter.
 *
 * @param slotMs length of a phase slot: a tick, but never less than 30 s
 */
export function isDue(
  tickAt: EpochMs,
  { tickMs, slotMs }: { readonly tickMs: number; readonly slotMs: number },
  periodMs: number,
  phase: number | undefined,
  lastAskedAt: EpochMs | undefined,
): boolean {
  if (lastAskedAt === undefined) {
    return true;
  }
  const elapsed = tickAt - lastAskedAt;
  if (phase === undefined || periodMs <= slotMs) {
    return elapsed >= periodMs - tickMs / 2;
  }
  const periodSlots = Math.max(1, Math.round(periodMs / slotMs));
  const inPhase = Math.floor(tickAt / slotMs) % periodSlots === phase % periodSlots;
  return elapsed >= 2 * periodMs || (inPhase && elapsed >= 0.75 * slotMs);
}
