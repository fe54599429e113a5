import { formatNumber } from '../../shared/format';
import type { CompactionStats, CompactionTask } from '../../shared/model/compactionStats';
import type { Modules } from '../../shared/model/extendedOverview';
import type { LoadJobStats } from '../../shared/model/loadJobStats';
import type { MaterializedView } from '../../shared/model/materializedViewStats';
import type { SchemaChangeJob } from '../../shared/model/schemaChangeStats';
import type { PhraseId } from '../../shared/phrases.en';
import { mapReading, within, type Reading, type Rows } from '../../shared/reading';
import { taskNode } from './activityNodes';
import { loadNode, routineLoadNode, schemaChangeNode, transactionNode, viewNode } from './jobNodes';
import { readingText } from './readingText';
import { say } from './say';
import { detail, group, rowNodes, type TreeContext } from './treeGroup';
import type { TreeNode } from './treeNode';

/** What the tasks are made of. */
export const taskModules = [
  'compaction',
  'loads',
  'materializedViews',
  'schemaChanges',
  'transactions',
] as const;

type TaskModules = Pick<Modules, (typeof taskModules)[number]>;

/** What the cluster works on beside queries, by kind. */
export function taskGroup(modules: TaskModules, context: TreeContext): TreeNode {
  const { locale, now } = context;
  const { compaction, loads, materializedViews, schemaChanges, transactions } = modules;
  const count = (reading: Reading<number>) =>
    readingText(reading, (value) => formatNumber(value, locale));
  const kind = <M, R>(
    key: string,
    title: PhraseId,
    icon: string,
    module: Reading<M> | undefined,
    describe: (value: M) => string,
    rows: (value: M) => Rows<R>,
    node: (row: R) => Omit<TreeNode, 'clusterId'>,
  ): TreeNode =>
    group(context, `tasks/${key}`, title, icon, {
      description: detail(module, locale, describe),
      children: rowNodes(context, `tasks/${key}`, within(module, rows), { node }),
    });
  const children = [
    kind(
      'compactions',
      'host.group.compactions',
      'combine',
      compaction,
      ({ running }) => count(running),
      runningCompactions,
      (row) => taskNode(row, locale, now),
    ),
    kind(
      'loads',
      'host.group.loads',
      'cloud-upload',
      loads,
      ({ running, failed }) =>
        say(locale, 'host.group.loadCounts', { running: count(running), failed: count(failed) }),
      unfinishedLoads,
      (row) => loadNode(row, locale, now),
    ),
    kind(
      'routineLoads',
      'host.group.routineLoads',
      'sync',
      loads,
      ({ routineTotal }) => count(routineTotal),
      ({ routineLoads }) => routineLoads,
      (row) => routineLoadNode(row, locale),
    ),
    kind(
      'views',
      'host.group.views',
      'layers',
      materializedViews,
      ({ total }) => count(total),
      ({ views }) => views,
      (row: MaterializedView) => viewNode(row, locale, now),
    ),
    kind(
      'schemaChanges',
      'host.group.schemaChanges',
      'edit',
      schemaChanges,
      ({ running }) => count(running),
      ({ jobs }) => only(jobs, isUnderWay),
      (row) => schemaChangeNode(row, locale, now),
    ),
    kind(
      'transactions',
      'host.group.transactions',
      'git-commit',
      transactions,
      ({ running }) => count(running),
      (value) => value.transactions,
      (row) => transactionNode(row, locale, now),
    ),
  ];
  const running = (module: Reading<{ readonly running: Reading<number> }> | undefined) =>
    detail(module, locale, (value) => count(value.running));
  const description = say(locale, 'host.group.taskCounts', {
    compactions: running(compaction),
    loads: running(loads),
  });
  return group(context, 'tasks', 'host.group.tasks', 'tasklist', { description, children });
}

const isUnderWay = ({ outcome }: SchemaChangeJob) => outcome === 'waiting' || outcome === 'running';

/** Failed ones too: a person may want to see why. */
function unfinishedLoads({ loads }: LoadJobStats): LoadJobStats['loads'] {
  return only(loads, ({ outcome }) => outcome === 'running' || outcome === 'failed');
}

/** Some rows of a list that has them first: where it was cut behind the last of them, there are no more. */
function only<R>(rows: Rows<R>, isMeant: (row: R) => boolean): Rows<R> {
  return mapReading(rows, (value) => {
    const kept = value.rows.filter(isMeant);
    const isCut = value.truncated && kept.length === value.rows.length;
    return { rows: kept, total: isCut ? value.total : kept.length, truncated: isCut };
  });
}

/** Those that run now; how many they are is told even where the list is cut. */
function runningCompactions({ tasks, running }: CompactionStats): Rows<CompactionTask> {
  return mapReading(tasks, (value) => {
    const rows = value.rows.filter(({ state }) => state === 'running');
    const total = running.known ? Math.max(running.value, rows.length) : rows.length;
    return { ...value, rows, total, truncated: total > rows.length };
  });
}
