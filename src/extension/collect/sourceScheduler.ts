import type { SourceId } from '../../shared/ids';
import { secondMs, type EpochMs } from '../../shared/time';
import {
  assignPhases,
  backoffMs,
  cadenceOf,
  cadences,
  effectivePeriodMs,
  emptyNodeListS,
  isDue,
  mixedS,
  type Cadence,
} from './cadence';
import { budget, Governor } from './governor';

type Asking = { lastAskedAt?: EpochMs; lastTookMs?: number; failures: number; delayed: boolean };

export type ScheduleFacts = {
  readonly visible: boolean;
  readonly quiet: boolean;
  readonly httpOff: boolean;
  /** Whether BE and CN rows are both present. */
  readonly mixed: boolean;
  /** Of the two node lists: the ones that had no row in their last answer. */
  readonly emptyLists: ReadonlySet<SourceId>;
  readonly sharedNothing: boolean;
};

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
  readonly #askings = new Map<SourceId, Asking>();

  constructor(intervalS: number, mono: number) {
    this.#intervalS = intervalS;
    const slotS = Math.max(30, intervalS);
    this.#slotMs = slotS * secondMs;
    this.#governor = new Governor(mono);
  }

  /** Sources to ask at this tick, most urgent first; those the budget delays are marked and left out. */
  due(tickAt: EpochMs, mono: number, facts: ScheduleFacts): readonly Cadence[] {
    const phases = this.phases(facts);
    const wanted = cadences
      .filter((cadence) => this.#isOn(cadence, facts))
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
    const perPeriod = facts.visible ? budget.visible : budget.hidden;
    return wanted.filter((cadence) => {
      const asking = this.#asking(cadence.source);
      const free = cadence.statements === 0 || asking.lastAskedAt === undefined;
      asking.delayed = !free && !this.#governor.tryTake(cadence.statements, perPeriod, mono);
      return !asking.delayed;
    });
  }

  /** What a person's refresh asks: everything light, free of the budget. */
  light(facts: ScheduleFacts): readonly Cadence[] {
    return cadences.filter(
      (cadence) => this.#isOn(cadence, facts) && cadence.urgency !== 'delayFirst',
    );
  }

  asked(source: SourceId, at: EpochMs): void {
    this.#asking(source).lastAskedAt = at;
  }

  answered(source: SourceId, tookMs: number, ok: boolean): void {
    const asking = this.#asking(source);
    asking.lastTookMs = tookMs;
    asking.failures = ok ? 0 : asking.failures + 1;
  }

  /** After a reconnect everything is due at once. */
  forget(): void {
    this.#askings.clear();
  }

  isDelayed(source: SourceId): boolean {
    return this.#askings.get(source)?.delayed === true;
  }

  /** Phases of the sources that are on, spread for this kind of cluster. */
  phases(facts: ScheduleFacts): ReadonlyMap<SourceId, number> {
    const hidden = { ...facts, visible: false };
    const on = cadences
      .filter((cadence) => this.#isOn(cadence, facts))
      .map((cadence) => ({ ...cadence, hiddenS: this.#tableS(cadence, hidden) }));
    const key = on.map(({ source, hiddenS }) => `${source} ${hiddenS}`).join();
    let phases = this.#phases.get(key);
    if (phases === undefined) {
      phases = assignPhases(on, this.#slotMs / secondMs);
      this.#phases.set(key, phases);
    }
    return phases;
  }

  periodMs(source: SourceId, facts: ScheduleFacts): number {
    const asking = this.#askings.get(source);
    const tableS = this.#tableS(cadenceOf(source), facts);
    const timing = {
      tableS,
      intervalS: this.#intervalS,
      lastTookMs: asking?.lastTookMs,
      backoffMs: 0,
    };
    const plain = effectivePeriodMs(timing);
    return effectivePeriodMs({
      ...timing,
      backoffMs:
        asking === undefined
          ? 0
          : Math.min(
              cadenceOf(source).urgency === 'keep' ? 60_000 : 600_000,
              backoffMs(plain, asking.failures),
            ),
    });
  }

  #tableS({ source, statements, hiddenS, visibleS }: Cadence, facts: ScheduleFacts): number {
    if (facts.emptyLists.has(source)) {
      return emptyNodeListS;
    }
    // A short interval makes only HTTP faster: SQL never runs faster than the table.
    const fastS = statements === 0 ? this.#intervalS : Number.POSITIVE_INFINITY;
    const seldomS = facts.mixed ? (mixedS[source] ?? hiddenS) : hiddenS;
    return Math.min(facts.visible ? visibleS : seldomS, fastS);
  }

  /** Why a source is never asked now; undefined = it is. */
  whyOff(source: SourceId, facts: ScheduleFacts): 'disabled' | 'not-applicable' | undefined {
    const cadence = cadenceOf(source);
    if (this.#isOn(cadence, facts)) {
      return undefined;
    }
    const quiet = facts.quiet && cadence.select;
    return cadence.statements === 0 || quiet ? 'disabled' : 'not-applicable';
  }

  #isOn(cadence: Cadence, facts: ScheduleFacts): boolean {
    if (cadence.statements === 0) {
      return !facts.httpOff;
    }
    if (
      facts.sharedNothing &&
      (cadence.source === 'lakeCompactions' || cadence.source === 'partitions')
    ) {
      return false;
    }
    return !(facts.quiet && cadence.select && cadence.source !== 'clock');
  }

  #asking(source: SourceId): Asking {
    let asking = this.#askings.get(source);
    if (asking === undefined) {
      asking = { failures: 0, delayed: false };
      this.#askings.set(source, asking);
    }
    return asking;
  }
}
