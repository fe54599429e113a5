/**
 * Holds the statement budget of one cluster: a token bucket that is asked before each statement, and
 * told after the round what was sent in fact. The first round and a person's refresh are free.
 */
export class Governor {
  #tokens: number;
  #at: number;

  /** @param monoMs monotonic time of creation */
  constructor(monoMs: number) {
    this.#tokens = burst;
    this.#at = monoMs;
  }

  /**
   * Takes `statements` tokens if they are there; `perPeriod` is the refill for each 30 s.
   *
   * @param keep so many must be left for what is more urgent
   */
  tryTake(statements: number, perPeriod: number, monoMs: number, keep = 0): boolean {
    const refill = (Math.max(0, monoMs - this.#at) / 30_000) * perPeriod;
    this.#tokens = Math.min(burst, this.#tokens + refill);
    this.#at = monoMs;
    if (this.#tokens < statements + keep) {
      return false;
    }
    this.#tokens -= statements;
    return true;
  }

  /** What was taken and what was sent differ: connections are set up, some questions fall away. */
  settle(taken: number, sent: number): void {
    this.#tokens = Math.min(burst, this.#tokens + taken - sent);
  }
}

const burst = 12;

/** Statements per 30 s; `closedHttp` more for each kind of node whose metrics come by SQL. */
export const budget = { hidden: 6, visible: 12, closedHttp: 1 } as const;
