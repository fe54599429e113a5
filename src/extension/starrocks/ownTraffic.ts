import type { EpochMs } from '../../shared/time';
import { addressText, applyAddressMap, type Address } from './addressMap';
import type { Lane } from './lane';
import type { FrontendRow } from './sources/frontends';
import type { SessionRow } from './sources/sessions';

/** Lists may be older than a connection that is closed by now, ms. */
const keepClosedMs = 10 * 60_000;

/** How much of an FE's numbers is our own doing. */
export type OwnTrafficOnFrontend = {
  /** Connections open now. */
  readonly connections: number;
  /** SELECTs that ended on it so far, the failed ones included. */
  readonly selectsEnded: number;
  readonly selectsFailed: number;
  /** When it last answered a statement of ours; undefined = never. */
  readonly answeredAt?: EpochMs;
  /** Some of our connections are at an FE that is not known yet: they may be here too. */
  readonly unplaced: boolean;
};

/** An FE as we know it from connecting. */
type Peer = Pick<Lane, 'asked' | 'connectTo' | 'remoteHost'>;

/** Who answers: the FE as we connected to it, and the part of its connection ids that is its own. */
type Answerer = { readonly peer: Peer; readonly idBase: number };

type Connection = Answerer & {
  readonly threadId: string;
  lastSeen: number;
  open: boolean;
};

/**
 * What on the cluster is our own doing: connections, to leave out of lists and counts, and SELECTs,
 * which raise the query counters of the FE that ran them (SHOW, SET and ADMIN do not).
 */
export class OwnTraffic {
  readonly #map: Readonly<Record<string, string>> | undefined;
  readonly #connections = new Map<string, Connection>();
  readonly #selects = new Map<
    string,
    Answerer & { ended: number; failed: number; answeredAt?: EpochMs }
  >();
  /** Names of FEs by the part of connection ids that is their own, as lists of sessions told. */
  readonly #nameOf = new Map<number, string>();
  #frontends: readonly FrontendRow[] = [];

  constructor(addressMap: Readonly<Record<string, string>> | undefined) {
    this.#map = addressMap;
  }

  learn(rows: readonly FrontendRow[]): void {
    this.#frontends = rows;
  }

  /**
   * From 4.0 on a session says which FE has it, and the ids of all its sessions begin alike. That
   * places connections through a tunnel or a balancer, whose address is no FE's.
   */
  learnSessions(rows: readonly Pick<SessionRow, 'frontendName' | 'connectionId'>[]): void {
    for (const { frontendName, connectionId } of rows) {
      const idBase = idBaseOf(connectionId);
      // Ids that each FE counts for itself place nothing, though their list was of one FE.
      if (frontendName !== null && idBase > 0) {
        this.#nameOf.set(idBase, frontendName);
      }
    }
  }

  opened(lane: Lane, mono: number): void {
    const { asked, connectTo, remoteHost, threadId } = lane;
    const answerer = { peer: { asked, connectTo, remoteHost }, idBase: idBaseOf(threadId) };
    this.#connections.set(connectionKey(lane), {
      ...answerer,
      threadId,
      lastSeen: mono,
      open: true,
    });
    const key = answererKey(lane);
    if (!this.#selects.has(key)) {
      this.#selects.set(key, { ...answerer, ended: 0, failed: 0 });
    }
  }

  /** Tells which lanes are open now; the others are forgotten after ten minutes. */
  seen(lanes: readonly Lane[], mono: number): void {
    const open = new Set(lanes.map(connectionKey));
    for (const [key, connection] of this.#connections) {
      connection.open = open.has(key);
      if (connection.open) {
        connection.lastSeen = mono;
      } else if (mono - connection.lastSeen > keepClosedMs) {
        this.#connections.delete(key);
      }
    }
  }

  selectEnded(lane: Lane, failed: boolean): void {
    const selects = this.#selects.get(answererKey(lane));
    if (selects !== undefined) {
      selects.ended += 1;
      selects.failed += Number(failed);
    }
  }

  answered(lane: Lane, at: EpochMs): void {
    const selects = this.#selects.get(answererKey(lane));
    if (selects !== undefined) {
      selects.answeredAt = at;
    }
  }

  /** `<FE host>|<connection id>`; behind a balancer the host is the one that was asked. */
  connections(): ReadonlySet<string> {
    const keys = new Set<string>();
    for (const connection of this.#connections.values()) {
      const { peer, threadId } = connection;
      const rows = this.#frontends.filter((row) => this.#isAt(row, connection));
      const hosts = rows.length === 0 ? [peer.asked.host] : rows.map(({ host }) => host);
      for (const host of hosts) {
        keys.add(`${host}|${threadId}`);
      }
    }
    return keys;
  }

  on(frontend: FrontendRow): OwnTrafficOnFrontend {
    const open = [...this.#connections.values()].filter((connection) => connection.open);
    const connections = open.filter((connection) => this.#isAt(frontend, connection)).length;
    const unplaced = open.some((each) => !this.#frontends.some((row) => this.#isAt(row, each)));
    let selectsEnded = 0;
    let selectsFailed = 0;
    let answeredAt: EpochMs | undefined;
    for (const selects of this.#selects.values()) {
      if (this.#isAt(frontend, selects)) {
        const { ended, failed, answeredAt: at } = selects;
        selectsEnded += ended;
        selectsFailed += failed;
        answeredAt = at === undefined ? answeredAt : Math.max(at, answeredAt ?? at);
      }
    }
    return {
      connections,
      selectsEnded,
      selectsFailed,
      unplaced,
      ...(answeredAt === undefined ? {} : { answeredAt }),
    };
  }

  #isAt(row: FrontendRow, { peer, idBase }: Answerer): boolean {
    const name = this.#nameOf.get(idBase);
    if (name !== undefined) {
      return name === row.name;
    }
    return row.queryPort !== null && isAt({ host: row.host, port: row.queryPort }, peer, this.#map);
  }
}

/** Whether a connection leads to the FE at this address, by whatever name it was asked. */
export function isAt(
  address: Address,
  peer: Peer,
  map: Readonly<Record<string, string>> | undefined,
): boolean {
  return (
    addressText(address) === addressText(peer.asked) ||
    addressText(applyAddressMap(map, address)) === addressText(peer.connectTo) ||
    (address.host === peer.remoteHost && address.port === peer.connectTo.port)
  );
}

/** What is above the lowest 24 bits: the FE's share of the ids, 0 where each FE counts for itself. */
function idBaseOf(connectionId: string): number {
  return Math.floor(Number(connectionId) / 0x1_00_00_00);
}

function answererKey({ asked, threadId }: Lane): string {
  return `${addressText(asked)}|${idBaseOf(threadId)}`;
}

function connectionKey(lane: Lane): string {
  return `${addressText(lane.asked)}|${lane.threadId}`;
}
