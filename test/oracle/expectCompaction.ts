/** `CompactionStats` from the truth (semantics 4.2; starrocks-metrics K). */
import type { ClusterState } from '../../src/demo/truth';
import type { CompactionTaskState } from '../../src/demo/truthCompaction';
import type { Expectation, RowsExpectation } from './expectation';
import { anyOf, exact, fields, known, oneOf, unknown, within } from './expectation';
import {
  expectLocalCompaction,
  expectLocalFailures,
  localRunning,
  versionsGauge,
} from './expectLocalCompaction';
import { expectCompactionAdvice } from './expectCompactionAdvice';
import type { Combined } from './figures';
import { combinedReading, maxOf } from './figures';
import { point } from './interval';
import type { Judgement } from './rules';
import { isSharedNothing } from './ruleShape';
import { series } from './series';
import type { Sight, Situation } from './situation';
import {
  aliveComputes,
  computesSeen,
  metaOf,
  runModeTold,
  seen,
  toldTime,
  whyNoRunMode,
  whyUnlisted,
} from './situation';
import { eachBackend, newlyFailed, versionLimitOf } from './storageRuleTable';
import { told } from './versions';
import { seesDatabase } from './visibleDatabases';

export type Marks = {
  readonly selectorMin: number;
  readonly slowdown: number;
  readonly slowdownEnabled: boolean;
  readonly critical: number;
  readonly upperBound: number | null;
  readonly assumed: boolean;
};

/** Each may be missing, in versions that do not know it or when nothing can be read. */
const markKeys = [
  'lake_compaction_score_selector_min_score',
  'lake_ingest_slowdown_threshold',
  'lake_compaction_score_upper_bound',
  'lake_enable_ingest_slowdown',
] as const;

/** From the cluster's own configuration; the documented defaults, said as assumed, without it. */
export function marksOf(situation: Situation): Marks {
  const config = seen(situation, 'feConfig');
  const values = config.ok ? config.sight.states.at(-1)?.frontendConfig : undefined;
  const number = (key: string, assumed: number): number =>
    values?.[key] === undefined ? assumed : Number(values[key]);
  const bound = number('lake_compaction_score_upper_bound', 2000);
  return {
    selectorMin: number('lake_compaction_score_selector_min_score', 10),
    slowdown: Math.max(number('lake_ingest_slowdown_threshold', 100), 10),
    slowdownEnabled: values?.['lake_enable_ingest_slowdown'] !== 'false',
    critical: situation.thresholds.compactionCritical,
    upperBound: bound > 0 ? bound : null,
    assumed: markKeys.some((key) => values?.[key] === undefined),
  };
}

export function expectCompaction(situation: Situation, judgement: Judgement): Expectation {
  const score = series.compactionScore.value(situation);
  const marks = marksOf(situation);
  return fields({
    runMode: expectRunMode(situation),
    score: combinedReading(situation, ['feMetrics', 'partitions'], score),
    level: expectLevel(situation, judgement, marks, score),
    // Without the configuration, slow-down is the documented default: not compared when assumed.
    marks: fields({
      selectorMin: exact(marks.selectorMin),
      slowdown: exact(marks.slowdown),
      slowdownEnabled: marks.assumed ? oneOf([true, false]) : exact(marks.slowdownEnabled),
      critical: exact(marks.critical),
      upperBound: marks.assumed ? oneOf([marks.upperBound, null]) : exact(marks.upperBound),
      assumed: exact(marks.assumed),
    }),
    ...expectPartitions(situation, marks),
    ...expectLocalCompaction(situation, judgement),
    ...expectTasks(situation),
    maxTasks: expectMaxTasks(situation),
    advice: expectCompactionAdvice(situation, marks),
  });
}

export function expectRunMode(situation: Situation): Expectation {
  const runMode = runModeTold(situation);
  return runMode === undefined ? unknown(...whyNoRunMode) : known(exact(runMode), { bound: null });
}

function expectLevel(
  situation: Situation,
  judgement: Judgement,
  marks: Marks,
  score: Combined,
): Expectation {
  if (!isSharedNothing(situation)) {
    return score.ok ? levelOf(judgement, marks, score.range) : exact('unknown');
  }
  const versions = maxOf(eachBackend(situation, (node) => versionsGauge(situation, node)));
  const open = judgement.problems
    .filter(({ rule, state }) => rule === 'compaction.pressure' && state !== 'held')
    .map(({ level }) => level);
  if (open.length > 0) {
    return exact(open.includes('critical') ? 'critical' : 'warning');
  }
  if (!versions.ok) {
    return score.ok ? exact(score.range.hi <= 50 ? 'ok' : 'info') : exact('unknown');
  }
  return exact(versions.range.hi <= 0.2 * versionLimitOf(situation).max ? 'ok' : 'info');
}

