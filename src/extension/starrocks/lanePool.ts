import { addressText, type Address } from './addressMap';
import { isConnectionLimit } from './classifyFailure';
import type { Deadline } from './deadline';
import type { Lane } from './lane';

/** Lanes that stay open between rounds, and the most a cluster grants us when it is short of them. */
const laneFloor = 2;

/** Most lanes within a round. */
const laneCeiling = 12;

/**
 * `leader`: answered by the leader, forwarded if need be. `connected`: answered by the connected FE
 * itself. `frontend`: that FE and no other, itself.
 */
export type LaneChoice = 'leader' | 'connected' | { readonly frontend: Address };

type Slot = {
  readonly kind: string;
  readonly ofFrontend: boolean;
  /** Undefined while it is being opened. */
  lane: Lane | undefined;
  busy: boolean;
  retired?: true;
  /** Asked of a lane that was being opened when others were let go. */
  isElsewhere?: (lane: Lane) => boolean;
};

/**
 * Shares the connections of one cluster: a statement has its lane for itself, more statements open
 * more lanes up to the cap, and who finds none waits in order. Kinds are session states
 * (forwarding to the leader or not, or one FE): lanes of another kind are of no use.
 */
export class LanePool {
  readonly #open: (choice: LaneChoice, deadline: Deadline) => Promise<Lane>;
  readonly #slots: Slot[] = [];
  readonly #waiters: (() => void)[] = [];
  #cap = laneCeiling;
  #inTurn = 0;
  #limited = false;
  #generation = 0;

  constructor(open: (choice: LaneChoice, deadline: Deadline) => Promise<Lane>) {
    this.#open = open;
  }

  /** True after the cluster refused a connection because of a limit. */
  get limited(): boolean {
    return this.#limited;
  }

  get lanes(): readonly Lane[] {
    return this.#slots.flatMap(({ lane }) => (lane === undefined || lane.closed ? [] : [lane]));
  }

  /** @param inTurn lanes of single FEs that may be open besides, so that they displace no other */
  setCap(cap: number, inTurn = 0): void {
    this.#cap = Math.min(Math.max(cap, 1), this.#limited ? laneFloor : laneCeiling);
    this.#inTurn = this.#limited ? 0 : inTurn;
    this.#wake();
  }

  /** Gives `work` a lane for itself. `fresh` says that it was opened just now. */
  async use<T>(
    choice: LaneChoice,
    deadline: Deadline,
    work: (lane: Lane, fresh: boolean) => Promise<T>,
  ): Promise<T> {
    const { slot, lane, fresh } = await this.#acquire(choice, deadline);
    try {
      return await work(lane, fresh);
    } finally {
      slot.busy = false;
      if (lane.closed || slot.retired === true || !this.#slots.includes(slot)) {
        this.#drop(slot);
      }
      this.#wake();
    }
  }

  /**
   * Closes idle lanes beyond two; one of each kind stays first. Those of single FEs go before all
   * others: the FEs take turns, and the next turn is another one's.
   */
  trim(): void {
    const kinds = new Set<string>();
    const firsts: Slot[] = [];
    const others: Slot[] = [];
    const ofFrontends: Slot[] = [];
    for (const slot of this.#slots) {
      const isFirst = slot.busy || !kinds.has(slot.kind);
      const list = slot.ofFrontend && !slot.busy ? ofFrontends : isFirst ? firsts : others;
      list.push(slot);
      kinds.add(slot.kind);
    }
    for (const slot of [...firsts, ...others, ...ofFrontends].slice(laneFloor)) {
      if (!slot.busy) {
        this.#drop(slot);
      }
    }
  }

