/** Happenings among loads and other jobs. */
import type { JobHappening } from '../faults';
import type { ClusterState, LoadKnob } from '../truth';
import type { AlterJobState } from '../truthJobs';
import { DAY } from './waves';

export function happenToJobs(state: ClusterState, happening: JobHappening): ClusterState {
  const withLoads = (table: string, knob: LoadKnob): ClusterState => ({
    ...state,
    knobs: { ...state.knobs, loads: { ...state.knobs.loads, [table]: knob } },
  });
  switch (happening.kind) {
    case 'loads': {
      const { kind: _kind, table, ...knob } = happening;
      return withLoads(table, { ...knob, stuck: state.knobs.loads[table]?.stuck === true });
    }
    case 'publish':
      return withLoads(happening.table, {
        ...state.knobs.loads[happening.table],
        stuck: happening.stuck,
      });
    case 'routineLoad':
      return {
        ...state,
        routineLoads: state.routineLoads.map((job) =>
          job.name === happening.name
            ? {
                ...job,
                state: happening.state ?? job.state,
                reason: happening.reason ?? job.reason,
                pausedAt:
                  happening.state === undefined
                    ? job.pausedAt
                    : happening.state === 'PAUSED'
                      ? state.at
                      : null,
                consumedPerSecond: happening.consumedPerSecond ?? job.consumedPerSecond,
                producedPerSecond: happening.producedPerSecond ?? job.producedPerSecond,
                latest: job.latest.map(
                  (offset) => offset + Math.round((happening.burst ?? 0) / job.latest.length),
                ),
              }
            : job,
        ),
      };
    case 'alter':
      return withAlterJob(state, happening);
    case 'materializedView': {
      const { view: name, active, reason, failsWith, stopped } = happening;
      return {
        ...state,
        materializedViews: state.materializedViews.map((view) =>
          `${view.database}.${view.name}` === name
            ? {
                ...view,
                active: active ?? view.active,
                inactiveReason: reason ?? view.inactiveReason,
                failsWith: failsWith === undefined ? view.failsWith : failsWith || null,
                nextAt: stopped === true ? Number.MAX_SAFE_INTEGER : view.nextAt,
              }
            : view,
        ),
      };
    }
  }
}

const TASKS = 384;

/** In place of the one that a happening put there before. */
function withAlterJob(
  state: ClusterState,
  happening: Extract<JobHappening, { kind: 'alter' }>,
): ClusterState {
  const { change = 'SCHEMA_CHANGE', agoMs = 0, done = 0, reason = '' } = happening;
  const [database = '', table = ''] = happening.table.split('.');
  const others = state.alterJobs.filter(
    (job) => !(job.held && job.database === database && job.table === table && job.kind === change),
  );
  const ended = happening.state === 'FINISHED' || happening.state === 'CANCELLED';
  const job: AlterJobState = {
    jobId: state.next.jobId,
    database,
    table,
    kind: change,
    state: happening.state,
    createdAt: state.at - agoMs,
    finishedAt: ended ? state.at : null,
    done: Math.round(TASKS * done),
    total: TASKS,
    message: reason,
    timeoutMs: DAY,
    held: true,
  };
  return {
    ...state,
    alterJobs: [...others, job],
    next: { ...state.next, jobId: state.next.jobId + 1 },
  };
}
