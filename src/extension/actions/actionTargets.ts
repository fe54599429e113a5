import {
  mostSleepers,
  type ActionKind,
  type ClusterAction,
  type SessionTarget,
} from '../../shared/model/action';
import type { StarRocksOverviewApi, TableId, TableMap } from '../../shared/api';
import type { ClusterId } from '../../shared/ids';
import type { CompactionTask, PartitionScore } from '../../shared/model/compactionStats';
import type { LoadJob, RoutineLoadJob } from '../../shared/model/loadJobStats';
import type { MaterializedView } from '../../shared/model/materializedViewStats';
import type { RunningQuery } from '../../shared/model/runningQuery';
import type { Session } from '../../shared/model/sessionStats';

/** Something an action can be done to; label and detail are untrusted text. */
export type ActionTarget = {
  readonly action: ClusterAction;
  readonly label: string;
  readonly detail: string;
};

/** Kinds whose targets are in a table of the overview. */
export type PickableKind = Exclude<ActionKind, 'cancelSchemaChange'>;

const mostTargets = 500;

/** What there is to do this to, from what was collected: asks the cluster nothing. */
export async function actionTargets(
  api: Pick<StarRocksOverviewApi, 'getRows'>,
  id: ClusterId,
  kind: PickableKind,
): Promise<readonly ActionTarget[]> {
  const rows = async <T extends TableId>(table: T): Promise<readonly TableMap[T][]> =>
    (await api.getRows(id, table, { offset: 0, limit: mostTargets })).rows;
  switch (kind) {
    case 'killQuery':
      return (await rows('runningQueries')).map(queryTarget);
    case 'killSession':
      return (await rows('sessions')).flatMap(sessionTarget);
    case 'killSleepers':
      return sleeperTargets(await rows('sessions'));
    case 'cancelCompaction':
      return (await rows('compactionTasks')).flatMap(compactionTarget);
    case 'compact':
      return (await rows('partitions')).map(partitionTarget);
    case 'refreshView':
    case 'cancelRefresh':
    case 'activateView':
    case 'inactivateView':
      return (await rows('materializedViews')).flatMap((row) =>
        viewTargets(row).filter(({ action }) => action.kind === kind),
      );
    case 'pauseRoutineLoad':
    case 'resumeRoutineLoad':
      return (await rows('routineLoads')).flatMap((row) =>
        routineLoadTargets(row).filter(({ action }) => action.kind === kind),
      );
    case 'cancelLoad':
      return (await rows('loads')).flatMap(loadTarget);
  }
}

export function queryTarget(row: RunningQuery): ActionTarget {
  const { queryId, frontend, connectionId } = row;
  return {
    action: { kind: 'killQuery', queryId, frontend, connectionId },
    label: `${row.user} ${queryId}`,
    detail: row.sql ?? '',
  };
}

/** Not where the version does not say which FE has it. */
function sessionTarget(row: Session): readonly ActionTarget[] {
  const { frontend, connectionId, user } = row;
  return frontend === null
    ? []
    : [
        {
          action: { kind: 'killSession', frontend, connectionId, user },
          label: `${user} ${connectionId}`,
          detail: `${frontend} · ${row.command}${row.sql === null ? '' : ` · ${row.sql}`}`,
        },
      ];
}

/** One for each user with sleeping sessions: those that slept longest. */
function sleeperTargets(rows: readonly Session[]): readonly ActionTarget[] {
  const users = new Set(rows.map(({ user }) => user));
  return [...users].flatMap((user) => sleepersOf(rows, user));
}

export function sleepersOf(rows: readonly Session[], user: string): readonly ActionTarget[] {
  const asleep = rows
    .filter((row) => row.user === user && row.command === 'Sleep')
    .sort((a, b) => (b.timeMs ?? -1) - (a.timeMs ?? -1));
  const sessions = asleep
    .flatMap(({ frontend, connectionId }): SessionTarget[] =>
      frontend === null ? [] : [{ frontend, connectionId, user }],
    )
    .slice(0, mostSleepers);
  return sessions.length === 0
    ? []
    : [
        {
          action: { kind: 'killSleepers', sessions },
          label: user,
          detail: `${sessions.length} / ${asleep.length}`,
        },
      ];
}

export function compactionTarget(row: CompactionTask): readonly ActionTarget[] {
  const { txnId, table, partitionId } = row;
  return row.state === 'running'
    ? [
        {
          action: { kind: 'cancelCompaction', txnId },
          label: `${table}.${partitionId}`,
          detail: txnId,
        },
      ]
    : [];
}

function partitionTarget({ database, table, partition, max }: PartitionScore): ActionTarget {
  return {
    action: { kind: 'compact', database, table, partition },
    label: `${database}.${table}.${partition}`,
    detail: max === null ? '' : String(max),
  };
}

/** What its state lets one do. */
export function viewTargets(row: MaterializedView): readonly ActionTarget[] {
  const { database, name } = row;
  const kinds =
    row.active === false
      ? (['activateView'] as const)
      : row.state === 'RUNNING'
        ? (['cancelRefresh', 'inactivateView'] as const)
        : (['refreshView', 'inactivateView'] as const);
  return kinds.map((kind) => ({
    action: { kind, database, name },
    label: `${database}.${name}`,
    detail: row.inactiveReason ?? row.error ?? row.state ?? '',
  }));
}

export function routineLoadTargets(row: RoutineLoadJob): readonly ActionTarget[] {
  const { database, name, state } = row;
  const kind =
    state === 'PAUSED'
      ? ('resumeRoutineLoad' as const)
      : ['RUNNING', 'NEED_SCHEDULE'].includes(state)
        ? ('pauseRoutineLoad' as const)
        : undefined;
  return kind === undefined
    ? []
    : [
        {
          action: { kind, database, name },
          label: `${database}.${name}`,
          detail: row.reason ?? state,
        },
      ];
}

/** Stream loads end with their request: CANCEL LOAD does not know them. */
export function loadTarget(row: LoadJob): readonly ActionTarget[] {
  const { database, label } = row;
  return row.outcome === 'running' && !/stream|routine/i.test(row.type)
    ? [
        {
          action: { kind: 'cancelLoad', database, label },
          label: `${database}.${label}`,
          detail: `${row.type} ${row.state}`,
        },
      ]
    : [];
}
