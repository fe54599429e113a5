/** Rounds of the windows that are tested as a fleet: many times as often as a cluster is collected. */
export const slotMs = 200;
/** Slots are this far apart in the history. */
export const gridMs = 30_000;

const begin = 1_795_000_200_000;

/** The slot of a moment of this machine, as a time of the history. */
export function slotAt(now: number): number {
  return begin + (Math.floor(now / slotMs) % 1e6) * gridMs;
}
