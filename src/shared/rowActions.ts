import { mostSleepers, type ClusterAction, type SessionTarget } from './model/action';
import type { CompactionTask, PartitionScore } from './model/compactionStats';
import type { LoadJob, RoutineLoadJob } from './model/loadJobStats';
import type { MaterializedView } from './model/materializedViewStats';
import type { RunningQuery } from './model/runningQuery';
import type { SchemaChangeJob } from './model/schemaChangeStats';
import type { Session } from './model/sessionStats';

const changes = { column: 'COLUMN', rollup: 'ROLLUP', optimize: 'OPTIMIZE' } as const;

/**
 * What can be done to a row of the overview, by what it says of itself: the same in tree, panel and
 * palette. Whether access and version let one do it is another question, and the gate's.
 */

export function queryActions({ queryId, frontend, connectionId }: RunningQuery): ClusterAction[] {
  return [{ kind: 'killQuery', queryId, frontend, connectionId }];
}

/** None where the version does not say which FE has it. */
export function sessionActions({ frontend, connectionId, user }: Session): ClusterAction[] {
  return frontend === null ? [] : [{ kind: 'killSession', frontend, connectionId, user }];
}

export function isAsleep({ command }: Session): boolean {
  return command === 'Sleep';
}

/** The sessions of one user that slept longest, ended together. */
export function sleeperActions(
  rows: readonly Session[],
  user: string,
): Extract<ClusterAction, { kind: 'killSleepers' }>[] {
  const sessions = rows
    .filter((row) => row.user === user && isAsleep(row))
    .sort((a, b) => (b.timeMs ?? -1) - (a.timeMs ?? -1))
    .flatMap(({ frontend, connectionId }): SessionTarget[] =>
      frontend === null ? [] : [{ frontend, connectionId, user }],
    )
    .slice(0, mostSleepers);
  return sessions.length === 0 ? [] : [{ kind: 'killSleepers', sessions }];
}

export function compactionActions({ state, txnId }: CompactionTask): ClusterAction[] {
  return state === 'running' ? [{ kind: 'cancelCompaction', txnId }] : [];
}

export function partitionActions({ database, table, partition }: PartitionScore): ClusterAction[] {
  return [{ kind: 'compact', database, table, partition }];
}

export function viewActions({ database, name, active, state }: MaterializedView): ClusterAction[] {
  const kinds =
    active === false
      ? (['activateView'] as const)
      : state === 'RUNNING'
        ? (['cancelRefresh', 'inactivateView'] as const)
        : (['refreshView', 'inactivateView'] as const);
  return kinds.map((kind) => ({ kind, database, name }));
}

export function routineLoadActions({ database, name, state }: RoutineLoadJob): ClusterAction[] {
  if (state === 'PAUSED') {
    return [{ kind: 'resumeRoutineLoad', database, name }];
  }
  return ['RUNNING', 'NEED_SCHEDULE'].includes(state)
    ? [{ kind: 'pauseRoutineLoad', database, name }]
    : [];
}

export function schemaChangeActions(job: SchemaChangeJob): ClusterAction[] {
  const { kind, database, table, outcome } = job;
  const change = changes[kind];
  return outcome === 'waiting' || outcome === 'running'
    ? [{ kind: 'cancelSchemaChange', database, table, change }]
    : [];
}

/** Stream loads end with their request: CANCEL LOAD does not know them. */
export function loadActions({ database, label, outcome, type }: LoadJob): ClusterAction[] {
  return outcome === 'running' && !/stream|routine/i.test(type)
    ? [{ kind: 'cancelLoad', database, label }]
    : [];
}
