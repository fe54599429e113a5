import type { RunningQuery } from '../../shared/model/runningQuery';
import type { Reading, Rows } from '../../shared/reading';
import { dayMs, secondMs, type EpochMs } from '../../shared/time';
import { slowQueryMs, type QuerySamples, type SampledQuery } from '../overview/slowHistory';
import { auditSqlChars } from '../starrocks/sources/auditQuery';
import type { SessionRow } from '../starrocks/sources/sessions';

const maxQueries = 500;
const maxUsers = 1000;

/**
 * Remembers what was seen of long queries and of who is active: all there is without an audit log.
 * In memory only, for a day.
 */
export class QuerySampler {
  #queries = new Map<string, { readonly query: SampledQuery; readonly seenAt: EpochMs }>();
  #lastActive = new Map<string, EpochMs>();

  /** @param queries running ones of others; the same list may be noted again */
  noteQueries(queries: Rows<RunningQuery>): void {
    if (!queries.known) {
      return;
    }
    const seenAt = queries.observedAt;
    for (const query of queries.value.rows) {
      if (query.durationMs !== null && query.durationMs >= slowQueryMs) {
        const before = this.#queries.get(query.queryId);
        this.#queries.set(query.queryId, {
          query: merged(query, query.durationMs, before?.query),
          seenAt,
        });
      }
    }
    const kept = [...this.#queries].filter(([, { seenAt: at }]) => at >= seenAt - dayMs);
    this.#queries = new Map(
      kept.sort(([, a], [, b]) => b.query.durationMs - a.query.durationMs).slice(0, maxQueries),
    );
  }

  /** @param sessions of others, idle ones too: they tell when their last statement began */
  noteSessions(sessions: Reading<readonly SessionRow[]>): void {
    if (!sessions.known) {
      return;
    }
    for (const { user, timeS } of sessions.value) {
      const at = timeS === null ? null : sessions.observedAt - timeS * secondMs;
      const before = this.#lastActive.get(user) ?? Number.NEGATIVE_INFINITY;
      if (at !== null && at > before) {
        this.#lastActive.set(user, at);
      }
    }
    this.#lastActive = new Map(
      [...this.#lastActive]
        .filter(([, at]) => at >= sessions.observedAt - dayMs)
        .sort(([, a], [, b]) => b - a)
        .slice(0, maxUsers),
    );
  }

  get samples(): QuerySamples {
    return {
      queries: [...this.#queries.values()].map(({ query }) => query),
      lastActive: this.#lastActive,
    };
  }
}

function merged(
  query: RunningQuery,
  durationMs: number,
  before: SampledQuery | undefined,
): SampledQuery {
  const most = (now: number | null, then: number | null | undefined): number | null =>
    then === null || then === undefined ? now : now === null ? then : Math.max(now, then);
  return {
    queryId: query.queryId,
    user: query.user,
    database: query.database,
    frontend: query.frontend,
    warehouse: query.warehouse,
    resourceGroup: query.resourceGroup,
    startedAt: query.startedAt,
    durationMs: Math.max(durationMs, before?.durationMs ?? durationMs),
    scanBytes: most(query.scanBytes, before?.scanBytes),
    scanRows: most(query.scanRows, before?.scanRows),
    cpuMs: most(query.cpuMs, before?.cpuMs),
    memoryBytes: most(query.memoryBytes, before?.memoryBytes),
    sql: query.sql?.slice(0, auditSqlChars) ?? before?.sql ?? null,
  };
}
