/** What of the queries that ended the audit table and the product's questions to it can have told. */
import type { EpochMs } from '../../src/demo/truth';
import type { AuditKind, EndedQuery } from '../../src/demo/truthQueries';
import type { UnknownReason } from '../../src/shared/reading';
import type { Combined } from './figures';
import { hull, point, widen } from './interval';
import type { Shaped } from './queryShapes';
import type { AskedSource, Sight, Situation } from './situation';
import { lateMs, seen, sightsOf } from './situation';
import { seesDatabase } from './visibleDatabases';

const names: Readonly<Record<AuditKind, string>> = {
  plugin: 'starrocks_audit_db__.starrocks_audit_tbl__',
  older: 'doris_audit_db__.doris_audit_tbl__',
  builtIn: 'starrocks_audit_db__.starrocks_audit_tbl__',
};

/** The name under which the product must have found it, or why it did not. */
export function auditFound(
  situation: Situation,
): { readonly name: string; readonly sight: Sight } | { readonly why: UnknownReason } {
  const lookup = seen(situation, 'auditTable');
  if (!lookup.ok) {
    return { why: lookup.why };
  }
  const { audit } = situation;
  if (audit === undefined) {
    return { why: 'not-installed' };
  }
  const name = names[audit];
  const [database = ''] = name.split('.');
  return seesDatabase(situation, database) ? { name, sight: lookup.sight } : { why: 'denied' };
}

/** The newest answer of a question to the audit table, or why there is none. */
export function auditAnswer(
  situation: Situation,
  source: AskedSource,
): { readonly sight: Sight } | { readonly why: UnknownReason } {
  const found = auditFound(situation);
  if ('why' in found) {
    return found;
  }
  const answer = seen(situation, source);
  return answer.ok ? { sight: answer.sight } : { why: answer.why };
}

/** Beginnings are told in whole seconds. */
export const toldStart = ({ startedAt }: EndedQuery): number => Math.floor(startedAt / 1000) * 1000;

/** What a question met: rows that began before `askedAt` and were there at `answeredAt`. */
export type AuditMoment = { readonly askedAt: EpochMs; readonly answeredAt: EpochMs };

/** Rows of others that a question met. */
export function auditRows(
  situation: Situation,
  { askedAt, answeredAt }: AuditMoment,
  withinMs: number,
): readonly EndedQuery[] {
  return situation.queries.filter(
    (query) =>
      !query.real &&
      query.deliveredAt <= answeredAt &&
      toldStart(query) >= askedAt - withinMs &&
      toldStart(query) < askedAt,
  );
}

/**
 * Every moment at which the question, which may be two statements, may have been asked and answered,
 * as far as they tell different rows.
 */
export function auditMoments(
  situation: Situation,
  source: AskedSource,
  sight: Sight,
  ...windows: readonly number[]
): readonly AuditMoment[] {
  const { jitterMs, intervalMs } = situation;
  if (jitterMs === 0) {
    return [{ askedAt: sight.at, answeredAt: sight.at }];
  }
  const parts = sightsOf(situation, source).filter(({ at }) => at > sight.at - intervalMs / 2);
  const lo = Math.min(...parts.map(({ at, states }) => states[0]?.at ?? at)) - jitterMs;
  const hi = sight.at + jitterMs;
  const between = (times: readonly EpochMs[]): readonly EpochMs[] => [
    ...new Set([lo, ...times.filter((at) => at > lo && at < hi), hi]),
  ];
  const others = situation.queries.filter(({ real }) => !real);
  const asked = between(
    others.flatMap((query) => [0, ...windows].map((ms) => toldStart(query) + ms + 1)),
  );
  const answered = between(others.map(({ deliveredAt }) => deliveredAt));
  return asked.flatMap((askedAt) =>
    answered
      .filter((answeredAt) => answeredAt >= askedAt)
      .map((answeredAt) => ({ askedAt, answeredAt })),
  );
}

const isSelectText = (sql: string): boolean => /^\s*(select|with)\b/i.test(sql);

/** Quantiles of the newest minute that ended two minutes before the answer; undefined = not by it. */
export function auditQuantile(situation: Situation, share: number): Combined | undefined {
  const answer = auditAnswer(situation, 'auditMinutes');
  if ('why' in answer) {
    return undefined;
  }
  const { sight } = answer;
  const moments = auditMoments(situation, 'auditMinutes', sight, 660_000);
  // The minute is chosen when the round begins: the question may then wait for a connection.
  const waited = moments.map(({ askedAt, answeredAt }) => ({
    askedAt: askedAt - (situation.jitterMs === 0 ? 0 : lateMs),
    answeredAt,
  }));
  const distinct = new Map(
    [...moments, ...waited].map((each) => [`${minuteOf(each)} ${each.answeredAt}`, each]),
  );
  const around = [...distinct.values()].flatMap((moment) =>
    aroundQuantile(situation, moment, share),
  );
  return around.length === 0
    ? { ok: false, why: ['no-traffic'] }
    : {
        ok: true,
        // A digest lies between the values around the quantile.
        range: widen(hull(around.map(point)), 1e-6),
        have: 1,
        of: 1,
        missing: [],
        sights: [sight],
      };
}

const minuteOf = ({ askedAt }: AuditMoment): EpochMs =>
  Math.floor((askedAt - 120_000) / 60_000) * 60_000 - 60_000;

function aroundQuantile(
  situation: Situation,
  moment: AuditMoment,
  share: number,
): readonly number[] {
  const begin = minuteOf(moment);
  const values = auditRows(situation, moment, 660_000)
    .filter((query) => toldStart(query) >= begin && toldStart(query) < begin + 60_000)
    .filter(({ outcome, sql }) => outcome === 'success' && isSelectText(sql))
    .map(({ durationMs }) => durationMs)
    .sort((a, b) => a - b);
  const at = share * (values.length - 1);
  return [values[Math.floor(at)], values[Math.ceil(at)]].filter((v) => v !== undefined);
}

/** A row as one statement of its shape. */
export const ofAudit = (query: EndedQuery): Shaped => ({
  sql: query.sql,
  database: query.database,
  queries: 1,
  failed: query.outcome === 'success' ? 0 : 1,
  durations: [point(query.durationMs)],
  scanBytes: point(query.scanBytes),
  lastAt: toldStart(query),
});

/** By outcome. */
export const errorCodes = {
  success: null,
  analysis: 'ANALYSIS_ERR',
  timeout: 'EXEC_TIME_OUT',
  internal: 'INTERNAL_ERR',
} as const;
