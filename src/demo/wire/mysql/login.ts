/** The dialogue in which a client becomes a session of an FE, or is refused. */
import type { SecureContext } from 'node:tls';
import type { Profile } from '../../profiles/profile';
import { SqlError, unknownDatabase } from '../../statements/sqlError';
import type { ClusterState, UserState } from '../../truth';
import type { FrontendState } from '../../truthFrontends';
import type { Channel } from './channel';
import { authSwitch, greeting, parseLogin, provesPassword, type Login } from './handshake';
import { errorPacket, okPacket } from './packets';

export type LoginOptions = {
  readonly channel: Channel;
  readonly profile: Profile;
  readonly connectionId: number;
  /** Twenty bytes without a zero among them. */
  readonly salt: Buffer;
  /** Undefined for an FE without keystore. */
  readonly secureContext: SecureContext | undefined;
  readonly requiresTls: boolean;
  readonly state: () => ClusterState;
  readonly frontend: () => FrontendState;
  /** Lets faults strike at the login; may cut the connection or never end. */
  readonly strike: (user: string) => Promise<void>;
};

type Admitted = { readonly user: UserState; readonly database: string };

/** Greets and checks; undefined when the client was refused or left. `welcome` lets it in. */
export class LoginDialogue {
  private readonly options: LoginOptions;
  /** Number of the next packet to the client. */
  private sequence = 0;

  constructor(options: LoginOptions) {
    this.options = options;
  }

  async run(): Promise<Admitted | undefined> {
    const { channel } = this.options;
    try {
      return await this.admit();
    } catch (error) {
      if (!(error instanceof SqlError)) {
        throw error;
      }
      channel.write([errorPacket(error.code, error.sqlState, error.message)], this.sequence);
      channel.end();
      return undefined;
    }
  }

  welcome(): void {
    this.options.channel.write([okPacket()], this.sequence);
  }

  private async admit(): Promise<Admitted | undefined> {
    const { channel, profile, state } = this.options;
    const login = await this.greet();
    if (login === undefined) {
      return undefined;
    }
    await this.options.strike(login.user);
    if (channel.isGone) {
      return undefined;
    }
    const user = state().users.find((candidate) => candidate.name === login.user);
    if (profile.limitChecked === 'beforePassword') {
      this.checkLimits(user);
    }
    let { token } = login;
    const plugin = user?.plugin ?? 'mysql_native_password';
    if (login.plugin !== '' && login.plugin !== plugin) {
      channel.write([authSwitch(plugin, this.options.salt)], this.sequence);
      const answer = await this.read();
      if (answer === undefined) {
        return undefined;
      }
      token = answer;
    }
    if (user === undefined || !provesPassword(user, token, this.options.salt)) {
      const using = token.length > 0 ? 'YES' : 'NO';
      throw new SqlError(
        1045,
        `Access denied for user '${login.user}' (using password: ${using})`,
        '28000',
      );
    }
    if (profile.limitChecked === 'afterLogin') {
      this.checkLimits(user);
    }
    const { database } = login;
    if (database !== '' && !state().databases.some((db) => db.name === database)) {
      throw unknownDatabase(profile, database);
    }
    return { user, database };
  }

  /** The client's answer to the greeting, after TLS has begun if it asked for it. */
  private async greet(): Promise<Login | undefined> {
    const { channel, profile, connectionId, salt, secureContext } = this.options;
    channel.write(
      [greeting(profile.serverVersion, connectionId, salt, secureContext !== undefined)],
      0,
    );
    let login = await this.readLogin();
    if (login?.wantsTls === true) {
      if (secureContext === undefined) {
        throw new SqlError(5400, 'Failed to change to SSL connection', 'XX000');
      }
      channel.secure(secureContext);
      login = await this.readLogin();
    } else if (login !== undefined && this.options.requiresTls) {
      // A real FE exempts localhost; clients of the demo stand for remote ones.
      throw new SqlError(5205, 'Connections using insecure transport are prohibited');
    }
    return login;
  }

  private async readLogin(): Promise<Login | undefined> {
    const payload = await this.read();
    return payload === undefined ? undefined : parseLogin(payload);
  }

  private async read(): Promise<Buffer | undefined> {
    const packet = await this.options.channel.read();
    if (packet !== undefined) {
      this.sequence = packet.sequence + 1;
    }
    return packet?.payload;
  }

  private checkLimits(user: UserState | undefined): void {
    const { profile, state, frontend } = this.options;
    const { host, sessions } = frontend();
    const limit = Number(state().frontendConfig['qe_max_connection']);
    const own = sessions.filter((session) => session.user === user?.name).length;
    const total = `connectionMap.size=${String(sessions.length)}`;
    const overall = sessions.length >= limit;
    if (!overall && (user === undefined || own < user.maxConnections)) {
      return;
    }
    throw new SqlError(
      1064,
      profile.limitChecked === 'afterLogin'
        ? 'Reach limit of connections'
        : overall || user === undefined
          ? `Reach cluster-wide connection limit, qe_max_connection=${String(limit)}, ${total}, node=${host}`
          : `Reach user-level(qualifiedUser: ${user.name}) connection limit, currentUserMaxConn=${String(user.maxConnections)}, ${total}, connByUser.totConn=${String(own)}, user.currConn=${String(own)}, node=${host}`,
    );
  }
}
