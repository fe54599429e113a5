/** `SlowQueries` from the truth: rows of the audit table; without one profiles and samples. */
import type { EndedQuery } from '../../src/demo/truthQueries';
import type { UnknownReason } from '../../src/shared/reading';
import { auditAnswer, auditFound, auditMoments, auditRows, errorCodes, ofAudit } from './auditSeen';
import type { Expectation, ReadingMeta, RowsExpectation } from './expectation';
import { anyOf, exact, fields, known, leaf, oneOf, unknown, within } from './expectation';
import { hull, point, widen } from './interval';
import { queryShape, shapeId } from './queryShapes';
import type { Sampled } from './sampledQueries';
import { sampledQueries } from './sampledQueries';
import { told } from './versions';
import { sizeWith3Decimals } from './wireRounding';
import type { Situation } from './situation';
import { aliveFrontends, arrival, metaOf, seen, toldTime } from './situation';

const slowMs = 5000;
/** Of the newest profiles, the truth being in the order in which they ended. */
const profilesAsked = 100;
const dayMs = 24 * 3_600_000;

export function expectSlowQueries(situation: Situation): Expectation {
  const found = auditFound(situation);
  return fields({
    auditTable:
      'why' in found
        ? unknown(found.why)
        : known(exact(found.name), metaOf(situation, 'auditTable', found.sight)),
    minDurationMs: exact(slowMs),
    ...lists(situation),
  });
}

function lists(situation: Situation): Readonly<Record<'queries' | 'shapes', Expectation>> {
  const audited = auditAnswer(situation, 'auditSlow');
  if (!('why' in audited)) {
    const { sight } = audited;
    const meta: ReadingMeta = { ...metaOf(situation, 'auditSlow', sight), bound: 'lower' };
    const options = auditMoments(situation, 'auditSlow', sight, dayMs).map((moment) =>
      auditRows(situation, moment, dayMs).filter(({ durationMs }) => durationMs >= slowMs),
    );
    return {
      queries: anyOf(options.map((rows) => expectAudited(situation, rows, meta))),
      shapes: anyOf(options.map((rows) => queryShape(situation, rows.map(ofAudit), meta))),
    };
  }
  // Whether there is an audit log is not known yet, or it has not been asked.
  if (audited.why === 'not-collected-yet') {
    const nothing = unknown(audited.why);
    return { queries: nothing, shapes: nothing };
  }
  return withoutAudit(situation, audited.why);
}

function expectAudited(
  situation: Situation,
  rows: readonly EndedQuery[],
  meta: ReadingMeta,
): RowsExpectation {
  const older = situation.audit === 'older';
  const newer = (value: unknown) => exact(older ? null : value);
  return {
    kind: 'rows',
    shown: 15,
    meta,
    rows: rows.map((query) =>
      fields({
        queryId: exact(query.queryId),
        origin: exact('audit'),
        startedAt: within(toldTime(situation, query.startedAt)),
        durationMs: exact(query.durationMs),
        failed: exact(query.outcome !== 'success'),
        errorCode: newer(errorCodes[query.outcome]),
        user: exact(query.user),
        database: exact(query.database === '' ? null : query.database),
        frontend: exact(query.frontend),
        resourceGroup: newer(query.resourceGroup),
        warehouse: newer('default_warehouse'),
        pendingMs: exact(null),
        scanBytes: exact(query.scanBytes),
        scanRows: exact(query.scanRows),
        returnRows: exact(query.returnRows),
        cpuMs: newer(query.cpuMs),
        memoryBytes: newer(query.memoryBytes),
        sql: exact(query.sql.length > 300 ? `${query.sql.slice(0, 300)}…` : query.sql),
      }),
    ),
    ids: rows.map(({ queryId }) => queryId),
    idOf: (row) => String(row['queryId']),
    ...(older
      ? {
          unknownColumns: Object.fromEntries(
            ['errorCode', 'resourceGroup', 'warehouse', 'pendingMs', 'cpuMs', 'memoryBytes'].map(
              (column) => [column, ['unsupported-version'] as const],
            ),
          ),
        }
      : {}),
  };
}

type Known = {
  readonly id: string;
  readonly sample: Sampled | undefined;
  readonly profile: EndedQuery | undefined;
};

