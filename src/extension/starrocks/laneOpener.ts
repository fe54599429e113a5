import type { ClusterProfile } from '../../shared/clusterProfile';
import { addressText, applyAddressMap, isLoopback, type Address } from './addressMap';
import { classifyFailure, isConnectionLimit, isLoginRefused, isRefused } from './classifyFailure';
import type { Deadline } from './deadline';
import { NoCredentialsError, NotAskedError } from './failures';
import type { FrontendAddresses } from './frontendAddresses';
import { Lane, type LaneLogin, type StatementListener } from './lane';
import type { LaneChoice } from './lanePool';
import { readTlsTrust } from './tlsTrust';

/** Bounds the server's side of SELECTs and of forwarded SHOWs, seconds. */
const queryTimeoutS = 30;

export type LaneOpenerOptions = {
  readonly profile: ClusterProfile;
  readonly secret: () => Promise<string | undefined>;
  readonly log: { info(message: string): void; warn(message: string): void };
  readonly mono: () => number;
  readonly addresses: FrontendAddresses;
  readonly onOpened: (lane: Lane) => void;
  readonly onStatement: StatementListener;
};

/**
 * Opens lanes: asks the known FEs one after the other until one lets us in. A refused password is
 * not tried again until it changes, because that could lock the account.
 */
export class LaneOpener {
  readonly #options: LaneOpenerOptions;
  readonly #unknownVariables = new Set<string>();
  #refused: { readonly secret: string | undefined; readonly message: string } | undefined;
  #secrets: readonly string[] = [];
  #first: Promise<void> | undefined;

  constructor(options: LaneOpenerOptions) {
    this.#options = options;
  }

  /** To be cut out of every text that leaves the session. */
  get secrets(): readonly string[] {
    return this.#secrets;
  }

  retryLogin(): void {
    this.#first = undefined;
    this.#refused = undefined;
  }

  /** The first login goes ahead alone: a wrong password is tried once, not by every lane at once. */
  async open(choice: LaneChoice, deadline: Deadline): Promise<Lane> {
    const first = this.#first;
    if (first !== undefined) {
      await deadline.race(first);
      return this.#open(choice, deadline);
    }
    const opening = this.#open(choice, deadline);
    this.#first = opening.then(
      () => undefined,
      () => undefined,
    );
    return opening;
  }

  async #open(choice: LaneChoice, deadline: Deadline): Promise<Lane> {
    const { addresses, log, mono } = this.#options;
    const login = await deadline.race(this.#login());
    const candidates =
      typeof choice === 'string'
        ? addresses.candidates(choice === 'leader', mono())
        : [choice.frontend];
    let lastError: unknown = new NotAskedError('unreachable', 'no FE address is known');
    for (const asked of candidates) {
      try {
        return await this.#openAt(asked, choice, login, deadline);
      } catch (error) {
        lastError = error;
        if (deadline.signal.aborted || isConnectionLimit(error)) {
          break;
        }
        const { message } = classifyFailure(error, this.#secrets);
        if (isLoginRefused(error)) {
          this.#refused = { secret: login.password, message };
          break;
        }
        log.warn(`FE ${addressText(asked)}: ${message}`);
        addresses.failed(asked, mono(), { message, refused: this.#isRefused(error, asked) });
      }
    }
    throw lastError;
  }

  /** What a tunnel on this machine refuses tells nothing of the network behind it. */
  #isRefused(error: unknown, asked: Address): boolean {
    const { host } = applyAddressMap(this.#options.profile.http.addressMap, asked);
    return isRefused(error) && (host === asked.host || !isLoopback(host));
  }

  async #openAt(
    asked: Address,
    choice: LaneChoice,
    login: LaneLogin,
    deadline: Deadline,
  ): Promise<Lane> {
    const { profile, addresses, log, mono, onOpened, onStatement } = this.#options;
    const lane = await Lane.open(
      {
        asked,
        connectTo: applyAddressMap(profile.http.addressMap, asked),
        login,
        variables: {
          query_timeout: String(queryTimeoutS),
          enable_profile: 'false',
          forward_to_leader: String(choice === 'leader'),
        },
        unknownVariables: this.#unknownVariables,
        mono,
        onStatement,
      },
      deadline,
    );
    if (typeof choice === 'string') {
      addresses.succeeded(asked);
    } else {
      addresses.reached(asked);
    }
    onOpened(lane);
    log.info(`connected to FE ${addressText(asked)}, connection ${lane.threadId}`);
    return lane;
  }

  async #login(): Promise<LaneLogin> {
    const { profile, secret } = this.#options;
    const password = profile.password === 'none' ? undefined : await secret();
    if (profile.password !== 'none' && password === undefined) {
      throw new NoCredentialsError('no password is stored for this cluster');
    }
    if (this.#refused !== undefined && this.#refused.secret === password) {
      throw new NoCredentialsError(this.#refused.message);
    }
    this.#refused = undefined;
    this.#secrets = password === undefined ? [] : [password];
    return await laneLogin(profile, password);
  }
}

/** The login of a profile; reads the CA file if one is named. */
export async function laneLogin(
  profile: Pick<ClusterProfile, 'user' | 'tls' | 'cleartextPassword'>,
  password: string | undefined,
): Promise<LaneLogin> {
  return {
    user: profile.user,
    password,
    tls: await readTlsTrust(profile.tls),
    cleartextPassword: profile.cleartextPassword === true,
  };
}
