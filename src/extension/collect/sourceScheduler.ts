import type { NodeId, SourceId } from '../../shared/ids';
import type { RunMode } from '../../shared/model/clusterHealth';
import { phrase, type Phrase } from '../../shared/phrase';
import type { UnknownReason } from '../../shared/reading';
import { secondMs, type EpochMs } from '../../shared/time';
import type { SourceCourse } from '../overview/overviewInput';
import {
  assignPhases,
  backoffMs,
  cadences,
  closedHttpS,
  effectivePeriodMs,
  isDue,
  isHttpKind,
  type Cadence,
  type HttpKind,
  type Layout,
  isHttpProbe,
  metricsBeside,
  type HttpProbe,
} from './cadence';
import { budget, Governor } from './governor';

type Asking = { lastAskedAt?: EpochMs; lastTookMs?: number; failures: number; delayed: boolean };

export type ScheduleFacts = {
  readonly visible: boolean;
  readonly quiet: boolean;
  /** The user switched HTTP off. */
  readonly httpOff: boolean;
  /** HTTP of these is closed to us: asked by SQL instead. */
  readonly httpClosed: ReadonlySet<HttpKind>;
  /** Whether BE and CN rows are both present. */
  readonly mixed: boolean;
  /** Sources that had no row in their last answer. */
  readonly emptyLists: ReadonlySet<SourceId>;
  readonly runMode: RunMode | null;
  /** Sources whose last answer told of very much. */
  readonly large: ReadonlySet<SourceId>;
  /** Sources whose last answer came in an older form. */
  readonly older: ReadonlySet<SourceId>;
  /** Whether there is an audit table to ask; else why not. */
  readonly audit: 'found' | NotAsked;
};

export type NotAsked = { readonly why: UnknownReason; readonly detail?: Phrase };

const urgencyOrder: Readonly<Record<Cadence['urgency'], number>> = {
  keep: 0,
  delay: 1,
  delayFirst: 2,
};

/** Decides which sources of one cluster are asked in a slot, and holds the statement budget. */
export class SourceScheduler {
  readonly #intervalS: number;
  readonly #slotMs: number;
  readonly #phases = new Map<string, ReadonlyMap<SourceId, number>>();
  readonly #governor: Governor;
  /** For the round under way; undefined when something is asked for the first time: that is free. */
  #taken: number | undefined;
  readonly #askings = new Map<SourceId, Asking>();
  /** Of the sources that are asked per node, by `source node`. */
  readonly #nodeAskings = new Map<string, Asking>();
  readonly #cadences: readonly Cadence[];

  constructor(intervalS: number, mono: number, list = cadences) {
    this.#intervalS = intervalS;
    const slotS = Math.max(30, intervalS);
    this.#slotMs = slotS * secondMs;
    this.#governor = new Governor(mono);
    this.#cadences = list;
  }

