import type { Cost } from '../../shared/model/collectorCost';
import { known, unknown, type Reading } from '../../shared/reading';
import type { EpochMs } from '../../shared/time';
import type { MeasuredCost } from '../overview/collectorCost';
import { noCost, totalCost } from '../starrocks/ownCost';

type BySource = ReadonlyMap<string, Cost>;
type CostSample = { readonly bySource: BySource; readonly mono: number; readonly at: EpochMs };

const windowMs = 5 * 60_000;

/** Our own load on the cluster, from the session's running totals at the end of each round. */
export class CostMeter {
  #samples: CostSample[] = [];

  add(bySource: BySource, mono: number, at: EpochMs): void {
    this.#samples.push({ bySource, mono, at });
    while (this.#samples.length > 2 && mono - (this.#samples[1]?.mono ?? mono) > windowMs) {
      this.#samples.shift();
    }
  }

  /** Between the last two rounds; undefined before the second. */
  get perSecond(): Pick<Cost, 'statements' | 'ms'> | undefined {
    const last = between(this.#samples.at(-2), this.#samples.at(-1));
    return last === undefined ? undefined : perSecond(last);
  }

  /** Statements and milliseconds per 30 s over the last five minutes. */
  per30s(now: EpochMs): { readonly statements: Reading<number>; readonly ms: Reading<number> } {
    const recent = between(this.#samples[0], this.#samples.at(-1));
    const rate = recent === undefined ? undefined : perSecond(recent);
    const reading = (key: 'statements' | 'ms'): Reading<number> =>
      rate === undefined
        ? unknown('insufficient-history', now, { source: 'collector' })
        : known(rate[key] * 30, { observedAt: now, source: 'collector' });
    return { statements: reading('statements'), ms: reading('ms') };
  }

  /** What the module tells; undefined before the end of the first round. */
  get measured(): MeasuredCost | undefined {
    const newest = this.#samples.at(-1);
    if (newest === undefined) {
      return undefined;
    }
    const before = this.#samples.at(-2);
    const recent = between(this.#samples[0], newest);
    return {
      at: newest.at,
      lastRound: totalCost(increase(before?.bySource, newest.bySource)),
      ...(recent === undefined ? {} : { recent }),
    };
  }
}

type Stretch = { readonly elapsedMs: number; readonly bySource: BySource };

function between(from: CostSample | undefined, to: CostSample | undefined): Stretch | undefined {
  return from === undefined || to === undefined || to.mono <= from.mono
    ? undefined
    : { elapsedMs: to.mono - from.mono, bySource: increase(from.bySource, to.bySource) };
}

/** What came since; nothing of what was not asked since. */
function increase(from: BySource | undefined, to: BySource): BySource {
  const all = [...to].map(([source, cost]) => {
    const before = from?.get(source) ?? noCost;
    const since: Cost = {
      statements: cost.statements - before.statements,
      requests: cost.requests - before.requests,
      ms: cost.ms - before.ms,
      rows: cost.rows - before.rows,
      bytes: cost.bytes - before.bytes,
    };
    return [source, since] as const;
  });
  return new Map(all.filter(([, { statements, requests }]) => statements + requests > 0));
}

function perSecond({ elapsedMs, bySource }: Stretch): Pick<Cost, 'statements' | 'ms'> {
  const { statements, ms } = totalCost(bySource);
  return { statements: (1000 * statements) / elapsedMs, ms: (1000 * ms) / elapsedMs };
}
