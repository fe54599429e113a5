/** `SchemaChangeStats` from the truth: what the sweep over the databases has asked for so far. */
import type { ClusterState } from '../../src/demo/truth';
import type { AlterJobState } from '../../src/demo/truthJobs';
import type { Expectation, ReadingMeta } from './expectation';
import { anyOf, exact, fields, known, unknown, within } from './expectation';
import { combinedReading } from './figures';
import type { Interval } from './interval';
import { hull, point, sum, widen } from './interval';
import { series } from './series';
import type { Sight, Situation } from './situation';
import { arrival, metaOf, seen, sightsOf, toldTime } from './situation';
import { told } from './versions';
import { ownDatabases, seesDatabase } from './visibleDatabases';

const windowMs = 24 * 3_600_000;

export const alterKinds = ['column', 'rollup', 'optimize'] as const;
export type AlterKind = (typeof alterKinds)[number];
const counted: readonly AlterKind[] = ['column', 'rollup'];

const kindIn: Readonly<Record<AlterKind, AlterJobState['kind']>> = {
  column: 'SCHEMA_CHANGE',
  rollup: 'ROLLUP',
  optimize: 'OPTIMIZE',
};

export type ListSeen = {
  readonly kind: AlterKind;
  readonly database: string;
  readonly sight: Sight;
};

const newestOf = (situation: Situation, about: string, database?: string): Sight | undefined =>
  sightsOf(situation, 'alterSweep', database === undefined ? about : `${about} ${database}`).at(-1);

/** The databases that may be asked about, by the newest list of them. */
function databasesSeen(situation: Situation): readonly string[] | undefined {
  const state = newestOf(situation, 'databases')?.states.at(-1);
  return state === undefined ? undefined : ownDatabases(state).map(({ name }) => name);
}

/** The newest list of each kind and database. */
export function listsSeen(situation: Situation): readonly ListSeen[] {
  return (databasesSeen(situation) ?? []).flatMap((database) =>
    alterKinds.flatMap((kind) => {
      const sight = newestOf(situation, kind, database);
      return sight === undefined ? [] : [{ kind, database, sight }];
    }),
  );
}

const ofKind = (state: ClusterState, kind: AlterKind, database: string): readonly AlterJobState[] =>
  state.alterJobs.filter((job) => job.kind === kindIn[kind] && job.database === database);

/** What the user may see of them. */
export function listedIn(
  situation: Situation,
  state: ClusterState,
  { kind, database }: Pick<ListSeen, 'kind' | 'database'>,
): readonly AlterJobState[] {
  return (seesDatabase(situation, database) ? ofKind(state, kind, database) : []).filter(
    ({ finishedAt }) => finishedAt === null || situation.now - finishedAt <= windowMs,
  );
}

export const isFailed = ({ state, message }: AlterJobState): boolean =>
  state === 'CANCELLED' && !message.startsWith('user cancel');

/** Four fifths of the timeout are over, and it runs or waits for transactions. */
export const isStuck = ({ state, createdAt, timeoutMs }: AlterJobState, at: number): boolean =>
  (state === 'RUNNING' || state === 'WAITING_TXN') && at - createdAt > 0.8 * timeoutMs;

export function expectSchemaChanges(situation: Situation): Expectation {
  const running = combinedReading(
    situation,
    ['feMetrics', 'frontends'],
    series.alterRunning.value(situation),
  );
  const newest = seen(situation, 'alterSweep');
  const databases = databasesSeen(situation);
  const looked = (databases ?? []).filter(
    (database) => newestOf(situation, 'counts', database) !== undefined,
  );
  if (!newest.ok || databases === undefined || looked.length === 0) {
    const why = unknown(newest.ok ? 'not-collected-yet' : newest.why);
    return fields({
      running,
      looked: why,
      optimizeLooked: newest.ok ? expectOptimize(situation, databases, undefined) : why,
      byKind: why,
      windowMs: exact(windowMs),
      failed: why,
      stuck: why,
      jobs: why,
    });
  }
  const of = databases.length;
  const meta = {
    ...metaOf(situation, 'alterSweep', newest.sight),
    coverage: { have: looked.length, of, missing: [] },
    ...(looked.length < of ? { bound: 'lower' as const } : {}),
  };
  return fields({
    running,
    looked: known(exact(looked.length), meta),
    optimizeLooked: expectOptimize(situation, databases, meta),
    byKind: {
      kind: 'rows',
      meta,
      rows: counted.map((kind) => expectCount(situation, looked, kind)),
      ids: counted,
      idOf: (row) => String(row['kind']),
    },
    windowMs: exact(windowMs),
    ...expectJobs(situation, looked, of, meta),
  });
}

function expectOptimize(
  situation: Situation,
  databases: readonly string[] | undefined,
  meta: ReadingMeta | undefined,
): Expectation {
  const have = listsSeen(situation).filter(({ kind }) => kind === 'optimize').length;
  if (!told(situation, 'alter.optimize')) {
    // Nobody knows before it was tried.
    return unknown('unsupported-version', 'not-collected-yet');
  }
  if (have === 0 || databases === undefined || meta === undefined) {
    return unknown('not-collected-yet');
  }
  const { bound: _ofCounts, ...rest } = meta;
  const of = databases.length;
  return known(exact(have), {
    ...rest,
    coverage: { have, of, missing: [] },
    ...(have < of ? { bound: 'lower' } : {}),
  });
}

