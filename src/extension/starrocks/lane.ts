import { once } from 'node:events';
import { connect as connectSocket, type Socket } from 'node:net';
import type { Connection, ConnectionOptions, FieldPacket, QueryError } from 'mysql2';
import { addressText, type Address } from './addressMap';
import { Deadline } from './deadline';
import { loadDriver } from './driver';
import { ConnectionClosedError, type DeadlinePhase, MalformedAnswer } from './failures';
import { isFatalForLane } from './classifyFailure';
import { withOrigin } from './sqlText';
import type { TlsTrust } from './tlsTrust';

/** How long one FE may take to accept and to greet, ms; a black hole costs this once per FE. */
export const connectTimeoutMs = 3_000;

export type SqlRow = Readonly<Record<string, string | null>>;

/** All cells are text as the FE sent it, decoded as UTF-8; null is SQL NULL. */
export type SqlAnswer = {
  readonly columns: readonly string[];
  readonly rows: readonly SqlRow[];
  readonly tookMs: number;
  /** Monotonic receipt, ms. */
  readonly receivedAtMono: number;
};

export type LaneLogin = {
  readonly user: string;
  readonly password: string | undefined;
  readonly tls: TlsTrust;
  /** Sends the password in clear inside TLS (LDAP users); without TLS it is refused. */
  readonly cleartextPassword: boolean;
};

export type LaneOptions = {
  /** The FE as the profile or SHOW FRONTENDS names it: shown, and checked against its certificate. */
  readonly asked: Address;
  /** Where that is from here, after the address map. */
  readonly connectTo: Address;
  readonly login: LaneLogin;
  readonly variables: Readonly<Record<string, string>>;
  /** Variables the cluster does not know: skipped and added to. */
  readonly unknownVariables: Set<string>;
  readonly mono: () => number;
  readonly onStatement?: StatementListener;
};

/** Told of each statement when it ended; a failed one brought no rows. */
export type StatementListener = (
  source: string,
  cost: { readonly tookMs: number; readonly rows: number; readonly bytes: number },
) => void;

/**
 * One connection to one FE that answers one statement at a time, text protocol only. Who shares
 * lanes waits in `LanePool`. After a deadline or a lost connection the lane is closed for good.
 */
export class Lane {
  readonly asked: Address;
  readonly connectTo: Address;
  /** The peer's address, to recognise which FE of SHOW FRONTENDS this is. */
  readonly remoteHost: string | undefined;
  readonly #connection: Connection;
  readonly #socket: Socket;
  readonly #mono: () => number;
  readonly #onStatement: StatementListener | undefined;
  #closed = false;
  /** Ends the statement under way: mysql2 forgets its callback when the connection is destroyed. */
  #interrupt: ((error: Error) => void) | undefined;

  private constructor(options: LaneOptions, connection: Connection, socket: Socket) {
    this.asked = options.asked;
    this.connectTo = options.connectTo;
    this.remoteHost = socket.remoteAddress;
    this.#connection = connection;
    this.#socket = socket;
    this.#mono = options.mono;
    this.#onStatement = options.onStatement;
    // Every connection needs a listener: a server that closes an idle one would end the process.
    connection.on('error', () => this.close());
    connection.on('end', () => this.close());
  }

  /** Connects, logs in and sets the session's variables. Rejects with what the layer said. */
  static async open(options: LaneOptions, deadline: Deadline): Promise<Lane> {
    const socket = await openSocket(options.connectTo, options.asked, deadline);
    let connection: Connection | undefined;
    try {
      const driver = await loadDriver();
      connection = driver.createConnection(connectionOptions(options, socket));
      await greeted(connection, options.asked, deadline);
      const lane = new Lane(options, connection, socket);
      await lane.#setVariables(options, deadline);
      return lane;
    } catch (error) {
      connection?.on('error', () => undefined);
      connection?.destroy();
      socket.destroy();
      throw error;
    }
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Connection id as the FE gave it. */
  get threadId(): string {
    return String(this.#connection.threadId);
  }

  /**
   * Runs one statement. The lane closes itself when it cannot be used again; the promise always
   * settles, at the latest with the deadline. The FE's own work is bounded by query_timeout.
   */
  async query(source: string, sql: string, deadline: Deadline): Promise<SqlAnswer> {
    const begun = this.#mono();
    const { bytesRead } = this.#socket;
    let answered = 0;
    deadline.enter('answer', addressText(this.asked));
    try {
      const { rows, fields } = await deadline.race(this.#send(withOrigin(source, sql)));
      const receivedAtMono = this.#mono();
      const columns = fields.map((field) => field.name);
      answered = rows.length;
      return {
        columns,
        rows: rows.map((cells) => toRow(columns, cells)),
        tookMs: receivedAtMono - begun,
        receivedAtMono,
      };
    } catch (error) {
      if (isFatalForLane(error)) {
        this.close();
      }
      throw error;
    } finally {
      this.#onStatement?.(source, {
        tookMs: this.#mono() - begun,
        rows: answered,
        bytes: this.#socket.bytesRead - bytesRead,
      });
    }
  }

  /** Drops the connection at once; a statement still running gets no answer. */
  close(): void {
    if (!this.#closed) {
      this.#closed = true;
      this.#connection.destroy();
      this.#socket.destroy();
      this.#interrupt?.(new ConnectionClosedError());
    }
  }

  async #send(
    sql: string,
  ): Promise<{ rows: readonly (readonly unknown[])[]; fields: FieldPacket[] }> {
    return await new Promise((resolve, reject) => {
      this.#interrupt = reject;
      const onAnswer = (error: QueryError | null, rows: unknown, fields?: FieldPacket[]): void => {
        if (error !== null) {
          reject(error);
        } else if (!Array.isArray(rows) || fields === undefined) {
          resolve({ rows: [], fields: [] });
        } else if (Array.isArray(fields[0])) {
          reject(new MalformedAnswer('several results for one statement'));
        } else {
          resolve({ rows: rows as unknown[][], fields });
        }
      };
      this.#connection.query({ sql, rowsAsArray: true }, onAnswer);
    });
  }

