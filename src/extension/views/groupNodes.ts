import type { Locale } from '../../shared/format';
import { formatNumber } from '../../shared/format';
import type { ClusterHealth, NodeCounts } from '../../shared/model/clusterHealth';
import type { Modules } from '../../shared/model/extendedOverview';
import type { NodeDetails } from '../../shared/model/nodeDetails';
import { isCountedProblem, type Problem } from '../../shared/model/problem';
import type { Session, SessionStats } from '../../shared/model/sessionStats';
import type { Verdict } from '../../shared/model/verdict';
import { compareWorstFirst } from '../../shared/model/verdict';
import type { PhraseId } from '../../shared/phrases.en';
import { mapReading, unknown, within, type Reading, type Rows } from '../../shared/reading';
import { markOf, noMarks } from '../alerts/alertMarks';
import { queryNode, sessionNode } from './activityNodes';
import { alertNode } from './alertNodes';
import { computeNode, frontendNode } from './nodeNodes';
import { readingText, readingTextWithReason } from './readingText';
import { say } from './say';
import { taskGroup, taskModules } from './taskGroup';
import { detail, group, rowNodes, type TreeContext } from './treeGroup';
import type { TreeNode } from './treeNode';

/** What the groups are made of; the tree asks for these modules of the live state. */
export const treeModules = [
  'health',
  'nodes',
  'sessions',
  'runningQueries',
  ...taskModules,
] as const;

type TreeModules = Pick<Modules, (typeof treeModules)[number]>;
/** Groups beneath a cluster: open alerts, nodes worst first, sessions, running queries, tasks. */
export function groupNodes(modules: TreeModules, context: TreeContext): readonly TreeNode[] {
  const { locale, now, marks = noMarks } = context;
  const health = modules.health;
  const nodes = modules.nodes;
  const sessions = modules.sessions;
  const queries = modules.runningQueries;
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
          folded: isHealthy,
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
          folded: isHealthy,
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
    taskGroup(modules, context),
  ];
}

function sessionRows(sessions: Reading<SessionStats> | undefined): readonly Session[] {
  return sessions?.known === true && sessions.value.sessions.known
    ? sessions.value.sessions.value.rows
    : [];
}

/** Whole: problems are not cut as tables are. */
function problemRows(health: Reading<ClusterHealth> | undefined): Rows<Problem> {
  return health === undefined
    ? unknown('not-collected-yet', 0)
    : mapReading(health, ({ problems }) => ({
        rows: problems,
        total: problems.length,
        truncated: false,
      }));
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
      : readingTextWithReason(alive, number, locale);
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

const isHealthy = ({ verdict }: { readonly verdict: Verdict }) => verdict === 'ok';

function worstFirst<R extends { readonly verdict: Verdict; readonly host: string }>(
  rows: readonly R[],
): readonly R[] {
  return [...rows].sort(
    (a, b) => compareWorstFirst(a.verdict, b.verdict) || a.host.localeCompare(b.host),
  );
}
