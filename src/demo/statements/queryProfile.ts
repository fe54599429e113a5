/** get_query_profile(): what this FE keeps of one query, in the outline that the documentation shows. */
import type { EndedQuery } from '../truthQueries';
import type { RunningQueryState } from '../truth';
import { sessionTime, showAnswer, type Answer, type StatementContext } from './context';
import { durationText } from './format';

/** The session variable big_query_profile_threshold: from then on a running query reports as well. */
const PROFILED_MS = 30_000;

/** Empty for a query that is unknown here, ran on another FE, or was not profiled. */
export function selectQueryProfile(context: StatementContext, queryId: string): Answer {
  const ended = context.world.queries
    .profiles(context.frontend)
    .find((query) => query.queryId === queryId);
  const running = context.state.runningQueries.find(
    (query) =>
      query.queryId === queryId &&
      query.frontend === context.frontend.name &&
      context.state.at - query.startedAt >= PROFILED_MS,
  );
  return showAnswer(['profile'], [[profileText(context, ended, running)]], false);
}

function profileText(
  context: StatementContext,
  ended: EndedQuery | undefined,
  running: RunningQueryState | undefined,
): string {
  const query = ended ?? running;
  if (query === undefined) {
    return '';
  }
  const totalMs = ended?.durationMs ?? context.state.at - query.startedAt;
  const state =
    ended === undefined ? 'Running' : ended.outcome === 'success' ? 'Finished' : 'Error';
  const lines = [
    'Query:',
    '  Summary:',
    `     - Query ID: ${query.queryId}`,
    `     - Start Time: ${sessionTime(context, query.startedAt)}`,
    `     - End Time: ${ended === undefined ? '' : sessionTime(context, query.startedAt + totalMs)}`,
    `     - Total: ${durationText(totalMs)}`,
    '     - Query Type: Query',
    `     - Query State: ${state}`,
    `     - StarRocks Version: ${context.profile.version}`,
    `     - User: ${query.user}`,
    `     - Default Db: ${query.database}`,
    `     - Sql Statement: ${query.sql}`,
    '  Planner:',
    `  Execution Profile ${query.queryId}:`,
    `     - QueryCumulativeCpuTime: ${durationText(query.cpuMs)}`,
    `     - QueryPeakMemoryUsage: ${String(query.memoryBytes)} B`,
    '    Fragment 0:',
    '      Pipeline (id=0):',
    '        RESULT_SINK (plan_node_id=-1):',
    '        OLAP_SCAN (plan_node_id=0):',
    '          UniqueMetrics:',
    `             - BytesRead: ${String(query.scanBytes)} B`,
    `             - RawRowsRead: ${String(query.scanRows)}`,
  ];
  return `${lines.join('\n')}\n`;
}
