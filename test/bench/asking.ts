import type { Cadence } from '../../src/extension/collect/cadence';
import { systemClock } from '../../src/extension/collect/clock';
import { HttpAccess } from '../../src/extension/collect/httpAccess';
import { LiveState } from '../../src/extension/collect/liveState';
import { RoundQuestions } from '../../src/extension/collect/roundQuestions';
import { SessionAsker } from '../../src/extension/collect/sessionAsker';
import { SourceScheduler, type ScheduleFacts } from '../../src/extension/collect/sourceScheduler';
import type { DemoMode } from '../../src/demo/truth';
import { unknown, type UnknownReason } from '../../src/shared/reading';
import { profileFor, quietLog, type DemoProcess } from './demoProcess';
import { roundMs } from './rig';
import { median, took } from './yardstick';

const repeats = 5;
const lacking: ReadonlySet<UnknownReason> = new Set(['unsupported-version', 'not-applicable']);

/** A visible cluster of this mode, as the scheduler sees it. */
export function factsOf(mode: DemoMode, httpOff = false): ScheduleFacts {
  const only = { shared_data: ['backends'], shared_nothing: ['computeNodes'], mixed: [] } as const;
  return {
    visible: true,
    quiet: false,
    httpOff,
    httpClosed: new Set(),
    audit: { why: 'not-installed' },
    mixed: mode === 'mixed',
    large: new Set(),
    emptyLists: new Set(only[mode]),
    runMode: mode === 'mixed' ? null : mode,
    older: new Set(),
  };
}

/** The real session of one cluster and the questions of a round, put whenever we like. */
export class Asking {
  readonly asker: SessionAsker;
  readonly scheduler: SourceScheduler;
  readonly facts: ScheduleFacts;
  readonly #questions: RoundQuestions;
  readonly #stop = new AbortController();

  constructor(demo: DemoProcess, facts: ScheduleFacts) {
    this.facts = facts;
    const clock = systemClock();
    const { profile, secret } = profileFor(
      demo,
      '00000000-0000-4000-8000-000000000000',
      facts.httpOff ? 'off' : 'auto',
    );
    this.asker = new SessionAsker({
      profile,
      secret: () => Promise.resolve(secret),
      clock,
      log: quietLog,
    });
    this.scheduler = new SourceScheduler(roundMs / 1000, clock.mono());
    const live = new LiveState((source) => this.scheduler.periodMs(source, facts), roundMs);
    this.#questions = new RoundQuestions({
      live,
      asker: this.asker,
      scheduler: this.scheduler,
      clock,
      signal: this.#stop.signal,
      access: new HttpAccess(),
      facts: () => ({
        ...facts,
        older: new Set(
          this.all.map(({ source }) => source).filter((source) => live.isOlder(source)),
        ),
      }),
      hasLeader: () => unknown('not-collected-yet', clock.now(), { source: 'collector' }),
      auditSetting: undefined,
      onAnswer: () => undefined,
    });
  }

  get all(): readonly Cadence[] {
    return this.scheduler.on(this.facts);
  }

  /**
   * Milliseconds until all of them answered; a failed answer ends the benchmark, unless this version
   * or kind of cluster has not what was asked.
   */
  ask(due: readonly Cadence[]): Promise<number> {
    return took(() =>
      this.#questions.askAll(due, (observation) => {
        if (!observation.ok && !lacking.has(observation.why)) {
          throw new Error(`${observation.source}: ${observation.message}`);
        }
      }),
    );
  }

  /** The median of several times. */
  async askOften(due: readonly Cadence[], times: number = repeats): Promise<number> {
    const each: number[] = [];
    for (let index = 0; index < times; index += 1) {
      each.push(await this.ask(due));
    }
    return median(each);
  }

  dispose(): void {
    this.#stop.abort();
    this.asker.dispose();
  }
}