/** ≤ 10 ok, ≤ T info; above it a warning once it lasts, and so on: as the rule judges it. */
function levelOf(
  judgement: Judgement,
  marks: Marks,
  range: { readonly lo: number; readonly hi: number },
): Expectation {
  const open = judgement.problems.find(
    ({ rule, state }) => rule === 'compaction.pressure' && state !== 'held',
  );
  if (open !== undefined) {
    return exact(open.level);
  }
  if (range.hi <= marks.selectorMin) {
    return exact('ok');
  }
  if (range.lo <= marks.selectorMin) {
    return oneOf(['ok', 'info']);
  }
  return range.lo > marks.slowdown ? oneOf(['info', 'warning']) : exact('info');
}

function expectPartitions(
  situation: Situation,
  marks: Marks,
): Readonly<Record<'partitions' | 'partitionsOver' | 'partitionsSeen', Expectation>> {
  if (isSharedNothing(situation)) {
    const none = unknown('not-applicable');
    return { partitions: none, partitionsOver: none, partitionsSeen: none };
  }
  const answer = seen(situation, 'partitions');
  const databases = situation.user.databases;
  // An empty list of a row-filtered source while sight is not proven is no list.
  const blind = databases !== 'all' && databases.length === 0;
  if (!answer.ok || blind) {
    const why = unknown(answer.ok ? 'denied' : answer.why);
    return { partitions: why, partitionsOver: why, partitionsSeen: why };
  }
  const options = answer.sight.states.map((state) =>
    partitionsOf(situation, marks, answer.sight, state),
  );
  const either = (which: 'partitions' | 'partitionsOver' | 'partitionsSeen') =>
    anyOf(options.map((option) => option[which]));
  return {
    partitions: either('partitions'),
    partitionsOver: either('partitionsOver'),
    partitionsSeen: either('partitionsSeen'),
  };
}

function partitionsOf(situation: Situation, marks: Marks, sight: Sight, state: ClusterState) {
  const visible = state.partitions
    .filter(({ database }) => seesDatabase(situation, database))
    .toSorted((a, b) => b.score.max - a.score.max);
  const meta = {
    ...metaOf(situation, 'partitions', sight),
    ...(situation.user.databases === 'all' ? {} : { bound: 'lower' as const }),
  };
  const worst = visible.slice(0, 50);
  const rows: RowsExpectation = {
    kind: 'rows',
    meta,
    rows: worst.map((partition) =>
      fields({
        database: exact(partition.database),
        table: exact(partition.table),
        partition: exact(partition.name),
        partitionId: exact(String(partition.id)),
        average: within(point(partition.score.avg)),
        p50: within(point(partition.score.p50)),
        max: within(point(partition.score.max)),
      }),
    ),
    ids: worst.map(({ id }) => String(id)),
    idOf: (row) => String(row['partitionId']),
    total: visible.length,
  };
  return {
    partitions: rows,
    partitionsOver: known(
      exact(visible.filter(({ score }) => score.max > marks.slowdown).length),
      meta,
    ),
    partitionsSeen: known(exact(visible.length), meta),
  };
}

function expectTasks(
  situation: Situation,
): Readonly<
  Record<
    'running' | 'finished' | 'failed' | 'successRate' | 'tasks' | 'failedPerSecond',
    Expectation
  >
> {
  if (isSharedNothing(situation)) {
    const none = unknown('not-applicable');
    const running = combinedReading(situation, 'beMetrics', localRunning(situation));
    return {
      running,
      finished: none,
      failed: none,
      successRate: none,
      tasks: none,
      failedPerSecond: expectLocalFailures(situation),
    };
  }
  const answer = seen(situation, 'lakeCompactions');
  if (!answer.ok) {
    const why = unknown(answer.why);
    return {
      running: why,
      finished: why,
      failed: why,
      successRate: why,
      tasks: why,
      failedPerSecond: why,
    };
  }
  const { sight } = answer;
  const options = sight.states.map((state) => tasksOf(situation, sight, state));
  const either = (which: 'running' | 'finished' | 'failed' | 'successRate' | 'tasks') =>
    anyOf(options.map((option) => option[which]));
  return {
    running: either('running'),
    finished: either('finished'),
    failed: either('failed'),
    successRate: either('successRate'),
    tasks: either('tasks'),
    failedPerSecond: expectFailedPerSecond(situation, sight),
  };
}

