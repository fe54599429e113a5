import type { StarRocksOverviewApi } from '../../shared/api';
import type { ClusterId } from '../../shared/ids';
import {
  isClusterAction,
  type ActionKind,
  type ActionOutcome,
  type ClusterAction,
} from '../../shared/model/action';
import { fieldOf } from '../argument';
import { actionFlow, type ActionUi } from './actionFlow';
import { actionTargets, type ActionTarget } from './actionTargets';

/** Where a person is asked about what an action lacks, and is told how it goes. */
export type ActionDesk = ActionUi & {
  /** The cluster that the argument names, or the one that is picked; undefined when none is. */
  pickCluster(argument: unknown): Promise<ClusterId | undefined>;
  /** Undefined when none is picked, or there is none. */
  pickTarget(
    kind: ActionKind,
    targets: readonly ActionTarget[],
  ): Promise<ClusterAction | undefined>;
};

/** The command by which something else than a person's click asks for an action: it asks the person. */
export function actionCommand(
  clusterId: ClusterId,
  action: ClusterAction,
): { readonly command: string; readonly argument: object } {
  return { command: `starrocksOverview.${action.kind}`, argument: { clusterId, action } };
}

/**
 * What every command of an action does: the argument is `{clusterId, action}` of code and the panel,
 * a row of the tree, or nothing (the palette): then cluster and target are picked. Resolves with how
 * it ended; undefined when it was cancelled, and then nothing was sent.
 */
export async function requestAction(
  api: Pick<StarRocksOverviewApi, 'getRows' | 'planAction' | 'runAction'>,
  kind: ActionKind,
  argument: unknown,
  desk: ActionDesk,
): Promise<ActionOutcome | undefined> {
  const cluster = await desk.pickCluster(argument);
  if (cluster === undefined) {
    return undefined;
  }
  const action =
    givenAction(argument, kind) ??
    (await desk.pickTarget(kind, await actionTargets(api, cluster, kind)));
  return action === undefined ? undefined : actionFlow(api, cluster, action, desk);
}

/** A row of the tree has all that can be done to it. */
function givenAction(argument: unknown, kind: ActionKind): ClusterAction | undefined {
  const ofRow = fieldOf(argument, 'actions');
  const given: readonly unknown[] = [
    fieldOf(argument, 'action'),
    ...(Array.isArray(ofRow) ? (ofRow as readonly unknown[]) : []),
  ];
  return given.filter(isClusterAction).find((each) => each.kind === kind);
}
