/** Running queries of others in a state, longest first. */
import type { ClusterState, RunningQueryState } from '../../src/demo/truth';
import type { AskedSource, Situation, Sight } from './situation';
import { partOf } from './frontendParts';

/**
 * Of the FEs that were asked. Real connections to the demo cluster are ours; what they run is not
 * shown.
 */
export function foreignRunning(
  situation: Situation,
  sight: Sight,
  state: ClusterState,
): readonly RunningQueryState[] {
  const part = partOf(situation, sight, 'global_current_queries');
  const own = new Set(
    state.frontends.flatMap((fe) =>
      fe.sessions
        .filter((session) => session.real)
        .map((session) => `${fe.name} ${session.connectionId}`),
    ),
  );
  const answering = new Set(
    state.frontends.filter((fe) => fe.running && part.includes(fe)).map((fe) => fe.name),
  );
  return state.runningQueries
    .filter((query) => answering.has(query.frontend))
    .filter((query) => !own.has(`${query.frontend} ${query.connectionId}`))
    .toSorted((a, b) => a.startedAt - b.startedAt);
}

/** Where so many queries are told: that there is none, the node lists tell as well. */
export function tellingRunning(count: number): readonly AskedSource[] {
  return count === 0 ? ['runningQueries', 'backends', 'computeNodes'] : ['runningQueries'];
}