/** Counted between two answers; the cluster forgets, so it is a lower bound. */
function expectFailedPerSecond(situation: Situation, sight: Sight): Expectation {
  const perSecond = newlyFailed(situation);
  return perSecond === undefined
    ? unknown('insufficient-history')
    : known(within(perSecond), {
        ...metaOf(situation, 'lakeCompactions', sight),
        bound: 'lower',
      });
}

function tasksOf(situation: Situation, sight: Sight, state: ClusterState) {
  const { running, history } = state.compactions;
  const all = [...running, ...history];
  const meta = metaOf(situation, 'lakeCompactions', sight);
  const count = (of: (task: CompactionTaskState) => boolean) => all.filter(of).length;
  const finished = count((t) => t.finishedAt !== null && t.error === null);
  const failed = count((t) => t.error !== null);
  // The cluster forgets: what ended before its last ≤ 20 is not counted.
  const lower = { ...meta, bound: 'lower' as const };
  return {
    running: known(exact(count((t) => t.finishedAt === null && t.error === null)), meta),
    finished: known(exact(finished), lower),
    failed: known(exact(failed), lower),
    successRate:
      finished + failed === 0
        ? unknown('no-traffic')
        : known(within(point((100 * finished) / (finished + failed))), meta),
    tasks: {
      kind: 'rows' as const,
      meta,
      rows: all.map((task) => expectTask(situation, task)),
      ids: all.map(({ txnId }) => String(txnId)),
      idOf: (row: Readonly<Record<string, unknown>>) => String(row['txnId']),
    },
  };
}

function expectTask(situation: Situation, task: CompactionTaskState): Expectation {
  const at = (time: number | null): Expectation =>
    time === null ? exact(null) : within(toldTime(situation, time));
  const { profile } = task;
  return fields({
    table: exact(`${task.database}.${task.table}`),
    partitionId: exact(String(task.partitionId)),
    txnId: exact(String(task.txnId)),
    state: exact(
      task.error !== null
        ? 'failed'
        : task.finishedAt !== null
          ? 'finished'
          : task.committedAt !== null
            ? 'committed'
            : 'running',
    ),
    startedAt: at(task.startedAt),
    committedAt: at(task.committedAt),
    finishedAt: at(task.finishedAt),
    error: exact(task.error),
    profile:
      profile === null || !told(situation, 'compactions.Profile')
        ? exact(null)
        : exactNumbers({
            sub_task_count: profile.subTaskCount,
            read_local_sec: profile.readLocalSec,
            read_local_mb: profile.readLocalMb,
            read_remote_sec: profile.readRemoteSec,
            read_remote_mb: profile.readRemoteMb,
            in_queue_sec: profile.inQueueSec,
            ...(told(situation, 'compactions.Profile.segments')
              ? {
                  read_segment_count: profile.readSegmentCount,
                  write_segment_count: profile.writeSegmentCount,
                  write_segment_mb: profile.writeSegmentMb,
                }
              : {}),
          }),
  });
}

/** The profile's numbers are truncated to integers; their order is not fixed. */
function exactNumbers(expected: Readonly<Record<string, number>>): Expectation {
  return {
    kind: 'leaf',
    check: (actual) => {
      const said = actual as Readonly<Record<string, unknown>> | null;
      const wrong = Object.entries(expected).filter(
        ([key, value]) => said?.[key] !== Math.trunc(value),
      );
      return wrong.length === 0
        ? undefined
        : `is ${JSON.stringify(actual)}, expected ${JSON.stringify(expected)}`;
    },
  };
}

/** 16 × alive nodes of the warehouse unless configured. */
function expectMaxTasks(situation: Situation): Expectation {
  if (isSharedNothing(situation)) {
    return unknown('not-applicable');
  }
  const config = seen(situation, 'feConfig');
  const value = config.ok
    ? config.sight.states.at(-1)?.frontendConfig['lake_compaction_max_tasks']
    : undefined;
  if (!config.ok || value === undefined) {
    return config.ok ? unknown('unsupported-version') : unknown(config.why);
  }
  if (Number(value) < 0 && computesSeen(situation) === undefined) {
    return unknown(...whyUnlisted(situation));
  }
  return Number(value) < 0
    ? known(exact(16 * aliveComputes(situation).length), { bound: null })
    : known(exact(Number(value)), { bound: null });
}