  async #setVariables(options: LaneOptions, deadline: Deadline): Promise<void> {
    const wanted = Object.entries(options.variables).filter(
      ([name]) => !options.unknownVariables.has(name),
    );
    if (wanted.length === 0) {
      return;
    }
    try {
      await this.query('session', setStatement(wanted), deadline);
    } catch (error) {
      if (this.#closed) {
        throw error;
      }
      await this.#setOneByOne(wanted, options.unknownVariables, deadline);
    }
  }

  /** Older versions do not know every variable, and one unknown name fails the whole SET. */
  async #setOneByOne(
    wanted: readonly (readonly [string, string])[],
    unknownVariables: Set<string>,
    deadline: Deadline,
  ): Promise<void> {
    for (const variable of wanted) {
      try {
        await this.query('session', setStatement([variable]), deadline);
      } catch (error) {
        if (this.#closed) {
          throw error;
        }
        unknownVariables.add(variable[0]);
      }
    }
  }
}

/** Names and values are ours, written in SQL. */
function setStatement(variables: readonly (readonly [string, string])[]): string {
  return `SET ${variables.map(([name, value]) => `${name} = ${value}`).join(', ')}`;
}

/** A TCP connection; the failure says whether the name, the network or the port is the trouble. */
export async function openSocket(
  { host, port }: Address,
  asked: Address,
  deadline: Deadline,
): Promise<Socket> {
  const step = limitedStep('connect', asked, deadline);
  const socket = connectSocket({
    host,
    port,
    noDelay: true,
    keepAlive: true,
    keepAliveInitialDelay: 15_000,
  });
  socket.on('error', () => undefined);
  try {
    await deadline.race(step.race(once(socket, 'connect')));
    // The name that TLS checks where no server name is sent, which is so for addresses: without it
    // Node takes the name connected to (a tunnel's), or "localhost".
    Reflect.set(socket, '_host', asked.host);
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    step.dispose();
  }
}

async function greeted(connection: Connection, asked: Address, deadline: Deadline): Promise<void> {
  const step = limitedStep('greeting', asked, deadline);
  let onError: ((error: Error) => void) | undefined;
  try {
    await deadline.race(
      step.race(
        new Promise<void>((resolve, reject) => {
          onError = reject;
          connection.on('error', reject);
          connection.once('connect', () => resolve());
        }),
      ),
    );
  } finally {
    step.dispose();
    if (onError !== undefined) {
      connection.off('error', onError);
    }
  }
}

/** A deadline for one step of connecting, inside the one of the whole question. */
function limitedStep(phase: DeadlinePhase, asked: Address, deadline: Deadline): Deadline {
  const step = new Deadline(Math.min(connectTimeoutMs, deadline.remainingMs));
  step.enter(phase, addressText(asked));
  deadline.enter(phase, addressText(asked));
  return step;
}

function connectionOptions(options: LaneOptions, socket: Socket): ConnectionOptions {
  const { user, password, tls, cleartextPassword } = options.login;
  const ssl =
    tls.mode === 'off'
      ? undefined
      : tls.mode === 'no-verify'
        ? { rejectUnauthorized: false }
        : {
            rejectUnauthorized: true,
            verifyIdentity: true,
            ...(tls.ca === undefined ? {} : { ca: tls.ca }),
          };
  return {
    // With a stream of our own, the host is only the name the certificate must bear.
    host: options.asked.host,
    port: options.asked.port,
    stream: socket,
    connectTimeout: 0,
    user,
    ...(password === undefined ? {} : { password }),
    ...(ssl === undefined ? {} : { ssl, enableCleartextPlugin: cleartextPassword }),
    charset: 'utf8mb4',
    dateStrings: true,
    supportBigNumbers: true,
    multipleStatements: false,
    connectAttributes: { program_name: 'starrocks-cluster-overview' },
    // The FE announces charset 33, which the driver reads as CESU-8 (emoji are lost), and ARRAY
    // columns as binary: both are UTF-8 bytes.
    typeCast: (field) => field.string('utf8'),
  };
}

/**
 * What rows are made from, which inherit nothing. An object without a prototype would be a hash table
 * of its own: with this one all rows of an answer share one shape, and thousands are made in no time.
 */
const noCells = Object.create(null) as object;

function toRow(columns: readonly string[], cells: readonly unknown[]): SqlRow {
  const row = Object.create(noCells) as Record<string, string | null>;
  columns.forEach((column, i) => {
    const cell = cells[i];
    row[column] = typeof cell === 'string' ? cell : null;
  });
  return row;
}
