import type { SourceId } from '../../shared/ids';
import { secondMs, type EpochMs } from '../../shared/time';

/**
 * What kind of cluster it is as far as the cadence goes: shared-nothing, shared-data, or BE and CN
 * rows both present.
 */
export type Layout = 'shared-nothing' | 'shared-data' | 'mixed';

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
  /** Layouts in which it is asked; absent = in all. */
  readonly layouts?: readonly Layout[];
  /** Periods that differ in a layout. */
  readonly inLayout?: Partial<Record<Layout, Partial<Pick<Cadence, 'hiddenS' | 'visibleS'>>>>;
  /** Period while its last answer had no row. */
  readonly emptyS?: number;
  /** What differs where `by` is understood in an older form only. */
  readonly older?: {
    readonly by: SourceId;
    readonly visibleS?: number;
    /** Statements per asking while somebody looks: one per FE. */
    readonly visibleStatements?: number;
    /** Asked only there. */
    readonly only?: true;
  };
  /** Period from the time on that an answer took so long, or that it told of so much. */
  readonly heavy?: { readonly afterMs: number; readonly everyS: number };
  /** Asked only while this one is closed to us. */
  readonly insteadOf?: HttpKind;
  /** Asked only of a cluster whose audit table was found, or only of one where it was not. */
  readonly audit?: 'found' | 'missing';
  /** Asked only while somebody looks. */
  readonly onlyVisible?: true;
};

/** What is asked over HTTP, and by SQL where HTTP is closed to us. */
export type HttpKind = 'feMetrics' | 'beMetrics';

/** What only HTTP tells of a node, where its metrics answer by HTTP too. */
export type HttpProbe = 'datacache' | 'imageAge';

/** Its nodes, and whether they let us in, are known from these. */
export const metricsBeside = {
  datacache: 'beMetrics',
  imageAge: 'feMetrics',
} as const satisfies Record<HttpProbe, HttpKind>;

export function isHttpProbe(source: SourceId): source is HttpProbe {
  return source === 'datacache' || source === 'imageAge';
}

export function isHttpKind(source: SourceId): source is HttpKind {
  return source === 'feMetrics' || source === 'beMetrics';
}

type Optional = Partial<
  Pick<
    Cadence,
    | 'statements'
    | 'select'
    | 'deadlineMs'
    | 'layouts'
    | 'inLayout'
    | 'emptyS'
    | 'older'
    | 'insteadOf'
    | 'heavy'
    | 'audit'
    | 'onlyVisible'
  >
>;

