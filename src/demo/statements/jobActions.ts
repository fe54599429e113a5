/** Statements that act on jobs: views and their refreshes, routine loads, loads, schema changes. */
import { uuidOf } from '../state/dice';
import type {
  AlterJobState,
  LoadState,
  MaterializedViewState,
  RoutineLoadState,
} from '../truthJobs';
import {
  forwardToLeader,
  seesDatabase,
  showAnswer,
  type Answer,
  type StatementContext,
} from './context';
import { alterKind } from './alter';
import { accessDenied, analyzingError, SqlError } from './sqlError';

const OK: Answer = { kind: 'ok' };

/** The demo's users have either all rights on what is in a database, or none. */
export function requireChange(
  context: StatementContext,
  privilege: string,
  object: string,
  database: string,
): void {
  if (!seesDatabase(context, database)) {
    throw accessDenied(context.profile, privilege, object, context.session.user.roles);
  }
}

function viewOf(
  context: StatementContext,
  privilege: string,
  database: string,
  name: string,
): MaterializedViewState {
  forwardToLeader(context);
  requireChange(context, privilege, `MATERIALIZED VIEW ${name}`, database);
  const view = context.state.materializedViews.find(
    (each) => each.database === database && each.name === name,
  );
  if (view === undefined) {
    throw analyzingError(`Can not find materialized view ${name}`);
  }
  return view;
}

function changeView(
  context: StatementContext,
  id: number,
  change: Partial<MaterializedViewState>,
): void {
  context.world.change((state) => ({
    ...state,
    materializedViews: state.materializedViews.map((each) =>
      each.id === id ? { ...each, ...change } : each,
    ),
  }));
}

/** Asynchronous: answers with the id of the task run, which begins now. */
export function refreshView(context: StatementContext, database: string, name: string): Answer {
  const view = viewOf(context, 'REFRESH', database, name);
  if (!view.active) {
    throw analyzingError(`Refresh materialized view failed because [${name}] is not active`);
  }
  const { at, seed } = context.state;
  const queryId = uuidOf(seed, `refresh ${name}`, at);
  if (view.lastState !== 'RUNNING') {
    context.world.change((state) => ({
      ...state,
      taskRuns: [
        ...state.taskRuns,
        {
          queryId,
          jobId: queryId,
          taskName: `mv-${String(view.id)}`,
          database,
          createdAt: at,
          finishedAt: null,
          state: 'RUNNING',
          error: null,
        },
      ],
    }));
    changeView(context, view.id, {
      lastState: 'RUNNING',
      lastStartedAt: at,
      lastFinishedAt: null,
      lastError: null,
    });
  }
  return showAnswer(['QUERY_ID'], [[queryId]], false);
}

export function cancelRefresh(context: StatementContext, database: string, name: string): Answer {
  const view = viewOf(context, 'REFRESH', database, name);
  if (view.lastState !== 'RUNNING') {
    throw analyzingError(`Cannot cancel refresh: no running task of materialized view ${name}`);
  }
  const { at } = context.state;
  const error = 'kill TaskRun by user';
  context.world.change((state) => ({
    ...state,
    taskRuns: state.taskRuns.map((run) =>
      run.taskName === `mv-${String(view.id)}` && run.state === 'RUNNING'
        ? { ...run, state: 'FAILED', finishedAt: at, error }
        : run,
    ),
  }));
  changeView(context, view.id, { lastState: 'FAILED', lastFinishedAt: at, lastError: error });
  return OK;
}

export function setViewActive(
  context: StatementContext,
  database: string,
  name: string,
  active: boolean,
): Answer {
  const view = viewOf(context, 'ALTER', database, name);
  const inactiveReason = active ? '' : 'user use alter materialized view set status to inactive';
  changeView(context, view.id, { active, inactiveReason });
  return OK;
}

export function pauseRoutineLoad(
  context: StatementContext,
  database: string,
  name: string,
  pause: boolean,
): Answer {
  forwardToLeader(context);
  const job = context.state.routineLoads.find(
    (each) =>
      each.database === database &&
      each.name === name &&
      each.state !== 'STOPPED' &&
      each.state !== 'CANCELLED',
  );
  if (job === undefined) {
    throw new SqlError(1064, `There is not operable routine load job with name ${name}`);
  }
  requireChange(context, 'INSERT', `TABLE ${job.table}`, database);
  if (pause && job.state === 'PAUSED') {
    throw new SqlError(1064, 'Could not transform PAUSED to PAUSED');
  }
  const change: Partial<RoutineLoadState> = pause
    ? {
        state: 'PAUSED',
        pausedAt: context.state.at,
        reason: `User ${context.session.user.name} pauses routine load job`,
      }
    : { state: 'RUNNING', pausedAt: null, reason: '' };
  context.world.change((state) => ({
    ...state,
    routineLoads: state.routineLoads.map((each) =>
      each.id === job.id ? { ...each, ...change } : each,
    ),
  }));
  return OK;
}

/** Only loads that have not ended, and none that is committed. */
export function cancelLoad(context: StatementContext, database: string, label: string): Answer {
  forwardToLeader(context);
  requireChange(context, 'INSERT', `DATABASE ${database}`, database);
  const isMeant = (load: LoadState): boolean =>
    load.database === database && load.label === label && load.state === 'LOADING';
  const load = context.state.loads.find(isMeant);
  if (load === undefined) {
    throw new SqlError(1064, `Load job does not exist or has ended: ${label}`);
  }
  if (load.committedAt !== null) {
    throw new SqlError(1064, `Job could not be cancelled when job is COMMITTED: ${label}`);
  }
  context.world.change((state) => ({
    ...state,
    loads: state.loads.map((each) =>
      isMeant(each)
        ? {
            ...each,
            state: 'CANCELLED',
            finishedAt: state.at,
            error: 'type:USER_CANCEL; msg:user cancel',
          }
        : each,
    ),
  }));
  return OK;
}

export function cancelAlter(
  context: StatementContext,
  change: string,
  database: string,
  table: string,
): Answer {
  forwardToLeader(context);
  requireChange(context, 'ALTER', `TABLE ${table}`, database);
  const kind = alterKind(change);
  const isMeant = (job: AlterJobState): boolean =>
    job.database === database &&
    job.table === table &&
    job.kind === kind &&
    job.state !== 'FINISHED' &&
    job.state !== 'CANCELLED';
  if (!context.state.alterJobs.some(isMeant)) {
    throw new SqlError(1064, `Table[${table}] is not under ${kind}.`);
  }
  context.world.change((state) => ({
    ...state,
    alterJobs: state.alterJobs.map((job) =>
      isMeant(job)
        ? { ...job, state: 'CANCELLED', finishedAt: state.at, message: 'user cancelled' }
        : job,
    ),
  }));
  return OK;
}
