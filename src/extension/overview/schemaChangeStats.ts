import { compareNaturally } from '../../shared/naturalOrder';
import {
  countedAlterKinds,
  type AlterOutcome,
  type SchemaChangeCount,
  type SchemaChangeJob,
  type SchemaChangeStats,
} from '../../shared/model/schemaChangeStats';
import {
  known,
  sameReason,
  unknown,
  type KnownReading,
  type Reading,
  type Rows,
} from '../../shared/reading';
import { ruleNumbers } from '../../shared/thresholds';
import { hourMs, type EpochMs } from '../../shared/time';
import type { AlterCount, AlterJobRow } from '../starrocks/sources/alterJobs';
import { cutRows, tableOf } from './clusterFacts';
import type { OverviewInput } from './overviewInput';

const windowMs = 24 * hourMs;

export function computeSchemaChangeStats(input: OverviewInput): SchemaChangeStats {
  const jobs = schemaChangeRows(input);
  const count = (isMeant: (job: SchemaChangeJob) => boolean): Reading<number> =>
    jobs.known ? { ...jobs, value: jobs.value.rows.filter(isMeant).length } : sameReason(jobs);
  return {
    running: input.series['alter.running'],
    looked: looked(input),
    optimizeLooked: optimizeLooked(input),
    byKind: countRows(input),
    windowMs,
    failed: count(({ outcome }) => outcome === 'failed'),
    stuck: count(({ stuck }) => stuck),
    jobs: cutRows(jobs),
  };
}

/** Of how many databases the jobs were counted. */
function looked({ alterSweep, alters }: OverviewInput): Reading<number> {
  if (!alterSweep.known) {
    return sameReason(alterSweep);
  }
  const have = alters.counts.size;
  return have === 0 || alters.databases === undefined
    ? unknown('not-collected-yet', alterSweep.observedAt, { source: 'alterSweep' })
    : ofDatabases(have, alters.databases.length, alterSweep);
}

function optimizeLooked({ alterSweep, alters }: OverviewInput): Reading<number> {
  if (!alterSweep.known) {
    return sameReason(alterSweep);
  }
  const have = alters.lists.filter(({ kind }) => kind === 'optimize').length;
  const source = { source: 'alterSweep' } as const;
  if (alters.noOptimize) {
    return unknown('unsupported-version', alterSweep.observedAt, source);
  }
  return have === 0 || alters.databases === undefined
    ? unknown('not-collected-yet', alterSweep.observedAt, source)
    : ofDatabases(have, alters.databases.length, alterSweep);
}

function ofDatabases(have: number, of: number, from: KnownReading<unknown>): Reading<number> {
  return known(have, from, {
    coverage: { have, of, missing: [] },
    ...(have < of ? { bound: 'lower' as const } : {}),
  });
}

function countRows(input: OverviewInput): Rows<SchemaChangeCount> {
  const counted = looked(input);
  if (!counted.known) {
    return sameReason(counted);
  }
  const rows = countedAlterKinds.map((kind): SchemaChangeCount => {
    const sum = (field: keyof AlterCount): number =>
      [...input.alters.counts.values()].reduce((total, { value }) => total + value[kind][field], 0);
    return {
      kind,
      waiting: sum('waiting'),
      running: sum('running'),
      finished: sum('finished'),
      cancelled: sum('cancelled'),
    };
  });
  return { ...counted, value: tableOf(rows) };
}

/** Those under way first, oldest first; then what ended within a day, newest first. */
export function schemaChangeRows(input: OverviewInput): Rows<SchemaChangeJob> {
  const counted = looked(input);
  if (!counted.known) {
    return sameReason(counted);
  }
  const { alters, now } = input;
  const rows = alters.lists
    .flatMap(({ kind, database, jobs, observedAt }) =>
      jobs.map((job): SchemaChangeJob => ({
        ...job,
        kind,
        database,
        ...judged(job, observedAt),
        lookedAt: observedAt,
      })),
    )
    .filter(({ outcome, finishedAt }) => !isOver(outcome) || now - Number(finishedAt) <= windowMs);
  const order = ({ outcome, createdAt, finishedAt }: SchemaChangeJob): number =>
    isOver(outcome)
      ? -(finishedAt ?? Number.NEGATIVE_INFINITY)
      : (createdAt ?? Number.POSITIVE_INFINITY);
  const group = ({ outcome }: SchemaChangeJob): number => (isOver(outcome) ? 1 : 0);
  rows.sort(
    (a, b) =>
      group(a) - group(b) ||
      (order(a) === order(b) ? 0 : order(a) - order(b)) ||
      compareNaturally(a.id, b.id),
  );
  return {
    ...counted,
    ...(isWhole(input) ? {} : { bound: 'lower' as const }),
    value: tableOf(rows),
  };
}

/** Whether the lists hold all the jobs that were counted: tables we may not see are left out of them. */
function isWhole({ alters }: OverviewInput): boolean {
  return (
    alters.counts.size === alters.databases?.length &&
    [...alters.counts].every(([database, { value }]) =>
      countedAlterKinds.every((kind) => {
        const list = alters.lists.find((each) => each.kind === kind && each.database === database);
        const { waiting, running, finished, cancelled } = value[kind];
        const counted = waiting + running + finished + cancelled;
        return list === undefined ? counted === 0 : list.jobs.length >= counted;
      }),
    )
  );
}

/** What a job has come to, and whether it will run into its timeout, when it was listed. */
function judged(job: AlterJobRow, at: EpochMs): Pick<SchemaChangeJob, 'outcome' | 'stuck'> {
  const { state, createdAt, timeoutMs } = job;
  const canBeStuck = state === 'RUNNING' || state === 'WAITING_TXN';
  return {
    outcome: alterOutcome(job),
    stuck:
      canBeStuck &&
      createdAt !== null &&
      timeoutMs !== null &&
      at - createdAt > ruleNumbers.alterStuckShare * timeoutMs,
  };
}

/** What a job has come to. A word that we do not know is no outcome. */
export function alterOutcome({
  state,
  message,
}: Pick<AlterJobRow, 'state' | 'message'>): AlterOutcome {
  switch (state) {
    case 'PENDING':
    case 'WAITING_TXN':
      return 'waiting';
    case 'RUNNING':
    case 'FINISHED_REWRITING':
      return 'running';
    case 'FINISHED':
      return 'finished';
    case 'CANCELLED':
      return /^user cancel/i.test(message ?? '') ? 'cancelled' : 'failed';
    default:
      return 'unknown';
  }
}

const isOver = (outcome: AlterOutcome): boolean =>
  outcome === 'finished' || outcome === 'failed' || outcome === 'cancelled';
