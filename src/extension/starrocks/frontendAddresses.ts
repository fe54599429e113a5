import type { NodeId } from '../../shared/ids';
import { addressText, type Address } from './addressMap';
import type { FrontendRow } from './sources/frontends';

/** An FE that could not be connected goes to the end of the line for this long, ms. */
const memoryOfFailureMs = 5 * 60_000;

/** An FE that was tried last without being let in. */
export type ClosedFrontend = {
  /** `host:port`, before the address map. */
  readonly frontend: string;
  /** The words of the system or the server, without secrets. */
  readonly message: string;
  /** Its host answered, and only that it does not accept connections: the network is there. */
  readonly refused: boolean;
};

/** The FEs a session may ask, from the profile and from SHOW FRONTENDS, and which one to try first. */
export class FrontendAddresses {
  readonly #configured: readonly Address[];
  readonly #failedAt = new Map<string, number>();
  readonly #closed = new Map<string, ClosedFrontend>();
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

  /** Those that did not let us in when they were tried last. */
  get closed(): readonly ClosedFrontend[] {
    return [...this.#closed.values()];
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
   * Every known FE once: the home of leader lanes first when they ask, then the last good one, the
   * profile's in its order, the learned ones; those that failed lately come last.
   */
  candidates(forLeaderLane: boolean, mono: number): readonly Address[] {
    const first = forLeaderLane ? [this.home(mono), this.#lastGood] : [this.#lastGood];
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
   * Where leader lanes belong, move to and return to. Old versions answer much from the connected
   * FE's copy, so it is the leader, unless that is known to be out of reach from here (a tunnel to
   * one FE); then the first of the profile that is not. Undefined where they may stay.
   */
  home(mono: number): Address | undefined {
    const inOrder = this.#leader === undefined ? [] : [this.#leader];
    return [...inOrder, ...this.#configured].find((address) => this.#mayLetIn(address, mono));
  }

  succeeded(address: Address): void {
    this.#lastGood = address;
    this.reached(address);
  }

  /** It let us in, but the session does not move to it. */
  reached(address: Address): void {
    this.#failedAt.delete(addressText(address));
    this.#closed.delete(addressText(address));
    this.#known.good.add(addressText(address));
  }

  failed(address: Address, mono: number, how: Omit<ClosedFrontend, 'frontend'>): void {
    const frontend = addressText(address);
    this.#closed.set(frontend, { frontend, ...how });
    this.#failedAt.set(addressText(address), mono);
    this.#known.failed.add(addressText(address));
    if (this.#lastGood !== undefined && addressText(this.#lastGood) === addressText(address)) {
      this.#lastGood = undefined;
    }
  }

  /** Not one that never let us in: it is tried again when all others fail. */
  #mayLetIn(address: Address, mono: number): boolean {
    const text = addressText(address);
    const neverDid = this.#known.failed.has(text) && !this.#known.good.has(text);
    return !neverDid && !this.#hasFailed(address, mono);
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
    this.#closed.clear();
  }
}