function withoutAudit(
  situation: Situation,
  why: UnknownReason,
): Readonly<Record<'queries' | 'shapes', Expectation>> {
  const running = seen(situation, 'runningQueries');
  const profiles = seen(situation, 'profileList');
  if (!running.ok && !profiles.ok) {
    const nothing = unknown(running.why);
    return { queries: nothing, shapes: nothing };
  }
  const samples = new Map(sampledQueries(situation).map((each) => [each.query.queryId, each]));
  const profiled = profiles.ok ? profilesTold(situation) : [];
  const ids = [...new Set([...samples.keys(), ...profiled.map(({ queryId }) => queryId)])];
  const all = ids.map((id): Known => ({
    id,
    sample: samples.get(id),
    profile: profiled.find(({ queryId }) => queryId === id),
  }));
  const frontends = aliveFrontends(situation).length;
  const meta: ReadingMeta = {
    source: [profiles.ok ? 'profileList' : 'runningQueries', 'backends', 'computeNodes'],
    observedAt: arrivalOf(situation, profiles.ok ? profiles.sight.at : undefined),
    bound: 'lower',
    ...(profiles.ok && frontends > 1 ? { coverage: { have: 1, of: frontends, missing: [] } } : {}),
  };
  const maybe = new Set(
    all.filter(({ sample, profile }) => profile === undefined && sample?.maybe).map(({ id }) => id),
  );
  return {
    queries: {
      kind: 'rows',
      shown: 15,
      meta,
      rows: all.map((each) => expectKnown(situation, each)),
      ids,
      idOf: (row) => String(row['queryId']),
      ...(maybe.size === 0 ? {} : { mayMiss: maybe }),
      unknownColumns: {
        errorCode: [why],
        pendingMs: [why],
        returnRows: [why],
      },
    },
    // A text is known only of what a session list was asked for in time: which, is not modelled.
    shapes: known(
      leaf((actual) => shapesProblem(actual, new Set(all.flatMap(textsOf)))),
      meta,
    ),
  };
}

/** Undefined where the last of two questions tells. */
const arrivalOf = (situation: Situation, at: number | undefined) => {
  const running = seen(situation, 'runningQueries');
  const times = [...(at === undefined ? [] : [at]), ...(running.ok ? [running.sight.at] : [])];
  return hull(times.map((time) => arrival(situation, time)));
};

/** Profiles of the FE that was asked, of what ended before. */
function profilesTold(situation: Situation): readonly EndedQuery[] {
  const answer = seen(situation, 'profileList');
  if (!answer.ok) {
    return [];
  }
  const { sight } = answer;
  const ended = situation.queries.filter(
    (query) =>
      !query.real &&
      sight.frontends.some((node) => node.includes(`:${query.frontend}:`)) &&
      query.profiled &&
      query.startedAt + query.durationMs <= sight.at,
  );
  return ended.slice(-profilesAsked);
}

const textsOf = ({ sample, profile }: Known): readonly string[] =>
  [sample?.query.sql, profile?.sql].filter((sql) => sql !== undefined);

/** What a profile tells of a text. */
const profiledText = (sql: string): string => (sql.length > 128 ? `${sql.slice(0, 124)} ...` : sql);

function expectKnown(situation: Situation, { id, sample, profile }: Known): Expectation {
  const query = sample?.query;
  const duration = profile?.durationMs;
  const texts = [query?.sql, profile === undefined ? undefined : profiledText(profile.sql)].filter(
    (sql) => sql !== undefined,
  );
  const figure = (range: Sampled['scanBytes'] | undefined) =>
    range === undefined ? exact(null) : within(range);
  return fields({
    queryId: exact(id),
    origin: exact(profile === undefined ? 'sample' : 'profile'),
    startedAt: within(toldTime(situation, Number(profile?.startedAt ?? query?.startedAt))),
    durationMs:
      duration === undefined
        ? within(sample?.durationMs ?? point(Number.NaN))
        : exact(duration >= 60_000 ? Math.floor(duration / 1000) * 1000 : duration),
    failed: exact(profile === undefined ? null : profile.outcome !== 'success'),
    errorCode: exact(null),
    user: exact(query?.user ?? null),
    database: exact(query === undefined || query.database === '' ? null : query.database),
    frontend: exact(sample?.frontend ?? null),
    resourceGroup: exact(
      told(situation, 'queries.ResourceGroup') ? (query?.resourceGroup ?? null) : null,
    ),
    warehouse: exact(told(situation, 'queries.Warehouse') ? (query?.warehouse ?? null) : null),
    pendingMs: exact(null),
    scanBytes: figure(sample && rounded(sample.scanBytes)),
    scanRows: figure(sample && widen(sample.scanRows, 0.5)),
    returnRows: exact(null),
    cpuMs: figure(sample && widen(sample.cpuMs, 1)),
    memoryBytes: figure(sample && rounded(sample.memoryBytes)),
    // The session list that tells it is asked more rarely.
    sql: oneOf([null, ...texts]),
  });
}

const rounded = ({ lo, hi }: Sampled['scanBytes']) =>
  hull([sizeWith3Decimals(lo), sizeWith3Decimals(hi)]);

function shapesProblem(actual: unknown, texts: ReadonlySet<string>): string | undefined {
  const rows = (actual as { readonly rows?: readonly { readonly fingerprint: string }[] }).rows;
  const allowed = new Set([...texts].flatMap((sql) => [shapeId(sql), shapeId(profiledText(sql))]));
  const strange = rows?.find(({ fingerprint }) => !allowed.has(shapeId(fingerprint)));
  return rows === undefined
    ? `is ${JSON.stringify(actual)}, expected rows`
    : strange === undefined
      ? undefined
      : `has a shape of no query that was seen: ${strange.fingerprint}`;
}
