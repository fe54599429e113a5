import type { Asker, AskHints, OwnTraffic } from '../../../../src/extension/collect/asker';
import type { Clock } from '../../../../src/extension/collect/clock';
import type { ClusterSource, NodeSource } from '../../../../src/extension/collect/liveState';
import type { Observation } from '../../../../src/extension/collect/observation';
import { questions } from '../../../../src/extension/collect/sessionAsker';
import type { UnknownReason } from '../../../../src/shared/reading';
import type { EpochMs } from '../../../../src/shared/time';

/** What one of the monitors gets no usable answer of, from when on, and why. */
export type Loss = {
  readonly source: ClusterSource | NodeSource;
  readonly from: EpochMs;
  readonly why: UnknownReason;
};

/** Longer than any machine is busy: who takes its time is no loss. */
const patienceMs = 60_000;

/**
 * The answers of one session for many monitors that ask at the same moments: the cluster is asked
 * once, so that what differs between the monitors is what they were denied and nothing else.
 */
export class SharedAnswers {
  readonly #asker: Asker;
  readonly #clock: Clock;
  readonly #signal = new AbortController().signal;
  readonly #answers = new Map<string, Promise<Observation<unknown>>>();
  /** By node, as it was when its metrics arrived: all monitors must take the same for their own. */
  readonly #own = new Map<string, OwnTraffic>();
  #at = Number.NEGATIVE_INFINITY;

  constructor(asker: Asker, clock: Clock) {
    this.#asker = asker;
    this.#clock = clock;
  }

  /** The asker of a monitor; the one that loses nothing must be there: the session learns from it. */
  askerOf(loss?: Loss): Asker {
    const asker = this.#asker;
    const learns = <T extends unknown[]>(learn: (...args: T) => void) =>
      loss === undefined ? learn : () => undefined;
    return {
      ask: (source, hints) =>
        loss?.source === source && this.#clock.now() >= loss.from
          ? Promise.resolve(lostNow(loss, this.#clock))
          : this.#once(keyOf(source, hints), () =>
              asker.ask(source, hints, patienceMs, this.#signal),
            ),
      scrape: (source, target) =>
        loss?.source === source && this.#clock.now() >= loss.from
          ? Promise.resolve({ ...lostNow(loss, this.#clock), node: target.node })
          : this.#once(`${source} ${target.node}`, async () => {
              const answer = await asker.scrape(source, target, patienceMs, this.#signal);
              this.#own.delete(target.node);
              return answer;
            }),
      askProfile: () => Promise.reject(new Error('not asked here')),
      askLoadErrors: () => Promise.reject(new Error('not asked here')),
      converse: () => Promise.reject(new Error('nothing is changed here')),
      learnFrontends: learns((rows) => {
        asker.learnFrontends(rows);
      }),
      learnSessions: learns((rows) => {
        asker.learnSessions(rows);
      }),
      learnVersion: learns((version) => {
        asker.learnVersion(version);
      }),
      setClock: learns((measured) => {
        asker.setClock(measured);
      }),
      get closedFrontends() {
        return asker.closedFrontends;
      },
      get via() {
        return asker.via;
      },
      ownTrafficOn: (frontend) => {
        const own = this.#own.get(frontend.node) ?? asker.ownTrafficOn(frontend);
        this.#own.set(frontend.node, own);
        return own;
      },
      get ownConnections() {
        return asker.ownConnections;
      },
      get cost() {
        return asker.cost;
      },
      setLaneCap: learns((lanes, inTurn) => {
        asker.setLaneCap(lanes, inTurn);
      }),
      trim: () => undefined,
      reset: () => undefined,
      retryLogin: () => undefined,
      dispose: () => undefined,
    };
  }

  /** The first who asks at a moment asks the cluster. */
  #once<T>(key: string, ask: () => Promise<Observation<T>>): Promise<Observation<T>> {
    const now = this.#clock.now();
    if (now !== this.#at) {
      this.#at = now;
      this.#answers.clear();
    }
    const known = this.#answers.get(key) as Promise<Observation<T>> | undefined;
    const answer = known ?? ask();
    this.#answers.set(key, answer);
    return answer;
  }
}

export function lostNow(
  { source, why }: Pick<Loss, 'source' | 'why'>,
  clock: Clock,
): Observation<never> {
  const at = clock.now();
  return {
    source,
    asked: source,
    form: 'lost',
    askedAt: at,
    observedAt: at,
    tookMs: 1,
    receivedAtMono: clock.mono(),
    ok: false,
    why,
    message: 'lost by the test',
  };
}

/** What is asked for the same words is the same question. */
const keyOf = (source: ClusterSource, hints: AskHints): string =>
  source === 'runningQueries' || source === 'sessions'
    ? source
    : `${source} ${JSON.stringify(questions[source](hints))}`;
