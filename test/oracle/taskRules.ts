/** The rules about loads and other jobs (semantics 4.3), as conditions over the truth. */
import type { ClusterState } from '../../src/demo/truth';
import type { AlterJobState, RoutineLoadState } from '../../src/demo/truthJobs';
import { isFailed, isStuck, listedIn, listsSeen } from './expectSchemaChanges';
import type { ExpectedView } from './expectMaterializedViews';
import { viewsSeen } from './expectMaterializedViews';
import { isLive, lagMs, lagOf, lagTrend, pausedBy } from './expectRoutineLoads';
import { failedShare, fullestShare, looksOf, publishWait } from './expectTransactions';
import { isStream, loadsSeen, outcomeOf, smallTables } from './loadsSeen';
import type { Finding, Rule } from './ruleShape';
import { series } from './series';
import type { Sight, Situation } from './situation';
import { seen } from './situation';
import { told } from './versions';

type Findings = ReadonlyMap<string | null, Finding> | undefined;

type Judged = NonNullable<Finding>;

const fine: Judged = { level: 'ok', points: 0 };
const warning = (points: number, met: boolean): Judged =>
  met ? { level: 'warning', points } : fine;

export const taskRules: readonly Rule[] = [
  { id: 'load.failed', forMs: 0, scored: true, find: findFailedLoads },
  { id: 'load.small', forMs: 0, scored: true, find: findSmallLoads },
  {
    id: 'routine.paused',
    forMs: 0,
    scored: true,
    find: (situation) =>
      perJob(situation, (job) => ({
        ...warning(5, pausedBy(job) === 'system'),
        ...(job.pausedAt === null ? {} : { since: Math.floor(job.pausedAt / 1000) * 1000 }),
      })),
  },
  { id: 'routine.lag', forMs: 600_000, scored: true, find: findLag },
  { id: 'routine.unstable', forMs: 300_000, scored: true, find: findUnscheduled },
  {
    id: 'txn.failures',
    forMs: 120_000,
    windowMs: 600_000,
    scored: true,
    isFresh: (situation) => series.transactionsFailed.value(situation).ok,
    find: findFailedTransactions,
  },
  { id: 'txn.limit', forMs: 120_000, scored: true, find: findFullDatabase },
  { id: 'txn.stuck', forMs: 0, scored: true, find: findStuck },
  {
    id: 'mv.failed',
    forMs: 0,
    scored: true,
    find: (situation) => perView(situation, ({ failing }) => warning(5, failing)),
  },
  {
    id: 'mv.inactive',
    forMs: 0,
    scored: true,
    find: (situation) => perView(situation, ({ view }) => warning(3, !view.active)),
  },
  {
    id: 'mv.stale',
    forMs: 0,
    scored: true,
    find: (situation) =>
      seen(situation, 'taskSchedules').ok
        ? perView(situation, ({ stale }) => (stale === null ? undefined : warning(3, stale)))
        : undefined,
  },
  { id: 'alter.failed', forMs: 0, scored: true, find: findFailedAlter },
  { id: 'alter.stuck', forMs: 0, scored: true, find: findStuckAlter },
];

/** Of the tables that the newest lists show: what any of their jobs has come to. */
function perAlteredTable(
  situation: Situation,
  find: (job: AlterJobState, lookedAt: number) => Judged | undefined,
): Findings {
  const blocked = seen(situation, 'alterSweep');
  const lists = listsSeen(situation);
  const counted = [...situation.sights.keys()].some(
    (key) =>
      key.startsWith('alterSweep counts ') &&
      (situation.sights.get(key)?.[0]?.at ?? NaN) <= situation.now,
  );
  if (!blocked.ok || !counted) {
    return undefined;
  }
  const findings = new Map<string, Finding>();
  for (const list of lists) {
    const state = list.sight.states.at(-1);
    for (const job of state === undefined ? [] : listedIn(situation, state, list)) {
      const subject = `table:${job.database}.${job.table}`;
      const before = findings.get(subject);
      const finding = find(job, list.sight.at);
      const isWorse = finding?.level !== 'ok';
      if (!findings.has(subject) || (isWorse && before?.level !== 'warning')) {
        findings.set(subject, finding);
      }
    }
  }
  return findings;
}

/** The cluster cancelled it within the last hour. */
function findFailedAlter(situation: Situation): Findings {
  return perAlteredTable(situation, (job) => {
    const at = Math.floor(Number(job.finishedAt) / 1000) * 1000;
    return isFailed(job) && situation.now - at <= 3_600_000
      ? { ...warning(3, true), since: at }
      : fine;
  });
}

/** It has taken four fifths of its timeout; a list of ten minutes ago tells nothing of it. */
function findStuckAlter(situation: Situation): Findings {
  return perAlteredTable(situation, (job, lookedAt) => {
    if (job.finishedAt !== null) {
      return fine;
    }
    return situation.now - lookedAt > 600_000
      ? undefined
      : {
          ...warning(3, isStuck(job, lookedAt)),
          since: Math.floor(job.createdAt / 1000) * 1000 + 0.8 * job.timeoutMs,
        };
  });
}

