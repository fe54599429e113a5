import {
  compactionSignMarks as marks,
  compactionSigns,
  type CompactionSetting,
  type CompactionSignId,
} from '../../shared/compactionSigns';
import type { AdvisedSetting, CompactionAdvice } from '../../shared/model/compactionAdvice';
import type { CompactionStats, CompactionTask } from '../../shared/model/compactionStats';
import { phrase, type Phrase } from '../../shared/phrase';
import { aliveNodes, computeNodesOf, runModeOf } from './clusterFacts';
import type { OverviewInput } from './overviewInput';

/** What the signs are read from: the figures of the module, and all tasks that are remembered. */
export type CompactionFigures = Pick<
  CompactionStats,
  | 'score'
  | 'marks'
  | 'partitions'
  | 'running'
  | 'maxTasks'
  | 'versions'
  | 'versionMarks'
  | 'waiting'
> & { readonly tasks: readonly CompactionTask[] };

type Seen = { readonly sign: CompactionSignId; readonly evidence: Phrase };

/**
 * The signs that can be seen now, causes first. What is not known shows no sign: an empty list is
 * not a bill of health.
 */
export function compactionAdvice(
  input: OverviewInput,
  figures: CompactionFigures,
): readonly CompactionAdvice[] {
  const runMode = runModeOf(input);
  if (!runMode.known) {
    return [];
  }
  const seen =
    runMode.value === 'shared_data'
      ? [
          ...configuredSigns(input),
          ...capacitySigns(input, figures),
          ...taskSigns(input, figures.tasks),
          ...skewSign(figures),
        ]
      : localSigns(input, figures);
  return seen.map(({ sign, evidence }): CompactionAdvice => {
    const { setting } = compactionSigns[sign];
    return {
      sign,
      evidence,
      action: phrase(`compaction.action.${sign}`),
      setting: setting === null ? null : advised(input, setting),
    };
  });
}

function configuredSigns({ feConfig }: OverviewInput): readonly Seen[] {
  const config = feConfig.known ? feConfig.value : {};
  const disabled = config['lake_compaction_disable_ids']?.trim();
  return [
    ...seenIf(config['lake_compaction_max_tasks']?.trim() === '0', 'switchedOff'),
    ...seenIf(disabled !== undefined && disabled !== '', 'disabledTables', {
      ids: disabled?.slice(0, 100) ?? '',
    }),
  ];
}

function capacitySigns(
  input: OverviewInput,
  { score, marks: { selectorMin, slowdown }, running, maxTasks }: CompactionFigures,
): readonly Seen[] {
  const nodes = computeNodesOf(input);
  const complete = nodes.known && nodes.value.missing === undefined;
  const isHigh = (mark: number) => score.known && score.value > mark;
  const full =
    running.known && maxTasks.known && maxTasks.value > 0 && running.value >= maxTasks.value;
  return [
    ...seenIf(complete && aliveNodes(nodes).length === 0 && isHigh(selectorMin), 'noNode'),
    ...seenIf(full && isHigh(slowdown), isCapped(input) ? 'capped' : 'saturated', {
      n: running.known ? running.value : '',
      score: score.known ? score.value : '',
    }),
  ];
}

/** Whether somebody set how many tasks may run; by itself it grows with the nodes. */
const isCapped = ({ feConfig }: OverviewInput): boolean =>
  feConfig.known && Number(feConfig.value['lake_compaction_max_tasks']) > 0;

function taskSigns({ now }: OverviewInput, tasks: readonly CompactionTask[]): readonly Seen[] {
  const total = (key: string): number =>
    tasks
      .flatMap(({ profile }) => (profile === null ? [] : [profile]))
      .flatMap((profile) => (profile[key] === undefined ? [] : [profile[key]]))
      .reduce((a, b) => a + b, 0);
  const wait = total('in_queue_sec') / total('sub_task_count');
  const [remote, local] = [total('read_remote_mb'), total('read_local_mb')];
  const failing = mostFailing(tasks);
  const stuck = tasks.filter(
    ({ state, committedAt }) =>
      state === 'committed' && committedAt !== null && now - committedAt > marks.publishMs,
  );
  return [
    ...seenIf(wait > marks.queueSeconds, 'queued', { d: { ms: 1000 * wait } }),
    ...seenIf(remote > marks.remoteTimes * local, 'remoteReads', {
      remote: { bytes: remote * 2 ** 20 },
      local: { bytes: local * 2 ** 20 },
    }),
    ...seenIf(failing !== undefined && failing.times >= marks.failures, 'failing', {
      partition: `${failing?.task.table ?? ''} ${failing?.task.partitionId ?? ''}`,
      n: failing?.times ?? '',
      error: (failing?.task.error ?? '').slice(0, 160),
    }),
    ...seenIf(stuck.length > 0, 'publishStuck', {
      n: stuck.length,
      txn: stuck[0]?.txnId ?? '',
    }),
  ];
}

