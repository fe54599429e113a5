/** One client's connection to an FE: login, commands, faults, and the bookkeeping around them. */
import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import type { FaultBoard } from '../../faultBoard';
import type { FaultEffect } from '../../faults';
import type { Profile } from '../../profiles/profile';
import type { World } from '../../state/world';
import { accessDeniedFor, missingThing, spoiled } from '../../statements/faultedAnswers';
import { namesOf, type Answer, type SqlSession } from '../../statements/context';
import { execute, isQuery } from '../../statements/execute';
import type { SqlEngine } from '../../statements/select/sqlEngine';
import { SqlError, unknownDatabase } from '../../statements/sqlError';
import type { FrontendState, LogEntry } from '../../truth';
import {
  authSwitch,
  greeting,
  NATIVE_PASSWORD,
  nativePasswordToken,
  parseLogin,
} from './handshake';
import {
  eofPacket,
  errorPacket,
  framed,
  okPacket,
  PacketReader,
  resultPackets,
  type Packet,
} from './packets';

const COMMAND = {
  quit: 0x01,
  initDb: 0x02,
  query: 0x03,
  fieldList: 0x04,
  statistics: 0x09,
  ping: 0x0e,
  changeUser: 0x11,
  prepare: 0x16,
  execute: 0x17,
  closeStatement: 0x19,
  resetConnection: 0x1f,
} as const;

const PREPARE_REFUSED = 'This command is not supported in the prepared statement protocol yet';

export type ConnectionOptions = {
  readonly world: World;
  readonly board: FaultBoard;
  readonly profile: Profile;
  readonly engine: SqlEngine;
  /** Name of the FE whose port this is. */
  readonly frontendName: string;
  readonly log: (entry: LogEntry) => void;
};

export class Connection {
  private readonly socket: Socket;
  private readonly connectionId: number;
  private readonly options: ConnectionOptions;
  private readonly killOther: (connectionId: number) => boolean;
  private readonly salt = Buffer.from(randomBytes(20).map((byte) => 1 + (byte % 126)));
  private readonly reader = new PacketReader();
  private session: SqlSession | undefined;
  private awaitedLogin: { readonly user: string; readonly database: string } | undefined;
  /** Commands are answered strictly one after the other. */
  private busy: Promise<void> = Promise.resolve();

  constructor(
    socket: Socket,
    connectionId: number,
    options: ConnectionOptions,
    killOther: (id: number) => boolean,
  ) {
    this.socket = socket;
    this.connectionId = connectionId;
    this.options = options;
    this.killOther = killOther;
    socket.on('error', () => {
      socket.destroy();
    });
    socket.on('data', (chunk) => {
      for (const packet of this.reader.push(chunk)) {
        this.busy = this.busy
          .then(() => this.handle(packet))
          .catch(() => {
            socket.destroy();
          });
      }
    });
  }

  greet(): void {
    this.write([greeting(this.options.profile.serverVersion, this.connectionId, this.salt)], 0);
  }

  destroy(): void {
    this.socket.destroy();
  }

  /** The connection is gone: so is its session. */
  forget(): void {
    if (this.session !== undefined) {
      this.options.world.changeSessions(this.options.frontendName, (sessions) =>
        sessions.filter((session) => session.connectionId !== this.connectionId),
      );
    }
  }

  private write(payloads: readonly Buffer[], sequence: number): void {
    if (!this.socket.destroyed) {
      this.socket.write(framed(payloads, sequence));
    }
  }

  private async handle(packet: Packet): Promise<void> {
    if (this.session === undefined) {
      await this.logIn(packet);
      return;
    }
    const command = packet.payload[0];
    const body = packet.payload.subarray(1);
    switch (command) {
      case COMMAND.query:
        await this.answer(this.session, body.toString('utf8'));
        return;
      case COMMAND.ping:
        this.write([okPacket()], 1);
        return;
      case COMMAND.quit:
        this.socket.end();
        return;
      case COMMAND.initDb:
        await this.answer(this.session, `USE \`${body.toString('utf8')}\``);
        return;
      case COMMAND.prepare:
      case COMMAND.execute:
        this.write([errorPacket(1295, 'HY000', PREPARE_REFUSED)], 1);
        return;
      case COMMAND.closeStatement:
        return;
      case COMMAND.resetConnection:
        this.session.variables.clear();
        this.write([okPacket()], 1);
        return;
      case COMMAND.fieldList:
        this.write([eofPacket()], 1);
        return;
      case COMMAND.changeUser:
        this.session.variables.clear();
        this.write([okPacket()], 1);
        return;
      case COMMAND.statistics:
        this.write([errorPacket(1064, 'HY000', 'Unsupported command(COM_STATISTICS)')], 1);
        return;
      default:
        this.write([errorPacket(1047, '08S01', 'Unknown command')], 1);
    }
  }

