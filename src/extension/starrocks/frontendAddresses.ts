import { addressText, type Address } from './addressMap';
import type { FrontendRow } from './sources/frontends';

/** An FE that could not be connected goes to the end of the line for this long, ms. */
const memoryOfFailureMs = 5 * 60_000;

/** The FEs a session may ask, from the profile and from SHOW FRONTENDS, and which one to try first. */
export class FrontendAddresses {
  readonly #configured: readonly Address[];
  readonly #failedAt = new Map<string, number>();
  #learned: readonly Address[] = [];
  #leader: Address | undefined;
  #lastGood: Address | undefined;

  constructor(configured: readonly Address[]) {
    this.#configured = configured;
  }

  /** Last FE that let us in. */
  get lastGood(): Address | undefined {
    return this.#lastGood;
  }

  learn(rows: readonly FrontendRow[]): void {
    const reachable = rows.filter(({ queryPort, alive }) => queryPort !== null && alive !== false);
    const addressOf = ({ host, queryPort }: FrontendRow): Address[] =>
      queryPort === null ? [] : [{ host, port: queryPort }];
    this.#learned = reachable.flatMap(addressOf);
    this.#leader = reachable.filter(({ role }) => role === 'LEADER').flatMap(addressOf)[0];
  }

  /**
   * Every known FE once: the leader first when it is preferred, then the last good one, the
   * profile's in its order, the learned ones; those that failed lately come last.
   */
  candidates(preferLeader: boolean, mono: number): readonly Address[] {
    const first = preferLeader ? [this.#leader, this.#lastGood] : [this.#lastGood];
    const known = [...first, ...this.#configured, ...this.#learned];
    const unique = new Map<string, Address>();
    for (const address of known) {
      if (address !== undefined && !unique.has(addressText(address))) {
        unique.set(addressText(address), address);
      }
    }
    const failed = (address: Address): boolean => {
      const at = this.#failedAt.get(addressText(address));
      return at !== undefined && mono - at < memoryOfFailureMs;
    };
    const all = [...unique.values()];
    return [...all.filter((a) => !failed(a)), ...all.filter(failed)];
  }

  succeeded(address: Address): void {
    this.#lastGood = address;
    this.#failedAt.delete(addressText(address));
  }

  /** It let us in, but the session does not move to it. */
  reached(address: Address): void {
    this.#failedAt.delete(addressText(address));
  }

  failed(address: Address, mono: number): void {
    this.#failedAt.set(addressText(address), mono);
    if (this.#lastGood !== undefined && addressText(this.#lastGood) === addressText(address)) {
      this.#lastGood = undefined;
    }
  }

  /** Forgets which FEs failed: the network may be another one now. */
  forgive(): void {
    this.#failedAt.clear();
  }
}
