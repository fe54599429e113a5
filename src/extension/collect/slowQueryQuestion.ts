import type { SlowQueryRequest } from '../../shared/model/slowQueries';
import { hourMs } from '../../shared/time';
import type { AuditedQuery } from '../starrocks/sources/auditSlow';
import type { Asker } from './asker';
import { cadenceOf } from './cadence';
import type { Clock } from './clock';
import type { LiveState } from './liveState';
import type { Observation } from './observation';

/** A request with its defaults, within what one answer may hold. */
export type SlowQuerySpan = {
  readonly withinMs: number;
  readonly minMs: number;
  readonly limit: number;
};

const longestHours = 31 * 24;
const mostRows = 500;

export function slowQuerySpan({
  hours = 24,
  minDurationMs = 1000,
  limit = 20,
}: SlowQueryRequest): SlowQuerySpan {
  const between = (value: number, least: number, most: number): number =>
    Number.isFinite(value) ? Math.min(most, Math.max(least, value)) : most;
  return {
    withinMs: between(hours, 0, longestHours) * hourMs,
    minMs: Math.round(between(minDurationMs, 0, Number.MAX_SAFE_INTEGER)),
    limit: Math.round(between(limit, 1, mostRows)),
  };
}

type Parts = {
  readonly live: LiveState;
  readonly asker: Asker;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Whether a SELECT may be sent now. */
  readonly mayAsk: () => boolean;
};

/** Asks the audit table for what a person wants to know; the same question under way is not put twice. */
export class SlowQueryQuestion {
  readonly #parts: Parts;
  readonly #underWay = new Map<string, Promise<Observation<readonly AuditedQuery[]>>>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** @returns undefined while there is no audit table to ask */
  async ask(span: SlowQuerySpan): Promise<Observation<readonly AuditedQuery[]> | undefined> {
    const { live, asker, clock, signal, mayAsk } = this.#parts;
    const lookup = live.lastAnswer('auditTable');
    const offset = live.lastAnswer('clock')?.globalOffsetMs ?? null;
    if (lookup?.found.ok !== true || offset === null || !mayAsk()) {
      return undefined;
    }
    const key = JSON.stringify(span);
    const toWall = clock.now() + offset;
    const minutes = { table: lookup.found, fromWall: toWall - span.withinMs, toWall };
    const { minMs, limit } = span;
    const asked =
      this.#underWay.get(key) ??
      asker
        .ask(
          'auditSlow',
          {
            scoreThreshold: 0,
            withoutLeader: false,
            visible: true,
            audit: { minutes, slow: { ...minutes, minMs, limit } },
          },
          cadenceOf('auditSlow').deadlineMs,
          signal,
        )
        .finally(() => this.#underWay.delete(key));
    this.#underWay.set(key, asked);
    return asked;
  }
}
