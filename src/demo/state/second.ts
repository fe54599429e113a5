/** What the parts of a second's step share. */
import type { ClusterState } from '../truth';
import type { Climate } from './waves';
import { zoneOffsetMs } from './zone';

/** What one second adds up, passed from part to part. */
export type Second = {
  readonly climate: Climate;
  /** Journal entries written by the leader. */
  journal: number;
  /** Rows and bytes loaded, by node id. */
  readonly loaded: Map<
    number,
    { rows: number; bytes: number; commits: number; begins: number; rollbacks: number }
  >;
  /** Ids of the partitions that loads reached, once per load. */
  readonly published: number[];
  /** Rows and bytes scanned in the whole cluster. */
  scannedRows: number;
  scannedBytes: number;
  /** Transactions begun, made visible, aborted. */
  begun: number;
  visible: number;
  aborted: number;
  loadsAdded: number;
  loadsFinished: number;
  routineRows: number;
  routineBytes: number;
  /** Ended long queries by FE name. */
  readonly ended: Map<string, { success: number; slow: number; timeout: number; internal: number }>;
};

let offset = { hour: NaN, zone: '', ms: 0 };

export function climateOf(state: ClusterState): Climate {
  const hour = Math.floor(state.at / 3_600_000);
  if (offset.hour !== hour || offset.zone !== state.timeZone) {
    offset = { hour, zone: state.timeZone, ms: zoneOffsetMs(state.at, state.timeZone) };
  }
  return { seed: state.seed, scenario: state.scenario, zoneOffsetMs: offset.ms };
}

/** The FE that leads, if any that runs does. */
export function leaderOf(state: ClusterState): ClusterState['frontends'][number] | undefined {
  return state.frontends.find((fe) => fe.role === 'LEADER' && fe.running);
}