const sql = (
  source: SourceId,
  hiddenS: number,
  visibleS: number,
  urgency: Cadence['urgency'],
  more: Optional = {},
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

const http = (
  source: HttpKind | HttpProbe,
  deadlineMs: number,
  hiddenS = 30,
  visibleS = hiddenS,
): Cadence => ({
  source,
  hiddenS,
  visibleS,
  statements: 0,
  select: false,
  urgency: 'keep',
  deadlineMs,
});

/** An HTTP port that was closed to us is tried again this often, seconds. */
export const closedHttpS = 300;

const lake: readonly Layout[] = ['shared-data', 'mixed'];
const local: readonly Layout[] = ['shared-nothing', 'mixed'];

export const cadences: readonly Cadence[] = [
  sql('clock', 300, 300, 'keep', { select: true }),
  sql('capabilities', 1800, 1800, 'delayFirst', { statements: 4 }),
  sql('frontends', 30, 30, 'keep', { inLayout: { mixed: { hiddenS: 60 } } }),
  sql('backends', 30, 30, 'keep', { emptyS: 300 }),
  sql('computeNodes', 30, 30, 'keep', {
    emptyS: 300,
    inLayout: { mixed: { hiddenS: 60, visibleS: 60 } },
  }),
  http('feMetrics', 3_000),
  http('beMetrics', 5_000),
  http('datacache', 3_000, 300, 60),
  http('imageAge', 3_000, 300, 60),
  sql('feMetricsSql', 30, 30, 'keep', { select: true, insteadOf: 'feMetrics' }),
  sql('beMetricsSql', 30, 30, 'keep', { select: true, insteadOf: 'beMetrics' }),
  sql('runningQueries', 60, 30, 'keep', {
    deadlineMs: 15_000,
    older: { by: 'runningQueries', visibleStatements: 2 },
  }),
  sql('sessions', 120, 30, 'delay', { older: { by: 'sessions', visibleStatements: 2 } }),
  sql('lakeCompactions', 60, 30, 'delay', { layouts: lake }),
  sql('partitions', 300, 300, 'delayFirst', {
    select: true,
    deadlineMs: 30_000,
    layouts: lake,
  }),
  sql('localCompactions', 300, 120, 'delay', { select: true, layouts: local }),
  sql('feConfig', 1800, 1800, 'delayFirst'),
  sql('beConfig', 1800, 1800, 'delayFirst', { select: true }),
  sql('loads', 120, 60, 'delay', { select: true, older: { by: 'loads', visibleS: 120 } }),
  sql('streamLoads', 240, 240, 'delay', { select: true, older: { by: 'loads', only: true } }),
  sql('routineLoads', 120, 60, 'delay', {
    select: true,
    emptyS: 600,
    older: { by: 'routineLoads', visibleS: 120 },
  }),
  sql('txnDetail', 120, 60, 'delay'),
  sql('alterSweep', 120, 60, 'delayFirst', { older: { by: 'sessions', visibleS: 120 } }),
  sql('queue', 120, 60, 'delay'),
  sql('mvs', 300, 120, 'delayFirst', { select: true }),
  sql('taskRuns', 300, 120, 'delayFirst', { select: true }),
  sql('taskSchedules', 1800, 1800, 'delayFirst', { select: true }),
  sql('metadata', 1800, 1800, 'delayFirst', {
    select: true,
    deadlineMs: 60_000,
    heavy: { afterMs: 10_000, everyS: 3600 },
  }),
  sql('resourceGroups', 1800, 1800, 'delayFirst'),
  sql('warehouses', 1800, 1800, 'delayFirst', { layouts: lake }),
  sql('tabletHealth', 300, 300, 'delayFirst', {
    deadlineMs: 30_000,
    inLayout: { 'shared-data': { hiddenS: 3600, visibleS: 3600 } },
    heavy: { afterMs: 3_000, everyS: 900 },
  }),
  // Beside CNs the budget has hardly any room left for it.
  sql('tabletScheduler', 300, 300, 'delayFirst', {
    statements: 2,
    layouts: local,
    inLayout: { mixed: { visibleS: 1800 } },
    onlyVisible: true,
  }),
  // Seldom while nobody looks: the budget has no more room for it.
  sql('auditTable', 10_800, 1800, 'delayFirst', { statements: 2 }),
  sql('auditMinutes', 120, 60, 'delayFirst', { select: true, audit: 'found' }),
  sql('auditSlow', 120, 60, 'delayFirst', {
    select: true,
    deadlineMs: 30_000,
    audit: 'found',
  }),
  sql('auditTop', 900, 900, 'delayFirst', {
    statements: 2,
    select: true,
    deadlineMs: 30_000,
    audit: 'found',
    onlyVisible: true,
  }),
  sql('profileList', 300, 60, 'delayFirst', { audit: 'missing' }),
];

export function cadenceOf(source: SourceId): Cadence {
  const cadence = cadences.find((candidate) => candidate.source === source);
  if (cadence === undefined) {
    throw new Error(`no cadence for source ${source}`);
  }
  return cadence;
}

/**
 * Spreads the sources over the slots so that they do not all fall due together: each gets
 * the phase whose busiest slot stays lowest, and among those the one whose slots are the emptiest.
 * Those of several statements choose first, then the most frequent.
 *
 * @param slotS length of a slot, seconds
 * @returns phase of each source, in slots
 */
export function assignPhases(
  list: readonly Cadence[],
  slotS: number,
): ReadonlyMap<SourceId, number> {
  const periodOf = (cadence: Cadence) => Math.max(1, Math.round(cadence.hiddenS / slotS));
  const horizon = list.map(periodOf).reduce(leastCommonMultiple, 1);
  const load = new Array<number>(horizon).fill(0);
  const phases = new Map<SourceId, number>();
  const hardestFirst = [...list].sort(
    (a, b) => b.statements - a.statements || periodOf(a) - periodOf(b),
  );
  for (const cadence of hardestFirst) {
    const period = periodOf(cadence);
    const slotsOf = (phase: number): readonly number[] => {
      const slots: number[] = [];
      for (let slot = phase; slot < horizon; slot += period) {
        slots.push(Number(load[slot]) + cadence.statements);
      }
      return slots;
    };
    let best = { phase: 0, peak: Number.POSITIVE_INFINITY, sum: Number.POSITIVE_INFINITY };
    for (let phase = 0; phase < period; phase += 1) {
      const loads = slotsOf(phase);
      const peak = Math.max(...loads);
      const sum = loads.reduce((total, n) => total + n, 0);
      if (peak < best.peak || (peak === best.peak && sum < best.sum)) {
        best = { phase, peak, sum };
      }
    }
    phases.set(cadence.source, best.phase);
    slotsOf(best.phase).forEach((n, turn) => {
      load[best.phase + turn * period] = n;
    });
  }
  return phases;
}

function leastCommonMultiple(a: number, b: number): number {
  let [divisor, rest] = [a, b];
  while (rest > 0) {
    [divisor, rest] = [rest, divisor % rest];
  }
  return (a / divisor) * b;
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
