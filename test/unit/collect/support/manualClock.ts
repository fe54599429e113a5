import type { Clock } from '../../../../src/extension/collect/clock';

type Timer = { readonly at: number; readonly f: () => void };

/** A clock that moves only when told; timers fire in order while it moves. */
export class ManualClock implements Clock {
  readonly scale = 1;
  #now: number;
  #mono = 0;
  #timers: Timer[] = [];

  constructor(now: number) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  mono(): number {
    return this.#mono;
  }

  after(ms: number, f: () => void): () => void {
    const timer: Timer = { at: this.#mono + Math.max(0, ms), f };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** Moves on, letting everything that a timer started settle before the next one fires. */
  async advance(ms: number): Promise<void> {
    const end = this.#mono + ms;
    await settle();
    for (;;) {
      const next = this.#timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) {
        break;
      }
      this.#move(Math.max(0, next.at - this.#mono));
      this.#timers = this.#timers.filter((timer) => timer !== next);
      next.f();
      await settle();
    }
    this.#move(Math.max(0, end - this.#mono));
    await settle();
  }

  /** The machine slept: both clocks jump and only then do timers fire. */
  async sleep(ms: number): Promise<void> {
    this.#move(ms);
    await this.advance(0);
  }

  #move(ms: number): void {
    this.#now += ms;
    this.#mono += ms;
  }
}

/** Lets promise chains run to their end. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) {
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
  }
}
