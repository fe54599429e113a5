import type { NodeId } from '../../shared/ids';
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
  /** Those that ever let us in, and those that ever did not. */
  readonly #known = { good: new Set<string>(), failed: new Set<string>() };
  /** What the lists told of each FE's process; a dead one's row has no start. */
  readonly #told = new Map<NodeId, Pick<FrontendRow, 'alive' | 'startText'>>();

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
    for (const address of rows.filter((row) => this.#returns(row)).flatMap(addressOf)) {
      this.#failedAt.delete(addressText(address));
      this.#known.failed.delete(addressText(address));
    }
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
    const failed = (address: Address): boolean => this.#hasFailed(address, mono);
    const all = [...unique.values()];
    return [...all.filter((a) => !failed(a)), ...all.filter(failed)];
  }

  /**
   * Where lanes that want the leader belong; undefined where they may stay. Old versions answer much
   * from the connected FE's copy, so they move to the leader and return to it, unless it is known to
   * be out of reach from here (a tunnel to one FE).
   */
  leaderToMoveTo(mono: number): Address | undefined {
    if (this.#leader === undefined || this.#hasFailed(this.#leader, mono)) {
      return undefined;
    }
    const text = addressText(this.#leader);
    return this.#known.good.has(text) || !this.#known.failed.has(text) ? this.#leader : undefined;
  }

  succeeded(address: Address): void {
    this.#lastGood = address;
    this.reached(address);
  }

  /** It let us in, but the session does not move to it. */
  reached(address: Address): void {
    this.#failedAt.delete(addressText(address));
    this.#known.good.add(addressText(address));
  }

  failed(address: Address, mono: number): void {
    this.#failedAt.set(addressText(address), mono);
    this.#known.failed.add(addressText(address));
    if (this.#lastGood !== undefined && addressText(this.#lastGood) === addressText(address)) {
      this.#lastGood = undefined;
    }
  }

  #hasFailed(address: Address, mono: number): boolean {
    const at = this.#failedAt.get(addressText(address));
    return at !== undefined && mono - at < memoryOfFailureMs;
  }

  /**
   * Notes the FE's process, and says whether it is alive again: as another process, or after a list
   * told it dead. One that was alive all the time and yet did not let us in is out of reach from
   * here, and stays so.
   */
  #returns({ node, alive, startText }: FrontendRow): boolean {
    const before = this.#told.get(node);
    const startBefore = before?.startText ?? null;
    this.#told.set(node, { alive, startText: startText ?? startBefore });
    const anew = startBefore !== null && startText !== null && startText !== startBefore;
    return alive === true && (before?.alive === false || anew);
  }

  /** Forgets which FEs failed: the network may be another one now. */
  forgive(): void {
    this.#failedAt.clear();
  }
}