/** Three failures in a quarter of an hour, and a tenth of what ended. */
function findFailedLoads(situation: Situation): Findings {
  const answer = seen(situation, 'loads');
  if (!answer.ok) {
    return undefined;
  }
  const [met = false, ...others] = loadsSeen(situation, answer.sight, 900_000).map(({ loads }) => {
    const ended = loads.filter((load) => outcomeOf(situation, load) !== 'running');
    const failed = ended.filter((load) => outcomeOf(situation, load) === 'failed').length;
    return failed >= 3 && failed >= 0.1 * ended.length;
  });
  return new Map([[null, { ...warning(5, met), maybe: others.includes(true) }]]);
}

/** Of information only, unless the table has the worst partition and that is beyond the mark. */
function findSmallLoads(situation: Situation): Findings {
  const answer = seen(situation, 'loads');
  if (!answer.ok) {
    return undefined;
  }
  const loads = loadsSeen(situation, answer.sight, 600_000)[0]?.loads ?? [];
  const named = loads.filter((load) => told(situation, 'loads.USER') || isStream(load));
  if (loads.length > 0 && named.length === 0) {
    return undefined;
  }
  const partitions = seen(situation, 'partitions');
  const state = partitions.ok ? partitions.sight.states.at(-1) : undefined;
  const worst = state?.partitions.toSorted((a, b) => b.score.max - a.score.max)[0];
  const mark = Math.max(Number(state?.frontendConfig['lake_ingest_slowdown_threshold']), 10);
  return new Map(
    smallTables(situation, named).map(({ table }) => {
      const presses =
        worst !== undefined &&
        worst.score.max > mark &&
        `${worst.database}.${worst.table}` === table;
      const finding: Finding = presses
        ? { level: 'warning', points: 5 }
        : { level: 'info', points: 0 };
      return [`table:${table}`, finding];
    }),
  );
}

function perJob(
  situation: Situation,
  find: (job: RoutineLoadState, sight: Sight, state: ClusterState) => Judged,
): Findings {
  const answer = seen(situation, 'routineLoads');
  const state = answer.ok ? answer.sight.states.at(-1) : undefined;
  return !answer.ok || state === undefined
    ? undefined
    : new Map(
        state.routineLoads
          .filter(isLive)
          .map((job) => [`routine:${job.database}.${job.name}`, find(job, answer.sight, state)]),
      );
}

function findLag(situation: Situation): Findings {
  if (!told(situation, 'routine_load_jobs.OFFSET_LAG')) {
    return undefined;
  }
  return perJob(situation, (job, sight, state) => {
    const rises = lagTrend(situation, sight, job.id)?.rises === true;
    const late = lagOf(job) > 0 && lagMs(situation, sight, state, job).lo > 300_000;
    return warning(5, pausedBy(job) !== 'user' && ((rises && lagOf(job) > 300_000) || late));
  });
}

function findUnscheduled(situation: Situation): Findings {
  const answer = seen(situation, 'routineLoads');
  const jobs = answer.ok ? answer.sight.states.at(-1)?.routineLoads : undefined;
  const waiting = jobs?.filter(({ state }) => state === 'NEED_SCHEDULE').length;
  return waiting === undefined ? undefined : new Map([[null, warning(3, waiting > 3)]]);
}

function findFailedTransactions(situation: Situation): Findings {
  const share = failedShare(situation);
  if (share === undefined) {
    return undefined;
  }
  const percent = share === 'no-traffic' ? 0 : share.lo;
  return new Map([
    [null, percent >= 20 ? { level: 'critical', points: 15 } : warning(5, percent >= 5)],
  ]);
}

function findFullDatabase(situation: Situation): Findings {
  const share = fullestShare(situation);
  return share.ok
    ? new Map([
        [
          null,
          share.range.lo >= 90
            ? { level: 'critical', points: 20 }
            : warning(5, share.range.lo >= 70),
        ],
      ])
    : undefined;
}

/** Committed for a minute, and still not published when the list was read. */
function findStuck(situation: Situation): Findings {
  const blocked = seen(situation, 'txnDetail');
  const looks = looksOf(situation);
  if (looks.length === 0 || (!blocked.ok && blocked.why !== 'not-collected-yet')) {
    return undefined;
  }
  return new Map(
    looks.map(({ database, look }) => {
      const listed = look.states.at(-1)?.transactions ?? [];
      const waits = listed
        .filter((txn) => txn.database === database)
        .map((txn) => publishWait(txn, look.at));
      const longest = Math.max(0, ...waits);
      const finding: Judged =
        longest > 600_000 ? { level: 'critical', points: 15 } : warning(5, longest > 60_000);
      return [
        `db:${database}`,
        situation.now - look.at > 600_000 ? undefined : { ...finding, since: look.at - longest },
      ];
    }),
  );
}

function perView(situation: Situation, find: (view: ExpectedView) => Finding): Findings {
  const views = viewsSeen(situation)?.options.at(-1);
  return views === undefined
    ? undefined
    : new Map(
        views.flatMap((expected) => {
          const finding = find(expected);
          const { database, name } = expected.view;
          return finding === undefined ? [] : [[`mv:${database}.${name}`, finding] as const];
        }),
      );
}
