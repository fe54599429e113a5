/** BEs and CNs together: most of what they do does not depend on which of the two they are. */
import type { ClusterState, RunMode } from '../truth';
import type { ComputeNodeState } from '../truthNodes';

export function allNodes(
  state: Pick<ClusterState, 'backends' | 'computeNodes'>,
): readonly ComputeNodeState[] {
  return [...state.backends, ...state.computeNodes];
}

/** Whom loads are written to: the BEs where there are any, as only they hold tablets then. */
export function loadNodes(state: ClusterState): readonly ComputeNodeState[] {
  const nodes = state.backends.length > 0 ? state.backends : state.computeNodes;
  return nodes.filter((node) => node.running);
}

/** The state with every BE and CN changed. */
export function changeNodes(
  state: ClusterState,
  change: (node: ComputeNodeState) => ComputeNodeState,
): ClusterState {
  return {
    ...state,
    backends: state.backends.map(change),
    computeNodes: state.computeNodes.map(change),
  };
}

/** What a query or load says that finds no node. */
export function nodesNotFound(runMode: RunMode): string {
  return runMode === 'shared_data'
    ? 'Compute node not found. Check if any compute node is down.'
    : 'Backend node not found. Check if any backend node is down.';
}
