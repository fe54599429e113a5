import type { StarRocksOverviewApi } from '../../shared/api';
import type { ClusterId } from '../../shared/ids';
import type { ActionOutcome, ActionPlan, ClusterAction } from '../../shared/model/action';
import type { Phrase } from '../../shared/phrase';

type Plan = Extract<ActionPlan, { allowed: true }>;

/** How a person is asked and told. */
export type ActionUi = {
  /** Cluster, target and every statement in a modal dialog; false when it is cancelled. */
  confirm(plan: Plan): Promise<boolean>;
  /** The name of a production cluster, typed; undefined when that is cancelled. */
  typeName(cluster: string): Promise<string | undefined>;
  /** Runs with progress. */
  whileRunning<T>(plan: Plan, work: () => Promise<T>): Promise<T>;
  refused(why: Phrase): void;
  ended(plan: Plan, outcome: ActionOutcome): void;
};

/** One action, as a person does it. Resolves with undefined when it was cancelled: nothing was sent. */
export async function actionFlow(
  api: Pick<StarRocksOverviewApi, 'planAction' | 'runAction'>,
  id: ClusterId,
  action: ClusterAction,
  ui: ActionUi,
): Promise<ActionOutcome | undefined> {
  const plan = await api.planAction(id, action);
  if (!plan.allowed) {
    ui.refused(plan.why);
    return { state: 'refused', text: plan.why };
  }
  if (!(await ui.confirm(plan))) {
    return undefined;
  }
  const typedName = plan.typedName ? await ui.typeName(plan.cluster) : undefined;
  if (plan.typedName && typedName === undefined) {
    return undefined;
  }
  const consent = {
    statements: plan.statements,
    ...(typedName === undefined ? {} : { typedName }),
  };
  const outcome = await ui.whileRunning(plan, () => api.runAction(id, action, consent));
  ui.ended(plan, outcome);
  return outcome;
}
