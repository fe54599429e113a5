/** One client's connection to an FE: login, commands, faults, and the bookkeeping around them. */
import { randomBytes } from 'node:crypto';
import type { SecureContext } from 'node:tls';
import type { FaultBoard } from '../../faultBoard';
import type { FaultEffect } from '../../faults';
import type { Profile } from '../../profiles/profile';
import type { World } from '../../state/world';
import { accessDeniedFor, missingThing, spoiled } from '../../statements/faultedAnswers';
import { namesOf, type Answer, type SqlSession } from '../../statements/context';
import { execute, isQuery } from '../../statements/execute';
import type { SqlEngine } from '../../statements/select/sqlEngine';
import { SqlError } from '../../statements/sqlError';
import { withUnknownColumns } from '../../statements/unknownColumns';
import type { LogEntry } from '../../truth';
import type { FrontendState } from '../../truthFrontends';
import type { TlsOptions } from '../serverIdentity';
import type { Channel } from './channel';
import { LoginDialogue } from './login';
import { eofPacket, errorPacket, okPacket, resultPackets, type Packet } from './packets';

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

export type ConnectionOptions = {
  readonly world: World;
  readonly board: FaultBoard;
  readonly profile: Profile;
  readonly engine: SqlEngine;
  /** Name of the FE whose port this is. */
  readonly frontendName: string;
  readonly tls: TlsOptions['sql'];
  /** Key and certificate of an FE with a keystore. */
  readonly secureContext: SecureContext | undefined;
  readonly log: (entry: LogEntry) => void;
};

export class Connection {
  private readonly channel: Channel;
  private readonly connectionId: number;
  private readonly options: ConnectionOptions;
  private readonly killOther: (connectionId: number) => boolean;
  private session: SqlSession | undefined;

  constructor(
    channel: Channel,
    connectionId: number,
    options: ConnectionOptions,
    killOther: (id: number) => boolean,
  ) {
    this.channel = channel;
    this.connectionId = connectionId;
    this.options = options;
    this.killOther = killOther;
  }

  /** Serves the client until it is gone; commands are answered strictly one after the other. */
  async serve(): Promise<void> {
    const { channel } = this;
    try {
      const session = await this.logIn();
      for (
        let packet = session === undefined ? undefined : await channel.read();
        session !== undefined && packet !== undefined;
        packet = await channel.read()
      ) {
        await this.handle(session, packet);
      }
    } catch {
      // No MySQL client, or one that broke off in the middle of a packet.
      channel.destroy();
    }
    await channel.gone;
    this.forget();
  }

  destroy(): void {
    this.channel.destroy();
  }

  /** The connection is gone: so is its session. */
  private forget(): void {
    if (this.session !== undefined) {
      this.options.world.changeSessions(this.options.frontendName, (sessions) =>
        sessions.filter((session) => session.connectionId !== this.connectionId),
      );
    }
  }

