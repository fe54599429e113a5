import type { ClusterProfile } from '../../shared/clusterProfile';
import { known, unknown, type Reading, type UnknownReason } from '../../shared/reading';
import type { EpochMs } from '../../shared/time';
import type { Reach } from '../overview/overviewInput';
import { applyAddressMap, isLoopback } from '../starrocks/addressMap';
import type { ClosedFrontend } from '../starrocks/frontendAddresses';
import type { NetworkSight } from './networkSight';
import type { Observation } from './observation';
import { statementsIn } from './roundOutcome';

export type RoundSight = {
  readonly asked: readonly Observation<unknown>[];
  /** The FE that let us in last and has not turned us away since; undefined = none. */
  readonly via: string | undefined;
  readonly closed: readonly ClosedFrontend[];
};

export type RoundTimes = {
  readonly now: EpochMs;
  /** Begin and end of the round by the monotonic clock. */
  readonly begunMono: number;
  readonly mono: number;
};

const silence: ReadonlySet<UnknownReason> = new Set(['unreachable', 'timeout']);

/** Remembers from round to round whether any FE lets us in. */
export class ReachMemory {
  readonly #profile: ClusterProfile;
  readonly #network: NetworkSight;
  /** Whether the FEs are on this machine, or behind tunnels that begin on it. */
  readonly #here: boolean;
  #reading: Reading<Reach>;

  constructor(profile: ClusterProfile, network: NetworkSight, now: EpochMs) {
    this.#profile = profile;
    this.#network = network;
    this.#here = profile.frontends.every(({ host, port }) =>
      isLoopback(applyAddressMap(profile.http.addressMap, { host, port }).host),
    );
    this.#reading = unknown('not-collected-yet', now, { source: 'collector' });
  }

  get reading(): Reading<Reach> {
    return this.#reading;
  }

  /** After a gap the network may be another one. */
  forget(now: EpochMs): void {
    this.#reading = unknown('not-collected-yet', now, { source: 'collector' });
  }

  /** Concludes a round; one without SQL tells nothing. */
  note({ asked, via, closed }: RoundSight, { now, begunMono, mono }: RoundTimes): void {
    const sql = statementsIn(asked);
    const from = { observedAt: now, source: 'collector' } as const;
    if (sql.length === 0) {
      return;
    }
    if (sql.some((each) => !each.ok && each.why === 'no-credentials')) {
      this.#reading = unknown('no-credentials', now, { source: 'collector' });
    } else if (via !== undefined || sql.some((each) => each.ok || !silence.has(each.why))) {
      this.#network.answered(this.#profile.id, { mono, here: this.#here });
      this.#reading = known({ closed }, from);
    } else {
      const before = this.#reading.known ? this.#reading.value.silentSince : undefined;
      const network = this.#networkShownBy(asked, closed, begunMono);
      this.#reading = known(
        { silentSince: before ?? now, closed, ...(network === undefined ? {} : { network }) },
        from,
      );
    }
  }

  #networkShownBy(
    asked: readonly Observation<unknown>[],
    closed: readonly ClosedFrontend[],
    begunMono: number,
  ): Reach['network'] {
    if (closed.some(({ refused }) => refused)) {
      return 'host';
    }
    if (asked.some((each) => each.node !== undefined && (each.ok || !silence.has(each.why)))) {
      return 'node';
    }
    return this.#network.showsAnother(this.#profile.id, begunMono, this.#here)
      ? 'cluster'
      : undefined;
  }
}
