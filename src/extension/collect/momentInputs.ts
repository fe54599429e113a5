import type { OverviewInput } from '../overview/overviewInput';
import type { Clock } from './clock';
import { deriveSeries, type DerivedSeries } from './deriveSeries';
import type { LiveState } from './liveState';
import { deriveContextOf, overviewInputOf, type Moment } from './moment';
import type { ScheduleFacts } from './sourceScheduler';

/** Readings age meanwhile, and nothing else does. */
const sharedForMs = 250;

export type MomentInputsDependencies = {
  readonly live: LiveState;
  readonly clock: Clock;
  readonly factsNow: () => ScheduleFacts;
  readonly momentNow: () => Moment;
};

export type MomentInput = { readonly input: OverviewInput; readonly derived: DerivedSeries };

/** Makes what modules and rules of a moment are computed from, once for all who ask for it together. */
export class MomentInputs {
  readonly #dependencies: MomentInputsDependencies;
  /** While all of one moment is assembled: each of thousands of readings asks how long it holds. */
  #facts: ScheduleFacts | undefined;
  /** What tree, status bar and panel ask for right after each other, until something changes. */
  #shared: { readonly input: OverviewInput; readonly changes: number } | undefined;

  constructor(dependencies: MomentInputsDependencies) {
    this.#dependencies = dependencies;
  }

  /** Of the moment that is being assembled, else of now. */
  get facts(): ScheduleFacts {
    return this.#facts ?? this.#dependencies.factsNow();
  }

  /** Something changed that is no answer. */
  forget(): void {
    this.#shared = undefined;
  }

  /** Of now, or of a quarter of a second ago while nothing changed. */
  shared(): OverviewInput {
    const { live, clock } = this.#dependencies;
    const { changes } = live;
    const shared = this.#shared;
    if (shared?.changes === changes && Math.abs(clock.now() - shared.input.now) <= sharedForMs) {
      return shared.input;
    }
    const { input } = this.make();
    this.#shared = { input, changes };
    return input;
  }

  /** Of this very moment. */
  make(): MomentInput {
    const { live, factsNow, momentNow } = this.#dependencies;
    this.#facts = factsNow();
    try {
      const moment = momentNow();
      return live.atOnce(moment.now, () => {
        const derived = deriveSeries(deriveContextOf(moment));
        return { input: overviewInputOf(moment, derived), derived };
      });
    } finally {
      this.#facts = undefined;
    }
  }
}
