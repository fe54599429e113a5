import type { NodeId } from '../../shared/ids';
import { minuteMs, type EpochMs } from '../../shared/time';
import type { Drain } from '../overview/drain';
import type { Sample } from '../overview/overviewInput';
import { medianSlope } from '../overview/windows';
import type { ComputeRow } from '../starrocks/sources/computeRows';

/** The pace is that of this window, of which so much must have been seen. */
const windowMs = 15 * minuteMs;
const leastMs = 5 * minuteMs;

type Watched = { readonly sameSince: EpochMs; readonly tablets: readonly Sample[] };

/** Remembers how many tablets are left on BEs that are being decommissioned. */
export class DrainMemory {
  #nodes = new Map<NodeId, Watched>();

  /** Call once per list of BEs, oldest first. */
  add(rows: readonly ComputeRow[], observedAt: EpochMs): void {
    this.#nodes = new Map(
      rows
        .filter(({ decommissioned }) => decommissioned === true)
        .flatMap(({ node, tablets: value }) => {
          if (value === null) {
            return [];
          }
          const before = this.#nodes.get(node);
          const isSame = before?.tablets.at(-1)?.value === value;
          const recent = (before?.tablets ?? []).filter(({ at }) => at > observedAt - windowMs);
          return [
            [
              node,
              {
                sameSince: isSame ? before.sameSince : observedAt,
                tablets: [...recent, { at: observedAt, value }],
              },
            ] as const,
          ];
        }),
    );
  }

  /** After a gap nobody knows when a number last changed. */
  forget(): void {
    this.#nodes.clear();
  }

  get drains(): ReadonlyMap<NodeId, Drain> {
    return new Map(
      [...this.#nodes].flatMap(([node, { sameSince, tablets }]) => {
        const [first, last] = [tablets[0], tablets.at(-1)];
        if (first === undefined || last === undefined || last.value === null) {
          return [];
        }
        const slope = last.at - first.at >= leastMs ? medianSlope(tablets) : undefined;
        const perMinute = slope === undefined ? null : Math.max(0, -slope * minuteMs);
        return [[node, { tablets: last.value, observedAt: last.at, sameSince, perMinute }]];
      }),
    );
  }
}
