import type { EpochMs } from '../../shared/time';
import { addressText, applyAddressMap, type Address } from './addressMap';
import type { Lane } from './lane';
import type { FrontendRow } from './sources/frontends';

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
};

/** An FE as we know it from connecting. */
type Peer = Pick<Lane, 'asked' | 'connectTo' | 'remoteHost'>;

type Connection = {
  readonly peer: Peer;
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
    { readonly peer: Peer; ended: number; failed: number; answeredAt?: EpochMs }
  >();
  #frontends: readonly FrontendRow[] = [];

  constructor(addressMap: Readonly<Record<string, string>> | undefined) {
    this.#map = addressMap;
  }

  learn(rows: readonly FrontendRow[]): void {
    this.#frontends = rows;
  }

  opened(lane: Lane, mono: number): void {
    const { asked, connectTo, remoteHost, threadId } = lane;
    const peer = { asked, connectTo, remoteHost };
    this.#connections.set(connectionKey(lane), { peer, threadId, lastSeen: mono, open: true });
    const address = addressText(asked);
    if (!this.#selects.has(address)) {
      this.#selects.set(address, { peer, ended: 0, failed: 0 });
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
    const selects = this.#selects.get(addressText(lane.asked));
    if (selects !== undefined) {
      selects.ended += 1;
      selects.failed += Number(failed);
    }
  }

  answered(lane: Lane, at: EpochMs): void {
    const selects = this.#selects.get(addressText(lane.asked));
    if (selects !== undefined) {
      selects.answeredAt = at;
    }
  }

  /** `<FE host>|<connection id>`; behind a balancer the host is the one that was asked. */
  connections(): ReadonlySet<string> {
    const keys = new Set<string>();
    for (const { peer, threadId } of this.#connections.values()) {
      const rows = this.#frontends.filter((row) => this.#isAt(row, peer));
      const hosts = rows.length === 0 ? [peer.asked.host] : rows.map(({ host }) => host);
      for (const host of hosts) {
        keys.add(`${host}|${threadId}`);
      }
    }
    return keys;
  }

  on(frontend: FrontendRow): OwnTrafficOnFrontend {
    const connections = [...this.#connections.values()].filter(
      ({ open, peer }) => open && this.#isAt(frontend, peer),
    ).length;
    let selectsEnded = 0;
    let selectsFailed = 0;
    let answeredAt: EpochMs | undefined;
    for (const { peer, ended, failed, answeredAt: at } of this.#selects.values()) {
      if (this.#isAt(frontend, peer)) {
        selectsEnded += ended;
        selectsFailed += failed;
        answeredAt = at === undefined ? answeredAt : Math.max(at, answeredAt ?? at);
      }
    }
    return {
      connections,
      selectsEnded,
      selectsFailed,
      ...(answeredAt === undefined ? {} : { answeredAt }),
    };
  }

  #isAt(row: FrontendRow, at: Peer): boolean {
    if (row.queryPort === null) {
      return false;
    }
    return isAt({ host: row.host, port: row.queryPort }, at, this.#map);
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

function connectionKey(lane: Lane): string {
  return `${addressText(lane.asked)}|${lane.threadId}`;
}
