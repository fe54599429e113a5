import type { ClusterId } from '../../shared/ids';
import type { Locale } from '../../shared/format';
import { formatNumber, renderPhrase } from '../../shared/format';
import type { ClusterAction } from '../../shared/model/action';
import type { ClusterHealth, NodeCounts } from '../../shared/model/clusterHealth';
import type { Modules } from '../../shared/model/extendedOverview';
import type { NodeDetails } from '../../shared/model/nodeDetails';
import { isCountedProblem, type Problem } from '../../shared/model/problem';
import type { Session, SessionStats } from '../../shared/model/sessionStats';
import type { Verdict } from '../../shared/model/verdict';
import { compareWorstFirst } from '../../shared/model/verdict';
import type { PhraseId } from '../../shared/phrases.en';
import {
  mapReading,
  within,
  type Reading,
  type Rows,
  type UnknownReading,
} from '../../shared/reading';
import type { EpochMs } from '../../shared/time';
import { markOf, noMarks, type AlertMarks } from '../alerts/alertMarks';
import { queryNode, sessionNode, taskNode } from './activityNodes';
import { alertNode } from './alertNodes';
import { escapeMarkdown } from './displayText';
import { computeNode, frontendNode } from './nodeNodes';
import { noValue, readingText } from './readingText';
import { say } from './say';
import type { TreeNode } from './treeNode';
import type { Look } from './verdictLook';

/** What the groups are made of; the tree asks for these modules of the live state. */
export const treeModules = ['health', 'nodes', 'sessions', 'runningQueries', 'compaction'] as const;

type TreeModules = Pick<Modules, (typeof treeModules)[number]>;
type Context = {
  readonly clusterId: ClusterId;
  readonly locale: Locale;
  readonly now: EpochMs;
  /** Which actions are shown; absent = none. */
  readonly offers?: (action: ClusterAction) => boolean;
  /** What was said of alerts; absent = nothing. */
  readonly marks?: AlertMarks;
};

/** Groups beneath a cluster: open alerts, nodes worst first, sessions, running queries, running tasks. */
export function groupNodes(modules: TreeModules, context: Context): readonly TreeNode[] {
  const { locale, now, marks = noMarks } = context;
  const health = modules.health;
  const nodes = modules.nodes;
  const sessions = modules.sessions;
  const queries = modules.runningQueries;
  const compaction = modules.compaction;
  const number = (value: number) => formatNumber(value, locale);
  return [
    group(context, 'alerts', 'host.group.alerts', 'bell', {
      description: detail(health, locale, ({ problems }) =>
        number(problems.filter(isCountedProblem).length),
      ),
      children: rowNodes(context, 'alerts', problemRows(health), {
        node: (row) => alertNode(row, markOf(marks, context.clusterId, row, now), locale, now),
      }),
    }),
    group(context, 'frontends', 'host.group.frontends', 'server-process', {
      description: countsText(health, (value) => value.frontends, locale),
      children: rowNodes(
        context,
        'frontends',
        within(nodes, (value) => value.frontends),
        {
          sort: worstFirst,
          node: (row) => frontendNode(row, locale, now),
        },
      ),
    }),
    group(context, 'compute', computeTitle(health, nodes), 'server', {
      description: countsText(health, (value) => value.compute, locale),
      children: rowNodes(
        context,
        'compute',
        within(nodes, (value) => value.compute),
        {
          sort: worstFirst,
          node: (row) => computeNode(row, locale, now),
        },
      ),
    }),
    group(context, 'sessions', 'host.group.sessions', 'account', {
      description: detail(sessions, locale, (value) =>
        say(locale, 'host.group.sessionCounts', {
          total: readingText(value.total, number),
          active: readingText(value.active, number),
        }),
      ),
      children: rowNodes(
        context,
        'sessions',
        within(sessions, (value) => value.byUser),
        {
          node: (row) => sessionNode(row, sessionRows(sessions), locale),
        },
      ),
    }),
    group(context, 'queries', 'host.group.queries', 'play-circle', {
      description: detail(queries, locale, (value) => readingText(value.total, number)),
      children: rowNodes(
        context,
        'queries',
        within(queries, (value) => value.queries),
        {
          node: (row) => queryNode(row, locale),
        },
      ),
    }),
    group(context, 'tasks', 'host.group.tasks', 'tasklist', {
      description: detail(compaction, locale, (value) => readingText(value.running, number)),
      children: rowNodes(context, 'tasks', within(compaction, runningTasks), {
        node: (row) => taskNode(row, locale, now),
      }),
    }),
  ];
}

/** A row that only says something. */
export function messageNode(id: string, text: string, look: Look, clusterId?: ClusterId): TreeNode {
  return {
    id,
    ...(clusterId === undefined ? {} : { clusterId }),
    label: text,
    description: '',
    look,
    context: 'message',
    spoken: text,
    tooltip: () => escapeMarkdown(text),
  };
}

function group(
  { clusterId, locale }: Context,
  key: string,
  title: PhraseId,
  icon: string,
  content: { readonly description: string; readonly children: readonly TreeNode[] },
): TreeNode {
  const label = say(locale, title);
  return {
    id: `${clusterId}/${key}`,
    clusterId,
    label,
    description: content.description,
    look: { icon },
    context: `group:${key}`,
    spoken: `${label}: ${content.description}`,
    tooltip: () => escapeMarkdown(`${label}: ${content.description}`),
    children: content.children,
  };
}