  private async logIn(packet: Packet): Promise<void> {
    const sequence = packet.sequence + 1;
    const waiting = this.awaitedLogin;
    if (waiting === undefined) {
      const login = parseLogin(packet.payload);
      if (login.wantsTls) {
        this.socket.destroy();
        return;
      }
      await this.strikeLogin(login.user);
      if (login.plugin !== '' && login.plugin !== NATIVE_PASSWORD) {
        this.awaitedLogin = { user: login.user, database: login.database };
        this.write([authSwitch(this.salt)], sequence);
        return;
      }
      this.decideLogin(login, login.token, sequence);
      return;
    }
    this.decideLogin(waiting, packet.payload, sequence);
  }

  /** Faults that match the text `login` strike here. */
  private async strikeLogin(user: string): Promise<void> {
    for (const effect of this.strike('login', user)) {
      if (effect.kind === 'latency') {
        await sleep(effect.ms);
      } else if (effect.kind === 'hang') {
        await new Promise(() => undefined);
      } else if (effect.kind === 'drop') {
        this.socket.destroy();
      }
    }
  }

  private decideLogin(
    { user: name, database }: { readonly user: string; readonly database: string },
    token: Buffer,
    sequence: number,
  ): void {
    const { world, frontendName, profile } = this.options;
    const user = world.state.users.find((candidate) => candidate.name === name);
    if (user === undefined || !token.equals(nativePasswordToken(user.password, this.salt))) {
      const using = token.length > 0 ? 'YES' : 'NO';
      this.write(
        [errorPacket(1045, '28000', `Access denied for user '${name}' (using password: ${using})`)],
        sequence,
      );
      this.socket.end();
      return;
    }
    const used = this.frontend().sessions.length;
    const limit = Number(world.state.frontendConfig['qe_max_connection']);
    if (used >= limit) {
      this.write(
        [
          errorPacket(
            1064,
            'HY000',
            `Reach cluster-wide connection limit, qe_max_connection=${String(limit)}, connectionMap.size=${String(used)}, node=${this.frontend().host}`,
          ),
        ],
        sequence,
      );
      this.socket.end();
      return;
    }
    if (database !== '' && !world.state.databases.some((db) => db.name === database)) {
      const { code, sqlState, message } = unknownDatabase(profile, database);
      this.write([errorPacket(code, sqlState, message)], sequence);
      this.socket.end();
      return;
    }
    this.session = {
      connectionId: this.connectionId,
      frontendName,
      user,
      database,
      variables: new Map(),
    };
    const now = world.now();
    world.changeSessions(frontendName, (sessions) => [
      ...sessions,
      {
        connectionId: this.connectionId,
        user: name,
        clientAddress: `${this.socket.remoteAddress ?? '127.0.0.1'}:${String(this.socket.remotePort ?? 0)}`,
        database,
        command: 'Sleep',
        connectedAt: now,
        commandAt: now,
        state: 'OK',
        sql: null,
        pending: false,
        warehouse: 'default_warehouse',
        real: true,
      },
    ]);
    this.write([okPacket()], sequence);
  }

  private frontend(): FrontendState {
    const { world, frontendName } = this.options;
    const frontend = world.state.frontends.find((fe) => fe.name === frontendName);
    if (frontend === undefined) {
      throw new Error(`no frontend ${frontendName}`);
    }
    return frontend;
  }

  private strike(text: string, user: string): readonly FaultEffect[] {
    return this.options.board.strike({
      protocol: 'sql',
      nodeNames: namesOf(this.frontend()),
      text,
      user,
    });
  }

