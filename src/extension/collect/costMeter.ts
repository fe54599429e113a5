import { known, unknown, type Reading } from '../../shared/reading';
import type { EpochMs } from '../../shared/time';

type Cumulative = { readonly statements: number; readonly ms: number };
type CostSample = Cumulative & { readonly mono: number };

const windowMs = 5 * 60_000;

/** Our own load on the cluster, from the session's running totals. */
export class CostMeter {
  #samples: CostSample[] = [];

  add(total: Cumulative, mono: number): void {
    this.#samples.push({ ...total, mono });
    while (this.#samples.length > 2 && mono - (this.#samples[1]?.mono ?? mono) > windowMs) {
      this.#samples.shift();
    }
  }

  /** Between the last two rounds; undefined before the second. */
  get perSecond(): Cumulative | undefined {
    return rateBetween(this.#samples.at(-2), this.#samples.at(-1));
  }

  /** Statements and milliseconds per 30 s over the last five minutes. */
  per30s(now: EpochMs): { readonly statements: Reading<number>; readonly ms: Reading<number> } {
    const rate = rateBetween(this.#samples[0], this.#samples.at(-1));
    const reading = (key: keyof Cumulative): Reading<number> =>
      rate === undefined
        ? unknown('insufficient-history', now, { source: 'collector' })
        : known(rate[key] * 30, { observedAt: now, source: 'collector' });
    return { statements: reading('statements'), ms: reading('ms') };
  }
}

function rateBetween(
  from: CostSample | undefined,
  to: CostSample | undefined,
): Cumulative | undefined {
  if (from === undefined || to === undefined || to.mono <= from.mono) {
    return undefined;
  }
  const seconds = (to.mono - from.mono) / 1000;
  return {
    statements: (to.statements - from.statements) / seconds,
    ms: (to.ms - from.ms) / seconds,
  };
}
