import type { ActionKind, ClusterAction } from '../../shared/model/action';
import type { StarRocksOverviewApi, TableId, TableMap } from '../../shared/api';
import type { ClusterId } from '../../shared/ids';
import type { Session } from '../../shared/model/sessionStats';
import {
  compactionActions,
  isAsleep,
  loadActions,
  partitionActions,
  queryActions,
  routineLoadActions,
  schemaChangeActions,
  sessionActions,
  sleeperActions,
  viewActions,
} from '../../shared/rowActions';

/** Something an action can be done to; label and detail are untrusted text. */
export type ActionTarget = {
  readonly action: ClusterAction;
  readonly label: string;
  readonly detail: string;
};

const mostTargets = 500;

/** What there is to do this to, from what was collected: asks the cluster nothing. */
export async function actionTargets(
  api: Pick<StarRocksOverviewApi, 'getRows'>,
  id: ClusterId,
  kind: ActionKind,
): Promise<readonly ActionTarget[]> {
  const targets = async <T extends TableId>(
    table: T,
    actions: (row: TableMap[T]) => readonly ClusterAction[],
    label: (row: TableMap[T]) => string,
    detail: (row: TableMap[T]) => string,
  ): Promise<readonly ActionTarget[]> => {
    const { rows } = await api.getRows(id, table, { offset: 0, limit: mostTargets });
    return rows.flatMap((row) =>
      actions(row)
        .filter((action) => action.kind === kind)
        .map((action) => ({ action, label: label(row), detail: detail(row) })),
    );
  };
  switch (kind) {
    case 'killQuery':
      return targets(
        'runningQueries',
        queryActions,
        ({ user, queryId }) => `${user} ${queryId}`,
        ({ sql }) => sql ?? '',
      );
    case 'killSession':
      return targets(
        'sessions',
        sessionActions,
        ({ user, connectionId }) => `${user} ${connectionId}`,
        ({ frontend, command, sql }) =>
          [frontend, command, sql].filter((text) => text !== null).join(' · '),
      );
    case 'killSleepers': {
      const { rows } = await api.getRows(id, 'sessions', { offset: 0, limit: mostTargets });
      return sleeperTargets(rows);
    }
    case 'cancelCompaction':
      return targets(
        'compactionTasks',
        compactionActions,
        ({ table, partitionId }) => `${table}.${partitionId}`,
        ({ txnId }) => txnId,
      );
    case 'compact':
      return targets(
        'partitions',
        partitionActions,
        ({ database, table, partition }) => `${database}.${table}.${partition}`,
        ({ max }) => (max === null ? '' : String(max)),
      );
    case 'refreshView':
    case 'cancelRefresh':
    case 'activateView':
    case 'inactivateView':
      return targets(
        'materializedViews',
        viewActions,
        ({ database, name }) => `${database}.${name}`,
        ({ inactiveReason, error, state }) => inactiveReason ?? error ?? state ?? '',
      );
    case 'pauseRoutineLoad':
    case 'resumeRoutineLoad':
      return targets(
        'routineLoads',
        routineLoadActions,
        ({ database, name }) => `${database}.${name}`,
        ({ reason, state }) => reason ?? state,
      );
    case 'cancelLoad':
      return targets(
        'loads',
        loadActions,
        ({ database, label }) => `${database}.${label}`,
        ({ type, state }) => `${type} ${state}`,
      );
    case 'cancelSchemaChange':
      return targets(
        'schemaChanges',
        schemaChangeActions,
        ({ database, table }) => `${database}.${table}`,
        ({ kind: change, state }) => `${change} ${state}`,
      );
  }
}

/** One for each user with sleeping sessions, and how many of them it is about. */
function sleeperTargets(rows: readonly Session[]): readonly ActionTarget[] {
  const users = new Set(rows.map(({ user }) => user));
  return [...users].flatMap((user) => {
    const asleep = rows.filter((row) => row.user === user && isAsleep(row)).length;
    return sleeperActions(rows, user).map((action) => ({
      action,
      label: user,
      detail: `${action.sessions.length} / ${asleep}`,
    }));
  });
}