/** The partition with most failures among the tasks that are remembered. */
function mostFailing(
  tasks: readonly CompactionTask[],
): { readonly task: CompactionTask; readonly times: number } | undefined {
  const failed = tasks.filter(({ state }) => state === 'failed');
  const counted = failed.map((task) => ({
    task,
    times: failed.filter(({ partitionId }) => partitionId === task.partitionId).length,
  }));
  return counted.reduce<(typeof counted)[number] | undefined>(
    (a, b) => (a === undefined || b.times > a.times ? b : a),
    undefined,
  );
}

/** One extreme tablet: the selector sorts by average, so its partition waits behind others. */
function skewSign({ partitions, marks: { selectorMin, slowdown } }: CompactionFigures) {
  const worst = partitions.known ? partitions.value.rows[0] : undefined;
  const { average = null, max = null } = worst ?? {};
  return seenIf(
    average !== null && max !== null && max > slowdown && average <= selectorMin,
    'skewed',
    {
      partition: worst === undefined ? '' : `${worst.database}.${worst.table}.${worst.partition}`,
      average: average ?? '',
      max: max ?? '',
    },
  );
}

function localSigns(
  { beConfig }: OverviewInput,
  { versions, versionMarks, waiting }: CompactionFigures,
): readonly Seen[] {
  const off = beConfig.known
    ? beConfig.value.filter(
        ({ key, value }) => key === 'max_compaction_concurrency' && value.trim() === '0',
      )
    : [];
  const behind = versions.known && versions.value.value > versionMarks.warning;
  return [
    ...seenIf(off.length > 0, 'localOff', { n: off.length }),
    ...seenIf(behind && waiting.known && waiting.value > 0, 'localBacklog', {
      n: waiting.known ? waiting.value : '',
      versions: versions.known ? versions.value.value : '',
      max: versionMarks.limit,
    }),
  ];
}

function seenIf(
  holds: boolean,
  sign: CompactionSignId,
  args: Phrase['args'] = {},
): readonly Seen[] {
  return holds ? [{ sign, evidence: phrase(`compaction.sign.${sign}`, args) }] : [];
}

function advised(input: OverviewInput, setting: CompactionSetting): AdvisedSetting {
  const { role, key } = setting;
  const suggestion = (present: string) => suggestedFor(input, setting, present);
  const changes = presentValues(input, setting).flatMap(({ backend, present }) => {
    const suggested = suggestion(present);
    return suggested === undefined || suggested === present
      ? []
      : [{ backend, present, suggested }];
  });
  return { role, key, changes };
}

/** One entry where all nodes agree. */
function presentValues(
  { feConfig, beConfig }: OverviewInput,
  { role, key }: CompactionSetting,
): readonly { readonly backend: string | null; readonly present: string }[] {
  if (role === 'fe') {
    const present = feConfig.known ? feConfig.value[key] : undefined;
    return present === undefined ? [] : [{ backend: null, present }];
  }
  const values = beConfig.known ? beConfig.value.filter((setting) => setting.key === key) : [];
  const [first] = values;
  return first !== undefined && values.every(({ value }) => value === first.value)
    ? [{ backend: null, present: first.value }]
    : values.map(({ backend, value }) => ({ backend, present: value }));
}

/** Twice as much, up to half the cores of the smallest node; nothing where that is reached. */
function suggestedFor(
  input: OverviewInput,
  { direction, standard }: CompactionSetting,
  present: string,
): string | undefined {
  if (direction === 'restore') {
    return standard;
  }
  const value = Number(present);
  if (!(value > 0)) {
    return undefined;
  }
  const nodes = computeNodesOf(input);
  const cores = aliveNodes(nodes).flatMap(({ cpuCores }) => (cpuCores === null ? [] : [cpuCores]));
  const bound = Math.floor(marks.threadsOfCores * Math.min(...cores));
  const raised = Math.min(2 * value, bound);
  return raised > value ? String(raised) : undefined;
}