  private async handle(session: SqlSession, packet: Packet): Promise<void> {
    const command = packet.payload[0];
    const body = packet.payload.subarray(1);
    switch (command) {
      case COMMAND.query:
        await this.answer(session, body.toString('utf8'));
        return;
      case COMMAND.ping:
        this.channel.write([okPacket()], 1);
        return;
      case COMMAND.quit:
        this.channel.end();
        return;
      case COMMAND.initDb:
        await this.answer(session, `USE \`${body.toString('utf8').replaceAll('`', '``')}\``);
        return;
      case COMMAND.prepare:
      case COMMAND.execute: {
        const [code, text] = this.options.profile.errors.prepare;
        this.channel.write([errorPacket(code, 'HY000', text)], 1);
        return;
      }
      case COMMAND.closeStatement:
        return;
      case COMMAND.resetConnection:
        restoreVariables(session);
        this.channel.write([okPacket()], 1);
        return;
      case COMMAND.fieldList:
        this.channel.write([eofPacket()], 1);
        return;
      case COMMAND.changeUser:
        restoreVariables(session);
        this.channel.write([okPacket()], 1);
        return;
      case COMMAND.statistics:
        this.channel.write([errorPacket(1064, 'HY000', 'Unsupported command(COM_STATISTICS)')], 1);
        return;
      default:
        this.channel.write([errorPacket(1047, '08S01', 'Unknown command')], 1);
    }
  }

  private async logIn(): Promise<SqlSession | undefined> {
    const { world, frontendName, profile, tls, secureContext } = this.options;
    const dialogue = new LoginDialogue({
      channel: this.channel,
      profile,
      connectionId: this.connectionId,
      salt: Buffer.from(randomBytes(20).map((byte) => 1 + (byte % 126))),
      secureContext,
      requiresTls: tls === 'required',
      state: () => world.state,
      frontend: () => this.frontend(),
      strike: (user) => this.strikeLogin(user),
    });
    const admitted = await dialogue.run();
    if (admitted === undefined) {
      return undefined;
    }
    const { user, database } = admitted;
    this.session = {
      connectionId: this.connectionId,
      frontendName,
      user,
      database,
      variables: new Map(Object.entries(user.sessionVariables)),
    };
    const now = world.now();
    world.changeSessions(frontendName, (sessions) => [
      ...sessions,
      {
        connectionId: this.connectionId,
        user: user.name,
        clientAddress: this.channel.client,
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
    dialogue.welcome();
    return this.session;
  }

  /** Faults that match the text `login` strike here. */
  private async strikeLogin(user: string): Promise<void> {
    for (const effect of this.strike('login', user)) {
      if (effect.kind === 'latency') {
        await sleep(effect.ms);
      } else if (effect.kind === 'hang') {
        await this.channel.gone;
      } else if (effect.kind === 'drop') {
        this.channel.destroy();
      }
    }
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
    const done = (outcome: string): void => {
      log({
        at: world.now(),
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
      await this.channel.gone;
      return;
    }
    const drop = effects.find((effect) => effect.kind === 'drop');
    if (drop !== undefined && drop.after === undefined) {
      done('fault: drop');
      this.channel.destroy();
      return;
    }
    try {
      const answer = this.answerTo(session, statement, effects);
      this.count(raw, statement, started, null);
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
      this.count(raw, statement, started, failure);
      this.channel.write([errorPacket(failure.code, failure.sqlState, failure.message)], 1);
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
    return effects.reduce(
      (answer, effect) => spoiled(answer, effect),
      withUnknownColumns(context, execute(context, engine)),
    );
  }

  private send(answer: Answer, dropAfter: number | undefined): void {
    if (answer.kind === 'ok') {
      this.channel.write([okPacket()], 1);
      return;
    }
    const packets = resultPackets(answer.columns, answer.rows);
    if (dropAfter === undefined) {
      this.channel.write(packets, 1);
      return;
    }
    const cut = 1 + answer.columns.length + 1 + Math.min(dropAfter, answer.rows.length);
    this.channel.write(packets.slice(0, cut), 1, () => {
      this.channel.destroy();
    });
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
  private count(raw: string, statement: string, started: number, failure: SqlError | null): void {
    const query = isQuery(statement);
    const isAnalysis =
      failure !== null && /^Getting (analyzing|syntax) error/.test(failure.message);
    const { world } = this.options;
    world.queries.noteReal(
      {
        user: this.session?.user.name ?? '',
        database: this.session?.database ?? '',
        sql: raw.trim(),
        counted: query,
        outcome: failure === null ? 'success' : isAnalysis ? 'analysis' : 'internal',
        durationMs: Math.round(performance.now() - started),
      },
      this.frontend(),
      world.now(),
    );
    const slowMs = Number(world.state.frontendConfig['qe_slow_log_ms']);
    const slow = performance.now() - started > slowMs;
    world.changeFrontend(this.options.frontendName, (fe) => {
      const { counters, latency } = fe;
      if (!query) {
        return { ...fe, counters: { ...counters, requestTotal: counters.requestTotal + 1 } };
      }
      const ok = failure === null ? 1 : 0;
      const analysis = isAnalysis ? 1 : 0;
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

/** The variables a session began with. */
function restoreVariables(session: SqlSession): void {
  session.variables.clear();
  for (const [name, value] of Object.entries(session.user.sessionVariables)) {
    session.variables.set(name, value);
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
