import { secondMs, type EpochMs } from '../../shared/time';
import type { Clock } from './clock';

/** A tick this late means the machine slept or the window was frozen. */
const lateIntervals = 2;
/** Wall clock and monotonic clock may part by so much before it counts as a gap. */
const clockDriftMs = 2_000;
/** The longest wait between two looks at the clocks. */
const longestStepMs = 5 * secondMs;

export type RoundGridOptions = {
  readonly clock: Clock;
  readonly intervalMs: number;
  /** A grid time has come; each is told once. */
  readonly onSlot: (slotAt: EpochMs) => void;
  /** Time was lost (sleep, a frozen window) or set: connections and rates of before mean nothing. */
  readonly onGap: () => void;
};

/** Tells the grid times of the wall clock, and notices when time was lost between two of them. */
export class RoundGrid {
  readonly #options: RoundGridOptions;
  #cancelTimer: () => void = () => undefined;
  #lastSlotAt: EpochMs | undefined;
  #lastTickAt: EpochMs | undefined;
  #wallAtMono: number;
  #nextSlotAt: EpochMs | undefined;

  constructor(options: RoundGridOptions) {
    this.#options = options;
    const { clock } = options;
    this.#wallAtMono = clock.now() - clock.mono();
  }

  get nextSlotAt(): EpochMs | undefined {
    return this.#nextSlotAt;
  }

  /** Tells the present grid time at once, also when it was told before, then every next one. */
  start(): void {
    this.#lastSlotAt = undefined;
    this.#tick();
  }

  stop(): void {
    this.#cancelTimer();
    this.#nextSlotAt = undefined;
  }

  /** Looks at the clocks now, for who cannot wait for the next tick. */
  look(): void {
    const { clock, intervalMs, onGap } = this.#options;
    const now = clock.now();
    // In sleep the monotonic clock stands still on Linux and macOS, and goes on on Windows.
    const drift = Math.abs(now - clock.mono() - this.#wallAtMono);
    const late =
      this.#lastTickAt !== undefined && now - this.#lastTickAt > lateIntervals * intervalMs;
    this.#lastTickAt = now;
    if (late || drift > clockDriftMs * clock.scale) {
      this.#wallAtMono = now - clock.mono();
      this.#lastSlotAt = undefined;
      onGap();
    }
  }

  #tick(): void {
    this.#cancelTimer();
    this.look();
    const { clock, intervalMs, onSlot } = this.#options;
    const now = clock.now();
    const slotAt = Math.floor(now / intervalMs) * intervalMs;
    this.#nextSlotAt = slotAt + intervalMs;
    // In short steps: a timer of the monotonic clock may stand still while the machine sleeps.
    this.#cancelTimer = clock.after(Math.min(longestStepMs, this.#nextSlotAt - now), () => {
      this.#tick();
    });
    if (slotAt !== this.#lastSlotAt) {
      this.#lastSlotAt = slotAt;
      onSlot(slotAt);
    }
  }
}