function sessionRows(sessions: Reading<SessionStats> | undefined): readonly Session[] {
  return sessions?.known === true && sessions.value.sessions.known
    ? sessions.value.sessions.value.rows
    : [];
}

function rowNodes<R>(
  { clusterId, locale, offers = () => false }: Context,
  key: string,
  rows: Rows<R>,
  how: {
    readonly sort?: (rows: readonly R[]) => readonly R[];
    readonly node: (row: R) => Omit<TreeNode, 'clusterId'>;
  },
): readonly TreeNode[] {
  const prefix = `${clusterId}/${key}`;
  if (!rows.known) {
    return [unknownNode(`${prefix}/unknown`, rows, locale, clusterId)];
  }
  const { rows: list, total } = rows.value;
  if (list.length === 0) {
    return [
      messageNode(`${prefix}/none`, say(locale, 'host.tree.none'), { icon: 'dash' }, clusterId),
    ];
  }
  const seen = new Map<string, number>();
  const nodes = (how.sort === undefined ? list : how.sort(list)).map((row) => {
    const node = how.node(row);
    // The editor refuses a tree with two equal ids, and a cluster may well repeat itself.
    const before = seen.get(node.id);
    const times = before === undefined ? 1 : before + 1;
    seen.set(node.id, times);
    const id = times === 1 ? `${prefix}/${node.id}` : `${prefix}/${node.id}#${times}`;
    const actions = (node.actions ?? []).filter((action) => offers(action));
    return { ...node, id, clusterId, actions };
  });
  if (total <= list.length) {
    return nodes;
  }
  const more = say(locale, 'host.tree.more', { count: total - list.length });
  return [...nodes, messageNode(`${prefix}/more`, more, { icon: 'ellipsis' }, clusterId)];
}

function unknownNode(
  id: string,
  reading: UnknownReading<unknown>,
  locale: Locale,
  clusterId: ClusterId,
): TreeNode {
  const reason = say(locale, `reason.${reading.why}`);
  const text =
    reading.detail === undefined ? reason : `${reason}: ${renderPhrase(reading.detail, locale)}`;
  return messageNode(id, text, { icon: 'question' }, clusterId);
}

const notCollected = { known: false, why: 'not-collected-yet', since: 0 } as const;

/** Whole: problems are not cut as tables are. */
function problemRows(health: Reading<ClusterHealth> | undefined): Rows<Problem> {
  return health === undefined
    ? notCollected
    : mapReading(health, ({ problems }) => ({
        rows: problems,
        total: problems.length,
        truncated: false,
      }));
}

function runningTasks(value: {
  readonly tasks: Rows<Parameters<typeof taskNode>[0]>;
  readonly running: Reading<number>;
}): Rows<Parameters<typeof taskNode>[0]> {
  if (!value.tasks.known) {
    return value.tasks;
  }
  const rows = value.tasks.value.rows.filter((task) => task.state === 'running');
  const total = value.running.known ? Math.max(value.running.value, rows.length) : rows.length;
  return {
    ...value.tasks,
    value: { ...value.tasks.value, rows, total, truncated: total > rows.length },
  };
}

function detail<M>(
  module: Reading<M> | undefined,
  locale: Locale,
  text: (value: M) => string,
): string {
  if (module === undefined) {
    return noValue;
  }
  return module.known ? text(module.value) : `${noValue} (${say(locale, `reason.${module.why}`)})`;
}

function countsText(
  health: Reading<ClusterHealth> | undefined,
  counts: (value: ClusterHealth) => NodeCounts,
  locale: Locale,
): string {
  return detail(health, locale, (value) => {
    const { alive, total } = counts(value);
    const number = (count: number) => formatNumber(count, locale);
    return alive.known || total.known
      ? say(locale, 'host.group.aliveOf', {
          alive: readingText(alive, number),
          total: readingText(total, number),
        })
      : `${noValue} (${say(locale, `reason.${alive.why}`)})`;
  });
}

/** Backends, compute nodes, or both: by what is there, else by the run mode. */
function computeTitle(
  health: Reading<ClusterHealth> | undefined,
  nodes: Reading<NodeDetails> | undefined,
): PhraseId {
  const compute = nodes?.known === true ? nodes.value.compute : undefined;
  const rows = compute?.known === true ? compute.value.rows : [];
  const backends = rows.some((row) => row.role === 'be');
  const computeNodes = rows.some((row) => row.role === 'cn');
  if (backends !== computeNodes) {
    return backends ? 'host.group.backends' : 'host.group.computeNodes';
  }
  const mode = health?.known === true ? health.value.runMode : undefined;
  return !backends && mode?.known === true && mode.value === 'shared_data'
    ? 'host.group.computeNodes'
    : 'host.group.compute';
}

function worstFirst<R extends { readonly verdict: Verdict; readonly host: string }>(
  rows: readonly R[],
): readonly R[] {
  return [...rows].sort(
    (a, b) => compareWorstFirst(a.verdict, b.verdict) || a.host.localeCompare(b.host),
  );
}
