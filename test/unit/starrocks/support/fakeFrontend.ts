import { createHash } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';

/** What the fake FE does with a statement. */
export type Reply =
  | { readonly columns: readonly string[]; readonly rows: readonly (readonly (string | null)[])[] }
  | { readonly errno: number; readonly message: string }
  | 'ok'
  /** Never answers. */
  | 'hang'
  /** Closes the connection instead of answering. */
  | 'drop'
  /** Sends half of a result, then closes. */
  | 'cut';

export type FakeOptions = {
  readonly reply: (sql: string, connectionId: number) => Reply | Promise<Reply>;
  readonly user?: string;
  readonly password?: string;
  /** Refuses the connection with this after the handshake packet, before the password is looked at. */
  readonly refuse?: () => { readonly errno: number; readonly message: string } | undefined;
  /** Sends this instead of a MySQL greeting; '' = stays silent. */
  readonly greeting?: Buffer;
  readonly firstConnectionId?: number;
  readonly port?: number;
};

/** A small server of the MySQL protocol as an FE speaks it: classic EOFs, charset 33, all text. */
export class FakeFrontend {
  /** Statements in the order they came, as they came. */
  readonly statements: { readonly sql: string; readonly connectionId: number }[] = [];
  logins = 0;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #options: FakeOptions;
  #nextId: number;

  private constructor(options: FakeOptions) {
    this.#options = options;
    this.#nextId = options.firstConnectionId ?? 16_777_216;
    this.#server = createServer((socket) => {
      this.#sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => this.#sockets.delete(socket));
      this.#serve(socket);
    });
  }

  static async start(options: FakeOptions): Promise<FakeFrontend> {
    const fake = new FakeFrontend(options);
    fake.#server.listen(options.port ?? 0, '127.0.0.1');
    await once(fake.#server, 'listening');
    return fake;
  }

  get port(): number {
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  get connections(): number {
    return this.#sockets.size;
  }

  /** Statements without the origin comment, set-up left out. */
  get asked(): readonly string[] {
    return this.statements
      .map(({ sql }) => sql.replace(/^\/\*.*?\*\/ /, ''))
      .filter((sql) => !sql.startsWith('SET '));
  }

  dropConnections(): void {
    for (const socket of this.#sockets) {
      socket.destroy();
    }
  }

  async stop(): Promise<void> {
    this.dropConnections();
    const closed = once(this.#server, 'close');
    this.#server.close();
    await closed;
  }

  #serve(socket: Socket): void {
    const { greeting } = this.#options;
    if (greeting !== undefined) {
      socket.write(greeting);
      return;
    }
    const id = (this.#nextId += 1);
    const salt = Buffer.alloc(20, 'a1B2');
    const wire = new Wire(socket);
    wire.send(0, handshake(id, salt));
    let loggedIn = false;
    wire.onPacket = (seq, payload) => {
      if (!loggedIn) {
        const error = this.#options.refuse?.() ?? this.#checkLogin(payload, salt);
        if (error !== undefined) {
          wire.send(seq + 1, errorPacket(error.errno, error.message));
          socket.end();
          return;
        }
        loggedIn = true;
        this.logins += 1;
        wire.send(seq + 1, okPacket);
      } else if (payload[0] === 3) {
        void this.#answer(wire, socket, payload.subarray(1).toString('utf8'), id);
      } else {
        socket.end();
      }
    };
  }

  #checkLogin(payload: Buffer, salt: Buffer): { errno: number; message: string } | undefined {
    const { user = 'root', password = '' } = this.#options;
    const nameEnd = payload.indexOf(0, 32);
    const name = payload.subarray(32, nameEnd).toString();
    const length = payload[nameEnd + 1] ?? 0;
    const token = payload.subarray(nameEnd + 2, nameEnd + 2 + length);
    const expected = password === '' ? Buffer.alloc(0) : nativeToken(password, salt);
    return name === user && token.equals(expected)
      ? undefined
      : { errno: 1045, message: `Access denied for user '${name}' (using password: YES)` };
  }

  async #answer(wire: Wire, socket: Socket, sql: string, id: number): Promise<void> {
    this.statements.push({ sql, connectionId: id });
    const reply = await this.#options.reply(sql.replace(/^\/\*.*?\*\/ /, ''), id);
    if (reply === 'hang') {
      return;
    }
    if (reply === 'drop') {
      socket.destroy();
    } else if (reply === 'cut') {
      wire.send(1, Buffer.from([2]));
      wire.send(2, columnPacket('a'));
      socket.end();
    } else if (reply === 'ok') {
      wire.send(1, okPacket);
    } else if ('errno' in reply) {
      wire.send(1, errorPacket(reply.errno, reply.message));
    } else {
      let seq = 1;
      wire.send(seq, Buffer.from([reply.columns.length]));
      for (const column of reply.columns) {
        wire.send((seq += 1), columnPacket(column));
      }
      wire.send((seq += 1), eofPacket);
      for (const row of reply.rows) {
        wire.send((seq += 1), Buffer.concat(row.map(cellBytes)));
      }
      wire.send((seq += 1), eofPacket);
    }
  }
}

