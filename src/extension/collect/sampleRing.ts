import { known, unknown, type Reading, type UnknownReason } from '../../shared/reading';
import type { SourceId } from '../../shared/ids';
import type { EpochMs } from '../../shared/time';

/** Our part in a node's figures at the moment of the scrape. */
export type OwnShare = {
  /** Own SELECTs that had ended there, cumulative. */
  readonly ended: number;
  readonly failed: number;
  /** Own connections that were open. */
  readonly connections: number;
  /** Others of ours may be here too: what is left after them is an upper bound. */
  readonly unplaced: boolean;
};

/** One scrape of one node's counters. */
export type RingSample<T> = {
  readonly observedAt: EpochMs;
  /** Monotonic receipt, ms. */
  readonly mono: number;
  /** Start time of the process as the node list writes it, when it knows. */
  readonly startText: string | null;
  /** The same on our clock, within a second or two; absent while it is not known. */
  readonly startedAt?: EpochMs;
  /** How it was asked. */
  readonly source: SourceId;
  readonly value: T;
  /** What of it is this monitor's own doing; absent where nothing of ours is counted. */
  readonly own?: OwnShare;
};

/** Recent samples of one process, oldest first: what rates and short windows are computed from. */
export class SampleRing<T> {
  #samples: RingSample<T>[] = [];
  readonly #keepMs: number;

  constructor(keepMs: number) {
    this.#keepMs = keepMs;
  }

  push(sample: RingSample<T>): void {
    this.#samples.push(sample);
    const oldest = sample.mono - this.#keepMs;
    while (this.#samples.length > 2 && (this.#samples[0]?.mono ?? oldest) < oldest) {
      this.#samples.shift();
    }
  }

  get samples(): readonly RingSample<T>[] {
    return this.#samples;
  }

  get newest(): RingSample<T> | undefined {
    return this.#samples.at(-1);
  }

  clear(): void {
    this.#samples = [];
  }
}

/** Jitter of two scrapes must not push a rate to the next older sample. */
const stepTolerance = 0.8;

export type RateWindow = {
  /** The counter's own step: the two samples are at least this far apart, ms. */
  readonly stepMs: number;
  /** Period of the source, ms: a distance of more than three of them is a gap, not a rate. */
  readonly periodMs: number;
};

/**
 * Rate per second of a cumulative counter over the newest interval of at least `stepMs`.
 *
 * @param asked what is asked, for a ring without a sample
 * @param pick the counter in a sample; null = absent (`unsupported-version`) or unusable
 * @param own which of this monitor's own SELECTs the counter counts as well
 */
export function counterRate<T>(
  ring: SampleRing<T>,
  asked: SourceId,
  pick: (value: T) => number | null,
  window: RateWindow,
  whyNull: (value: T) => UnknownReason = () => 'unsupported-version',
  own?: 'ended' | 'failed',
): Reading<number> {
  const newest = ring.newest;
  if (newest === undefined) {
    return unknown('not-collected-yet', 0, { source: asked });
  }
  const { source } = newest;
  const now = pick(newest.value);
  if (now === null) {
    return unknown(whyNull(newest.value), newest.observedAt, { source });
  }
  const base = baseSample(ring, newest, window.stepMs);
  if (base === undefined) {
    return unknown('insufficient-history', newest.observedAt, { source });
  }
  const then = pick(base.value);
  const elapsedMs = newest.mono - base.mono;
  if (then === null || elapsedMs > 3 * Math.max(window.periodMs, window.stepMs)) {
    return unknown('insufficient-history', newest.observedAt, { source });
  }
  if (now < then || restartedBetween(base, newest)) {
    return unknown('counter-reset', newest.observedAt, { source });
  }
  const mine = own === undefined ? 0 : ownBetween(base, newest)[own];
  const increase = Math.max(0, now - then - mine);
  const upper = own !== undefined && isOwnUnknown(base, newest);
  return known(
    (increase * 1000) / elapsedMs,
    { observedAt: newest.observedAt, source },
    upper ? { bound: 'upper' } : {},
  );
}

/** The newest sample that is at least `stepMs` older than `newest`. */
export function baseSample<T>(
  ring: Pick<SampleRing<T>, 'samples'>,
  newest: RingSample<T>,
  stepMs: number,
): RingSample<T> | undefined {
  return ring.samples.findLast((sample) => newest.mono - sample.mono >= stepMs * stepTolerance);
}

/** Both clocks are read in whole seconds. */
const startToleranceMs = 2_000;

/**
 * Another start time means another process: its counters began at 0. The node list may have told of it
 * only after the older sample was taken, which is then of the new process already.
 */
export function restartedBetween<T>(older: RingSample<T>, newer: RingSample<T>): boolean {
  const { startedAt } = newer;
  const isOfNewer = startedAt !== undefined && older.observedAt > startedAt + startToleranceMs;
  return (
    older.startText !== null &&
    newer.startText !== null &&
    older.startText !== newer.startText &&
    !isOfNewer
  );
}

/**
 * Samples of the process that answered last, oldest first. A counter that fell betrays a restart
 * before the node list tells of it.
 */
export function sinceRestart<T>(
  { samples }: Pick<SampleRing<T>, 'samples'>,
  pick: (value: T) => number | null,
): readonly RingSample<T>[] {
  const last = samples.findLastIndex((sample, i) => {
    const next = samples[i + 1];
    if (next === undefined) {
      return false;
    }
    const [then, now] = [pick(sample.value), pick(next.value)];
    return restartedBetween(sample, next) || (then !== null && now !== null && now < then);
  });
  return samples.slice(last + 1);
}

function isOwnUnknown<T>(older: RingSample<T>, newer: RingSample<T>): boolean {
  return older.own?.unplaced === true || newer.own?.unplaced === true;
}

/** Own SELECTs that ended between two samples, none while they cannot be told from others'. */
export function ownBetween<T>(
  older: RingSample<T>,
  newer: RingSample<T>,
): { readonly ended: number; readonly failed: number } {
  return older.own === undefined || newer.own === undefined || isOwnUnknown(older, newer)
    ? { ended: 0, failed: 0 }
    : { ended: newer.own.ended - older.own.ended, failed: newer.own.failed - older.own.failed };
}
