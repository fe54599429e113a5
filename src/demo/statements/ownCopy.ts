/** What an FE that has not replayed the whole journal takes for the present. */
import type { ClusterState } from '../truth';
import type { FrontendState } from '../truthFrontends';
import type { StatementContext } from './context';

/**
 * The context of a statement that the connected FE answers from its own copy of the metadata: what
 * comes by the journal (heartbeats of nodes included) is as old as its replay, what the FE knows by
 * itself (sessions, queries, roles, its own row) is of now.
 */
export function ownCopy(context: StatementContext): StatementContext {
  const { state, frontend, world } = context;
  const replayed = world.replayed(frontend);
  return replayed === state
    ? context
    : { ...context, state: { ...state, ...journaled(replayed), frontends: rows(state, replayed) } };
}

function journaled(state: ClusterState): Partial<ClusterState> {
  const {
    backends,
    computeNodes,
    databases,
    tables,
    partitions,
    transactions,
    transactionsFinished,
    loads,
    routineLoads,
    materializedViews,
    taskRuns,
    alterJobs,
  } = state;
  return {
    backends,
    computeNodes,
    databases,
    tables,
    partitions,
    transactions,
    transactionsFinished,
    loads,
    routineLoads,
    materializedViews,
    taskRuns,
    alterJobs,
  };
}

function rows(state: ClusterState, replayed: ClusterState): readonly FrontendState[] {
  return state.frontends.map((frontend) => {
    const known = replayed.frontends.find((each) => each.name === frontend.name);
    return known === undefined
      ? frontend
      : {
          ...frontend,
          alive: known.alive,
          lastHeartbeat: known.lastHeartbeat,
          missedHeartbeats: known.missedHeartbeats,
          errMsg: known.errMsg,
          replayedJournalId: known.replayedJournalId,
        };
  });
}