  /** Sources to ask at this tick, most urgent first; those the budget delays are marked and left out. */
  due(tickAt: EpochMs, mono: number, facts: ScheduleFacts): readonly Cadence[] {
    const phases = this.phases(facts);
    const wanted = this.on(facts)
      .filter((cadence) => {
        const asking = this.#askings.get(cadence.source);
        const period = this.periodMs(cadence.source, facts);
        // Delayed by the budget: its phase has passed, it follows as soon as there is room.
        return (
          asking?.delayed === true ||
          isDue(
            tickAt,
            { tickMs: this.#intervalS * secondMs, slotMs: this.#slotMs },
            period,
            facts.visible ? undefined : phases.get(cadence.source),
            asking?.lastAskedAt,
          )
        );
      })
      .sort((a, b) => urgencyOrder[a.urgency] - urgencyOrder[b.urgency]);
    this.#taken = 0;
    return wanted.filter((cadence) => {
      const asking = this.#asking(cadence.source);
      const statements = statementsOf(cadence, facts);
      const free = asking.lastAskedAt === undefined;
      asking.delayed =
        !free && statements > 0 && !this.#governor.tryTake(statements, budgetOf(facts), mono);
      if (free) {
        this.#taken = undefined;
      } else if (!asking.delayed && this.#taken !== undefined) {
        this.#taken += statements;
      }
      return !asking.delayed;
    });
  }

  /** After a round of what was due: how many statements it took, set-up of connections included. */
  settle(sent: number): void {
    if (this.#taken !== undefined) {
      this.#governor.settle(this.#taken, sent);
    }
  }

  /** Whether the budget has room for one more statement, which it then counts. */
  hasRoom(mono: number, facts: ScheduleFacts): boolean {
    // A hidden slot may need one more than flows in until then.
    const fits = this.#governor.tryTake(1, budgetOf(facts), mono, 1);
    if (fits && this.#taken !== undefined) {
      this.#taken += 1;
    }
    return fits;
  }

  /** What a person's refresh asks: everything light, free of the budget. */
  light(facts: ScheduleFacts): readonly Cadence[] {
    return this.on(facts).filter(({ urgency }) => urgency !== 'delayFirst');
  }

  /** @param node for a source that is asked per node: each has its own back-off */
  asked(source: SourceId, at: EpochMs, node?: NodeId): void {
    this.#asking(source).lastAskedAt = at;
    if (node !== undefined) {
      this.#nodeAsking(source, node).lastAskedAt = at;
    }
  }

  answered(source: SourceId, tookMs: number, ok: boolean, node?: NodeId): void {
    const asking = node === undefined ? this.#asking(source) : this.#nodeAsking(source, node);
    asking.lastTookMs = tookMs;
    asking.failures = ok ? 0 : asking.failures + 1;
  }

  /** Whether a node may be asked when its source is due: one that is slow or fails waits longer. */
  isNodeDue(source: HttpKind, node: NodeId, now: EpochMs, facts: ScheduleFacts): boolean {
    const asking = this.#nodeAsking(source, node);
    const waitMs = Math.max(
      effectivePeriodMs({ tableS: 0, intervalS: 0, lastTookMs: asking.lastTookMs, backoffMs: 0 }),
      this.#backoffMs(source, asking, this.periodMs(source, facts)),
    );
    const tickMs = this.#intervalS * secondMs;
    return asking.lastAskedAt === undefined || now - asking.lastAskedAt >= waitMs - tickMs / 2;
  }

  /** A person asks for everything: nodes that wait are asked at once as well. */
  forgetNodeWaits(): void {
    for (const asking of this.#nodeAskings.values()) {
      delete asking.lastAskedAt;
    }
  }

  /** After a reconnect everything is due at once. */
  forget(): void {
    this.#askings.clear();
    this.#nodeAskings.clear();
  }

  isDelayed(source: SourceId): boolean {
    return this.#askings.get(source)?.delayed === true;
  }

  /** Phases of the sources that are on, spread for this kind of cluster. */
  phases(facts: ScheduleFacts): ReadonlyMap<SourceId, number> {
    const hidden = { ...facts, visible: false };
    const on = this.on(facts).map((cadence) => ({
      ...cadence,
      hiddenS: this.#tableS(cadence, hidden),
    }));
    const key = on.map(({ source, hiddenS }) => `${source} ${hiddenS}`).join();
    let phases = this.#phases.get(key);
    if (phases === undefined) {
      phases = assignPhases(on, this.#slotMs / secondMs);
      this.#phases.set(key, phases);
    }
    return phases;
  }

  periodMs(source: SourceId, facts: ScheduleFacts, node?: NodeId): number {
    const asking =
      node === undefined ? this.#askings.get(source) : this.#nodeAskings.get(`${source} ${node}`);
    const cadence = this.#cadenceOf(source);
    const tableS = this.#tableS(cadence, facts);
    const { heavy } = cadence;
    const isHeavy =
      heavy !== undefined &&
      (facts.large.has(source) || Number(asking?.lastTookMs) > heavy.afterMs);
    const timing = {
      tableS: isHeavy ? Math.max(tableS, heavy.everyS) : tableS,
      intervalS: this.#intervalS,
      lastTookMs: asking?.lastTookMs,
      backoffMs: 0,
    };
    const plain = effectivePeriodMs(timing);
    return effectivePeriodMs({
      ...timing,
      backoffMs: asking === undefined ? 0 : this.#backoffMs(source, asking, plain),
    });
  }

  #backoffMs(source: SourceId, { failures }: Asking, periodMs: number): number {
    const most = this.#cadenceOf(source).urgency === 'keep' ? 60_000 : 600_000;
    return Math.min(most, backoffMs(periodMs, failures));
  }

  /** How asking a source goes, without what the newest answer said. */
  course(source: SourceId, facts: ScheduleFacts): Omit<SourceCourse, 'failure'> {
    const { failures, lastTookMs } = this.#asking(source);
    return {
      failures,
      ...(lastTookMs === undefined ? {} : { tookMs: lastTookMs }),
      tableMs: this.#tableS(this.#cadenceOf(source), facts) * secondMs,
      periodMs: this.periodMs(source, facts),
    };
  }

  /** The sources that are asked at all on such a cluster. */
  on(facts: ScheduleFacts): readonly Cadence[] {
    return this.#cadences.filter((cadence) => whyOff(cadence, facts) === undefined);
  }

  /** Why a source is never asked now; undefined = it is. */
  whyOff(source: SourceId, facts: ScheduleFacts): NotAsked | undefined {
    return whyOff(this.#cadenceOf(source), facts);
  }

  #tableS(cadence: Cadence, facts: ScheduleFacts): number {
    const { source, emptyS } = cadence;
    if (emptyS !== undefined && facts.emptyLists.has(source)) {
      return emptyS;
    }
    if (isHttpKind(source) && facts.httpClosed.has(source)) {
      return closedHttpS;
    }
    // A short interval makes only metrics over HTTP faster: nothing else runs faster than the table.
    const fastS = isHttpKind(source) ? this.#intervalS : Number.POSITIVE_INFINITY;
    const layout = layoutOf(facts);
    const { hiddenS, visibleS } = {
      ...cadence,
      ...(layout === undefined ? {} : cadence.inLayout?.[layout]),
    };
    const olderS = isOlder(cadence, facts) ? cadence.older?.visibleS : undefined;
    return Math.min(facts.visible ? (olderS ?? visibleS) : hiddenS, fastS);
  }

  #cadenceOf(source: SourceId): Cadence {
    const cadence = this.#cadences.find((candidate) => candidate.source === source);
    if (cadence === undefined) {
      throw new Error(`no cadence for source ${source}`);
    }
    return cadence;
  }