class Wire {
  onPacket: (seq: number, payload: Buffer) => void = () => undefined;
  readonly #socket: Socket;
  #rest = Buffer.alloc(0);

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => {
      this.#rest = Buffer.concat([this.#rest, chunk]);
      while (this.#rest.length >= 4 && this.#rest.length >= 4 + this.#rest.readUIntLE(0, 3)) {
        const length = this.#rest.readUIntLE(0, 3);
        const seq = this.#rest.readUInt8(3);
        const payload = this.#rest.subarray(4, 4 + length);
        this.#rest = this.#rest.subarray(4 + length);
        this.onPacket(seq, payload);
      }
    });
  }

  send(seq: number, payload: Buffer): void {
    const header = Buffer.alloc(4);
    header.writeUIntLE(payload.length, 0, 3);
    header.writeUInt8(seq & 0xff, 3);
    this.#socket.write(Buffer.concat([header, payload]));
  }
}

const okPacket = Buffer.from([0, 0, 0, 2, 0, 0, 0]);
const eofPacket = Buffer.from([0xfe, 0, 0, 2, 0]);

function handshake(id: number, salt: Buffer): Buffer {
  const capabilities = 0x4 | 0x8 | 0x200 | 0x8000 | 0x80000 | 0x100000 | 0x200000;
  const head = Buffer.alloc(4 + 8 + 1 + 2 + 1 + 2 + 2 + 1 + 10);
  head.writeUInt32LE(id, 0);
  salt.copy(head, 4, 0, 8);
  head.writeUInt16LE(capabilities & 0xffff, 13);
  head.writeUInt8(33, 15);
  head.writeUInt16LE(2, 16);
  head.writeUInt16LE(capabilities >>> 16, 18);
  head.writeUInt8(21, 20);
  return Buffer.concat([
    Buffer.from('\x0a8.0.33\0', 'latin1'),
    head,
    salt.subarray(8),
    Buffer.from('\0mysql_native_password\0', 'latin1'),
  ]);
}

function nativeToken(password: string, salt: Buffer): Buffer {
  const sha1 = (...parts: Buffer[]): Buffer => {
    const hash = createHash('sha1');
    parts.forEach((part) => hash.update(part));
    return hash.digest();
  };
  const stage1 = sha1(Buffer.from(password));
  const mask = sha1(salt, sha1(stage1));
  return Buffer.from(stage1.map((byte, i) => byte ^ (mask[i] ?? 0)));
}

function errorPacket(errno: number, message: string): Buffer {
  const code = Buffer.alloc(2);
  code.writeUInt16LE(errno);
  return Buffer.concat([Buffer.from([0xff]), code, Buffer.from(`#HY000${message}`)]);
}

function lengthCoded(text: string): Buffer {
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length < 251) {
    return Buffer.concat([Buffer.from([bytes.length]), bytes]);
  }
  const length = Buffer.alloc(4);
  length.writeUInt8(0xfd, 0);
  length.writeUIntLE(bytes.length, 1, 3);
  return Buffer.concat([length, bytes]);
}

function cellBytes(cell: string | null): Buffer {
  return cell === null ? Buffer.from([0xfb]) : lengthCoded(cell);
}

/** `name:63` makes a column of charset 63, as ARRAY and BIGINT columns have. */
function columnPacket(column: string): Buffer {
  const [name = '', charset = '33'] = column.split(':');
  const fixed = Buffer.alloc(13);
  fixed.writeUInt8(0x0c, 0);
  fixed.writeUInt16LE(Number(charset), 1);
  fixed.writeUInt32LE(90, 3);
  fixed.writeUInt8(253, 7);
  return Buffer.concat([...['def', '', '', '', name, ''].map(lengthCoded), fixed]);
}
