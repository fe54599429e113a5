import type { EpochMs } from '../../shared/time';
import type { ClusterClock } from './sources/clock';
import { zoneOffsetMs } from './zoneOffset';

export type ClusterZone = {
  /** null = not known: UTC is taken. */
  readonly name: string | null;
  /** Ahead of UTC, ms. */
  readonly offsetAt: (at: EpochMs) => number;
};

/** The zone a cluster tells its times in; of a name we do not know the offset that its clock shows. */
export function clusterZone(clock: ClusterClock | undefined): ClusterZone {
  if (clock === undefined) {
    return { name: null, offsetAt: () => 0 };
  }
  const name = clock.globalZone ?? clock.sessionZone;
  const measured = (clock.globalOffsetMs ?? clock.sessionOffsetMs) - clock.skewMs;
  return { name, offsetAt: (at) => zoneOffsetMs(name, at) ?? measured };
}