function expectCount(
  situation: Situation,
  databases: readonly string[],
  kind: AlterKind,
): Expectation {
  const total = (...states: readonly AlterJobState['state'][]): Expectation =>
    within(
      sum(
        databases.map((database) =>
          countIn(
            situation,
            database,
            (state) =>
              ofKind(state, kind, database).filter((job) => states.includes(job.state)).length,
          ),
        ),
      ),
    );
  return fields({
    kind: exact(kind),
    waiting: total('PENDING', 'WAITING_TXN'),
    running: total('RUNNING'),
    finished: total('FINISHED'),
    cancelled: total('CANCELLED'),
  });
}

const countIn = (
  situation: Situation,
  database: string,
  count: (state: ClusterState) => number,
): Interval =>
  hull((newestOf(situation, 'counts', database)?.states ?? []).map((state) => point(count(state))));

function expectJobs(
  situation: Situation,
  looked: readonly string[],
  of: number,
  meta: ReadingMeta,
): Readonly<Record<'failed' | 'stuck' | 'jobs', Expectation>> {
  const lists = listsSeen(situation);
  const bound = looked.length < of ? 'lower' : boundOf(situation, looked, lists);
  const { bound: _ofCounts, ...rest } = meta;
  const whole = { ...rest, ...(bound === undefined ? {} : { bound }) };
  const count = (isMeant: (job: AlterJobState, at: number) => boolean): Expectation =>
    known(
      within(
        sum(
          lists.map((list) =>
            hull(
              list.sight.states.map((state) =>
                point(
                  listedIn(situation, state, list).filter((job) => isMeant(job, list.sight.at))
                    .length,
                ),
              ),
            ),
          ),
        ),
      ),
      whole,
    );
  const listed = lists.flatMap((list) => jobsOf(situation, list));
  const idOf = (job: AlterJobState): string => `${job.database} ${String(job.jobId)}`;
  return {
    failed: count(isFailed),
    stuck: count(isStuck),
    jobs: {
      kind: 'rows',
      meta: whole,
      rows: listed.map(({ list, met }) => anyOf(met.map((job) => expectJob(situation, job, list)))),
      ids: listed.map(({ job }) => idOf(job)),
      idOf: (row) => `${String(row['database'])} ${String(row['id'])}`,
      mayMiss: new Set(listed.flatMap(({ job, always }) => (always ? [] : [idOf(job)]))),
    },
  };
}

/** Whether the lists hold what was counted; `null` where that depends on the moment. */
function boundOf(
  situation: Situation,
  databases: readonly string[],
  lists: readonly ListSeen[],
): 'lower' | null | undefined {
  const verdicts = databases.flatMap((database) =>
    counted.map((kind) => {
      const count = countIn(situation, database, (state) => ofKind(state, kind, database).length);
      const list = lists.find((each) => each.kind === kind && each.database === database);
      const length =
        list === undefined || !seesDatabase(situation, database)
          ? point(0)
          : hull(list.sight.states.map((state) => point(ofKind(state, kind, database).length)));
      return length.lo >= count.hi ? 'whole' : length.hi < count.lo ? 'thin' : 'either';
    }),
  );
  return verdicts.includes('thin') ? 'lower' : verdicts.includes('either') ? null : undefined;
}

/** What a list may hold: what was there in any state it may have been made in, and in all of them. */
function jobsOf(situation: Situation, list: ListSeen) {
  const options = list.sight.states.map((state) => listedIn(situation, state, list));
  const newest = new Map(options.flat().map((job) => [job.jobId, job]));
  return [...newest.values()].map((job) => ({
    list,
    job,
    met: options.flatMap((jobs) => jobs.filter(({ jobId }) => jobId === job.jobId)),
    always: options.every((jobs) => jobs.some(({ jobId }) => jobId === job.jobId)),
  }));
}

const outcomes: Readonly<Record<AlterJobState['state'], string>> = {
  PENDING: 'waiting',
  WAITING_TXN: 'waiting',
  RUNNING: 'running',
  FINISHED: 'finished',
  CANCELLED: 'cancelled',
};

function expectJob(situation: Situation, job: AlterJobState, list: ListSeen): Expectation {
  const { kind, sight } = list;
  const time = (at: number | null): Expectation =>
    at === null ? exact(null) : within(toldTime(situation, at));
  const share = (100 * job.done) / job.total;
  return fields({
    id: exact(String(job.jobId)),
    kind: exact(kind),
    database: exact(job.database),
    table: exact(job.table),
    state: exact(job.state),
    outcome: exact(isFailed(job) ? 'failed' : outcomes[job.state]),
    progressPct:
      job.state !== 'RUNNING'
        ? exact(null)
        : kind === 'optimize'
          ? exact(Math.floor(share))
          : within(widen(point(share), 1e-9)),
    createdAt: time(job.createdAt),
    finishedAt: time(job.finishedAt),
    timeoutMs: exact(job.timeoutMs),
    stuck: exact(isStuck(job, sight.at)),
    message: exact(job.message === '' ? null : job.message),
    lookedAt: within(arrival(situation, sight.at)),
  });
}