  private async answer(session: SqlSession, raw: string): Promise<void> {
    const { world, log } = this.options;
    const { comment, statement } = splitComment(raw);
    const started = performance.now();
    const at = world.now();
    const done = (outcome: string): void => {
      log({
        at,
        node: `fe:${this.frontend().host}:${String(this.frontend().editLogPort)}`,
        protocol: 'sql',
        user: session.user.name,
        connectionId: this.connectionId,
        statement,
        comment,
        outcome,
        ms: Math.round(performance.now() - started),
      });
    };
    this.noteCommand(raw, 'Query', 'OK');
    const effects = this.strike(statement, session.user.name);
    for (const effect of effects) {
      if (effect.kind === 'latency') {
        await sleep(effect.ms);
      }
    }
    if (effects.some((effect) => effect.kind === 'hang')) {
      done('fault: hang');
      await new Promise<void>((resolve) =>
        this.socket.once('close', () => {
          resolve();
        }),
      );
      return;
    }
    const drop = effects.find((effect) => effect.kind === 'drop');
    if (drop !== undefined && drop.after === undefined) {
      done('fault: drop');
      this.socket.destroy();
      return;
    }
    try {
      const answer = this.answerTo(session, statement, effects);
      this.count(statement, started, null);
      this.send(answer, drop?.after);
      this.noteCommand(raw, 'Sleep', answer.kind === 'rows' ? 'EOF' : 'OK');
      done('ok');
    } catch (error) {
      const failure =
        error instanceof SqlError
          ? error
          : new SqlError(
              1064,
              `simulator: ${error instanceof Error ? error.message : String(error)}`,
            );
      this.count(statement, started, failure);
      this.write([errorPacket(failure.code, failure.sqlState, failure.message)], 1);
      this.noteCommand(raw, 'Sleep', 'ERR');
      done(`${String(failure.code)} ${failure.message}`);
    }
  }

  private answerTo(
    session: SqlSession,
    statement: string,
    effects: readonly FaultEffect[],
  ): Answer {
    const { world, board, profile, engine } = this.options;
    const context = {
      world,
      board,
      profile,
      state: world.state,
      frontend: this.frontend(),
      session,
      sql: statement,
      kill: this.killOther,
    };
    for (const effect of effects) {
      if (effect.kind === 'error') {
        throw new SqlError(effect.code, effect.text);
      }
      if (effect.kind === 'deny') {
        throw accessDeniedFor(context, effect.privilege);
      }
      if (effect.kind === 'missing') {
        const failure = missingThing(context, effect.name);
        if (failure !== undefined) {
          throw failure;
        }
      }
    }
    return effects.reduce((answer, effect) => spoiled(answer, effect), execute(context, engine));
  }

  private send(answer: Answer, dropAfter: number | undefined): void {
    if (answer.kind === 'ok') {
      this.write([okPacket()], 1);
      return;
    }
    const packets = resultPackets(answer.columns, answer.rows);
    if (dropAfter === undefined) {
      this.write(packets, 1);
      return;
    }
    const cut = 1 + answer.columns.length + 1 + Math.min(dropAfter, answer.rows.length);
    if (!this.socket.destroyed) {
      this.socket.write(framed(packets.slice(0, cut), 1), () => {
        this.socket.destroy();
      });
    }
  }

  private noteCommand(raw: string, command: 'Sleep' | 'Query', state: 'OK' | 'EOF' | 'ERR'): void {
    const { world, frontendName } = this.options;
    const now = world.now();
    world.changeSessions(frontendName, (sessions) =>
      sessions.map((session) =>
        session.connectionId === this.connectionId
          ? {
              ...session,
              command,
              state,
              sql: raw.trim(),
              database: this.session?.database ?? '',
              commandAt: command === 'Query' ? now : session.commandAt,
            }
          : session,
      ),
    );
  }

  /** Every statement is a request; a SELECT (and what cannot be parsed) is a query as well. */
  private count(statement: string, started: number, failure: SqlError | null): void {
    const query = isQuery(statement);
    const slowMs = Number(this.options.world.state.frontendConfig['qe_slow_log_ms']);
    const slow = performance.now() - started > slowMs;
    this.options.world.changeFrontend(this.options.frontendName, (fe) => {
      const { counters, latency } = fe;
      if (!query) {
        return { ...fe, counters: { ...counters, requestTotal: counters.requestTotal + 1 } };
      }
      const ok = failure === null ? 1 : 0;
      const analysis =
        failure !== null && /^Getting (analyzing|syntax) error/.test(failure.message) ? 1 : 0;
      return {
        ...fe,
        latency: { ...latency, count: latency.count + ok },
        counters: {
          ...counters,
          requestTotal: counters.requestTotal + 1,
          queryTotal: counters.queryTotal + 1,
          querySuccess: counters.querySuccess + ok,
          queryErr: counters.queryErr + 1 - ok,
          queryAnalysisErr: counters.queryAnalysisErr + analysis,
          queryInternalErr: counters.queryInternalErr + (1 - ok - analysis),
          slowQuery: counters.slowQuery + (slow ? ok : 0),
        },
      };
    });
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** A statement without its leading comments, and their text. */
export function splitComment(raw: string): {
  readonly comment: string;
  readonly statement: string;
} {
  const match = /^(?:\s*(?:\/\*(?!\+)([\s\S]*?)\*\/|--[^\n]*\n))+/.exec(raw);
  return match === null
    ? { comment: '', statement: raw.trim() }
    : { comment: (match[1] ?? '').trim(), statement: raw.slice(match[0].length).trim() };
}