  /**
   * Lets go of the leader lanes that are elsewhere: idle ones now, busy ones after their statement.
   * Those being opened may end up elsewhere too, and go after their first one.
   */
  retireLeaderLanes(isElsewhere: (lane: Lane) => boolean): void {
    for (const slot of [...this.#slots]) {
      if (slot.kind !== 'leader') {
        continue;
      }
      if (slot.lane === undefined) {
        slot.isElsewhere = isElsewhere;
      } else if (isElsewhere(slot.lane)) {
        slot.retired = true;
        if (!slot.busy) {
          this.#drop(slot);
        }
      }
    }
    this.#wake();
  }

  /** Drops every connection; statements under way fail, lanes being opened are closed on arrival. */
  closeAll(): void {
    this.#generation += 1;
    for (const slot of [...this.#slots]) {
      this.#drop(slot);
    }
    this.#wake();
  }

  async #acquire(
    choice: LaneChoice,
    deadline: Deadline,
  ): Promise<{ slot: Slot; lane: Lane; fresh: boolean }> {
    const kind = kindOf(choice);
    let waited = this.#waiters.length > 0;
    if (waited) {
      await this.#turn(deadline, false);
    }
    for (;;) {
      const idle = this.#idle(kind);
      if (idle?.lane !== undefined) {
        idle.busy = true;
        return { slot: idle, lane: idle.lane, fresh: false };
      }
      if (this.#makeRoom(choice)) {
        const opened = await this.#openSlot(choice, deadline);
        if (opened !== undefined) {
          return { ...opened, fresh: true };
        }
      }
      await this.#turn(deadline, waited);
      waited = true;
    }
  }

  #idle(kind: string): Slot | undefined {
    for (const slot of this.#slots.filter(({ busy, lane }) => !busy && lane?.closed === true)) {
      this.#drop(slot);
    }
    return this.#slots.find((slot) => slot.kind === kind && !slot.busy);
  }

  /** Whether a lane may be opened, at the price of an idle one of another kind if need be. */
  #makeRoom(choice: LaneChoice): boolean {
    if (this.#hasRoom(choice)) {
      return true;
    }
    const victim = this.#slots.find(({ busy }) => !busy);
    if (victim !== undefined) {
      this.#drop(victim);
    }
    return this.#hasRoom(choice);
  }

  #hasRoom(choice: LaneChoice): boolean {
    const others = this.#slots.filter(({ ofFrontend }) => !ofFrontend).length;
    return (
      this.#slots.length < this.#cap + this.#inTurn &&
      (typeof choice !== 'string' || others < this.#cap)
    );
  }

  /** Undefined when the cluster grants no further connection but there are some to wait for. */
  async #openSlot(
    choice: LaneChoice,
    deadline: Deadline,
  ): Promise<{ slot: Slot; lane: Lane } | undefined> {
    const slot: Slot = {
      kind: kindOf(choice),
      ofFrontend: typeof choice !== 'string',
      lane: undefined,
      busy: true,
    };
    const generation = this.#generation;
    this.#slots.push(slot);
    try {
      const lane = await this.#open(choice, deadline);
      if (generation !== this.#generation) {
        lane.close();
      }
      slot.lane = lane;
      if (slot.isElsewhere?.(lane) === true) {
        slot.retired = true;
      }
      return { slot, lane };
    } catch (error) {
      this.#drop(slot);
      this.#wake();
      if (isConnectionLimit(error)) {
        this.#limited = true;
        this.#cap = Math.min(this.#cap, laneFloor);
        this.#inTurn = 0;
        if (this.#slots.length > 0) {
          return undefined;
        }
      }
      throw error;
    }
  }

  async #turn(deadline: Deadline, first: boolean): Promise<void> {
    let wake: () => void = () => undefined;
    const woken = new Promise<void>((resolve) => (wake = resolve));
    if (first) {
      this.#waiters.unshift(wake);
    } else {
      this.#waiters.push(wake);
    }
    try {
      await deadline.race(woken);
    } catch (error) {
      const place = this.#waiters.indexOf(wake);
      if (place >= 0) {
        this.#waiters.splice(place, 1);
      } else {
        // It was this one's turn already: hand it on, or the next would wait for nobody.
        this.#wake();
      }
      throw error;
    }
  }

  #wake(): void {
    this.#waiters.shift()?.();
  }

  #drop(slot: Slot): void {
    slot.lane?.close();
    const place = this.#slots.indexOf(slot);
    if (place >= 0) {
      this.#slots.splice(place, 1);
    }
  }
}

function kindOf(choice: LaneChoice): string {
  return typeof choice === 'string' ? choice : addressText(choice.frontend);
}
