/** One second of a demo cluster: a pure function from state to state. */
import type { ClusterState } from '../truth';
import { climateOf, type Second } from './second';
import { stepCompactions } from './stepCompactions';
import { stepFrontends, stepHeartbeats } from './stepFrontends';
import { stepJobs } from './stepJobs';
import { stepLoads } from './stepLoads';
import { stepNodes } from './stepNodes';
import { stepQueries } from './stepQueries';
import { stepSessions } from './stepSessions';
import { stepStorage } from './stepStorage';

/** The state one second later. */
export function step(before: ClusterState): ClusterState {
  const at = (Math.floor(before.at / 1000) + 1) * 1000;
  const state = { ...before, at };
  const second: Second = {
    climate: climateOf(state),
    journal: 0,
    loaded: new Map(),
    published: [],
    scannedRows: 0,
    scannedBytes: 0,
    begun: 0,
    visible: 0,
    aborted: 0,
    loadsAdded: 0,
    loadsFinished: 0,
    routineRows: 0,
    routineBytes: 0,
    ended: new Map(),
  };
  const parts = [
    stepQueries,
    stepSessions,
    stepLoads,
    stepCompactions,
    stepStorage,
    stepJobs,
    stepNodes,
    stepFrontends,
    stepHeartbeats,
  ];
  return parts.reduce((current, part) => part(current, second), state);
}
