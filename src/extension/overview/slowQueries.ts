import type { QueryShape, SlowQueries, SlowQuery } from '../../shared/model/slowQueries';
import { phrase } from '../../shared/phrase';
import {
  known,
  sameReason,
  unknown,
  type Reading,
  type Rows,
  type UnknownReason,
} from '../../shared/reading';
import { dayMs } from '../../shared/time';
import type { AuditedQuery } from '../starrocks/sources/auditSlow';
import type { ProfileRow } from '../starrocks/sources/profileList';
import { cutRows, cutSql, tableOf } from './clusterFacts';
import { whyEmpty } from './emptyCell';
import type { OverviewInput } from './overviewInput';
import { cutShapes, queryShapes, statementRows } from './queryShapes';
import { slowQueryMs, type SampledQuery } from './slowHistory';

type Input = Pick<
  OverviewInput,
  | 'now'
  | 'auditTable'
  | 'auditSlow'
  | 'profileList'
  | 'runningQueries'
  | 'samples'
  | 'frontends'
  | 'unknownColumns'
>;

const usualSpan = { minMs: slowQueryMs, withinMs: dayMs };

export function computeSlowQueries(input: Input): SlowQueries {
  return {
    auditTable: auditName(input),
    minDurationMs: slowQueryMs,
    queries: cutSql(cutRows(slowQueryRows(input), statementRows)),
    shapes: cutShapes(slowShapeRows(input)),
  };
}

function auditName({ auditTable }: Input): Reading<string> {
  if (!auditTable.known) {
    return sameReason(auditTable);
  }
  const { found } = auditTable.value;
  return found.ok
    ? { ...auditTable, value: found.name }
    : unknown(found.why, auditTable.observedAt, {
        source: 'auditTable',
        detail: phrase('text.verbatim', { text: found.message }),
      });
}

/** The ladder: the audit log; without it profiles and what was seen while it ran. Longest first. */
export function slowQueryRows(
  input: Input,
  span: { readonly minMs: number; readonly withinMs: number } = usualSpan,
): Rows<SlowQuery> {
  const { auditSlow, now } = input;
  const isWanted = ({ startedAt, durationMs }: SlowQuery): boolean =>
    durationMs >= span.minMs && (startedAt === null || startedAt >= now - span.withinMs);
  if (auditSlow.known) {
    const rows = auditSlow.value.queries.map(ofAudit).filter(isWanted);
    return listed(known(rows, auditSlow), missingInTable(input));
  }
  const source = withoutAudit(input);
  if (!source.known) {
    return sameReason(source);
  }
  return listed(
    { ...source, value: source.value.filter(isWanted) },
    // Only an audit log tells these.
    { errorCode: auditSlow.why, pendingMs: auditSlow.why, returnRows: auditSlow.why },
  );
}

/** Rows get lost on their way to the audit log, and what nobody saw is in no other list. */
function listed(
  { known: _known, value, ...from }: Extract<Reading<readonly SlowQuery[]>, { known: true }>,
  unknownColumns: Partial<Record<keyof SlowQuery, UnknownReason>>,
): Rows<SlowQuery> {
  const rows = [...value].sort(
    (a, b) => b.durationMs - a.durationMs || a.queryId.localeCompare(b.queryId, 'en'),
  );
  const columns = Object.keys(unknownColumns).length === 0 ? {} : { unknownColumns };
  return { ...from, known: true, bound: 'lower', value: { ...tableOf(rows), ...columns } };
}

function ofAudit(query: AuditedQuery): SlowQuery {
  return { ...query, origin: 'audit' };
}

const auditFigures = [
  'errorCode',
  'database',
  'frontend',
  'resourceGroup',
  'warehouse',
  'pendingMs',
  'scanBytes',
  'scanRows',
  'returnRows',
  'cpuMs',
  'memoryBytes',
] as const satisfies readonly (keyof AuditedQuery)[];

function missingInTable({
  unknownColumns,
}: Input): Partial<Record<keyof SlowQuery, UnknownReason>> {
  return Object.fromEntries(
    auditFigures
      .filter((field) => whyEmpty(unknownColumns, 'auditSlow', field) === 'unsupported-version')
      .map((field) => [field, 'unsupported-version' as const]),
  );
}

/** Profiles of one FE, of long statements only, and samples of all FEs: each for what it knows. */
function withoutAudit(input: Input): Reading<readonly SlowQuery[]> {
  const { auditSlow, profileList, runningQueries, samples, frontends } = input;
  // Whether there is an audit log is not known yet.
  if (!auditSlow.known && auditSlow.why === 'not-collected-yet') {
    return sameReason(auditSlow);
  }
  const sampled = new Map(samples.queries.map((query) => [query.queryId, ofSample(query)]));
  if (!profileList.known) {
    return runningQueries.known
      ? known([...sampled.values()], runningQueries)
      : sameReason(runningQueries);
  }
  const profiled = profileList.value.flatMap((row) => ofProfile(row, sampled.get(row.queryId)));
  const all = new Map([...sampled, ...profiled.map((query) => [query.queryId, query] as const)]);
  const of = frontends.known
    ? frontends.value.filter(({ alive }) => alive === true).length
    : undefined;
  return known([...all.values()], profileList, {
    ...(of === undefined || of < 2 ? {} : { coverage: { have: 1, of, missing: [] } }),
  });
}

function ofSample(query: SampledQuery): SlowQuery {
  return {
    ...query,
    origin: 'sample',
    failed: null,
    errorCode: null,
    pendingMs: null,
    returnRows: null,
  };
}

/** What still runs is a sample, not an end. */
function ofProfile(row: ProfileRow, sample: SlowQuery | undefined): readonly SlowQuery[] {
  const { queryId, startedAt, durationMs, state, sql } = row;
  const failed = { finished: false, error: true }[state.toLowerCase()];
  if (durationMs === null || failed === undefined) {
    return [];
  }
  const told = sample ?? {
    ...ofSample({
      queryId,
      user: '',
      database: null,
      frontend: null,
      warehouse: null,
      resourceGroup: null,
      startedAt,
      durationMs,
      scanBytes: null,
      scanRows: null,
      cpuMs: null,
      memoryBytes: null,
      sql,
    }),
    user: null,
  };
  return [{ ...told, origin: 'profile', startedAt, durationMs, failed, sql: told.sql ?? sql }];
}

/** What took long, by shape, most time first. */
export function slowShapeRows(input: Input): Rows<QueryShape> {
  const queries = slowQueryRows(input);
  if (!queries.known) {
    return sameReason(queries);
  }
  const shapes = queryShapes(
    queries.value.rows.flatMap((query) =>
      query.sql === null
        ? []
        : [
            {
              sql: query.sql,
              database: query.database,
              queries: 1,
              failed: query.failed === null ? null : Number(query.failed),
              totalMs: query.durationMs,
              longestMs: query.durationMs,
              scanBytes: query.scanBytes,
              cpuMs: query.cpuMs,
              memoryBytes: query.memoryBytes,
              lastAt: query.startedAt,
            },
          ],
    ),
  );
  return { ...queries, value: tableOf(shapes) };
}