  #asking(source: SourceId): Asking {
    return askingIn(this.#askings, source);
  }

  #nodeAsking(source: SourceId, node: NodeId): Asking {
    return askingIn(this.#nodeAskings, `${source} ${node}`);
  }
}

function askingIn<K>(askings: Map<K, Asking>, key: K): Asking {
  let asking = askings.get(key);
  if (asking === undefined) {
    asking = { failures: 0, delayed: false };
    askings.set(key, asking);
  }
  return asking;
}

/** SQL statements that one asking costs on such a cluster. */
export function statementsOf(cadence: Cadence, facts: ScheduleFacts): number {
  const several =
    facts.visible && isOlder(cadence, facts) ? cadence.older?.visibleStatements : undefined;
  return several ?? cadence.statements;
}

function budgetOf({ visible, httpClosed }: ScheduleFacts): number {
  return (visible ? budget.visible : budget.hidden) + httpClosed.size * budget.closedHttp;
}

const needsHttp = {
  datacache: 'text.needs-be-http',
  imageAge: 'text.needs-fe-http',
} as const satisfies Record<HttpProbe, string>;

function whyOff(cadence: Cadence, facts: ScheduleFacts): NotAsked | undefined {
  const { source, layouts, older, insteadOf, select, onlyVisible, audit } = cadence;
  if (isHttpKind(source)) {
    return facts.httpOff ? { why: 'disabled' } : undefined;
  }
  if (isHttpProbe(source) && (facts.httpOff || facts.httpClosed.has(metricsBeside[source]))) {
    return { why: 'not-applicable', detail: phrase(needsHttp[source]) };
  }
  if (insteadOf !== undefined && !facts.httpClosed.has(insteadOf)) {
    return { why: 'not-applicable' };
  }
  if (older?.only === true && !isOlder(cadence, facts)) {
    return { why: 'not-applicable' };
  }
  if (layouts !== undefined && !isLaidOut(layouts, facts)) {
    return { why: 'not-applicable' };
  }
  if (facts.quiet && select && source !== 'clock') {
    return { why: 'disabled', detail: phrase('text.quiet') };
  }
  const unaudited = audit === undefined ? undefined : whyWithoutAudit(audit, facts.audit);
  return unaudited === undefined && onlyVisible === true && !facts.visible
    ? { why: 'not-collected-yet', detail: phrase('text.onlyVisible') }
    : unaudited;
}

/** What stands in for the audit table waits until it was looked for. */
function whyWithoutAudit(
  wanted: 'found' | 'missing',
  audit: ScheduleFacts['audit'],
): NotAsked | undefined {
  if (wanted === 'found') {
    return audit === 'found' ? undefined : audit;
  }
  return audit === 'found' || audit.why === 'not-collected-yet'
    ? { why: audit === 'found' ? 'not-applicable' : 'not-collected-yet' }
    : undefined;
}

function isOlder({ older }: Cadence, facts: ScheduleFacts): boolean {
  return older !== undefined && facts.older.has(older.by);
}

/** While the run mode is not known everything is asked; with CNs beside BEs it still decides. */
function isLaidOut(layouts: readonly Layout[], { mixed, runMode }: ScheduleFacts): boolean {
  return (
    (!mixed || layouts.includes('mixed')) &&
    (runMode === null || layouts.includes(layoutOfRunMode[runMode]))
  );
}

const layoutOfRunMode: Readonly<Record<RunMode, Layout>> = {
  shared_nothing: 'shared-nothing',
  shared_data: 'shared-data',
};

function layoutOf({ mixed, runMode }: ScheduleFacts): Layout | undefined {
  if (mixed) {
    return 'mixed';
  }
  return runMode === null ? undefined : layoutOfRunMode[runMode];
}
