/** One FE's MySQL port and the connections on it. */
import { createServer, type Server, type Socket } from 'node:net';
import { close, listen } from '../listening';
import { Channel } from './channel';
import { Connection, type ConnectionOptions } from './connection';

/** Connection ids of real clients are the upper half of an FE's. */
const FIRST_CLIENT_ID = 0x80_00_00;

export class MysqlServer {
  private readonly options: ConnectionOptions;
  private readonly connections = new Map<number, Connection>();
  private server: Server | undefined;

  constructor(options: ConnectionOptions) {
    this.options = options;
  }

  /** Starts to listen; resolves to the port. */
  async listen(host: string, port: number): Promise<number> {
    const server = createServer({ noDelay: true }, (socket) => {
      this.accept(socket);
    });
    this.server = server;
    return await listen(server, host, port);
  }

  /** Closes the port and cuts every connection, as a dying process does. */
  async close(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    for (const connection of this.connections.values()) {
      connection.destroy();
    }
    await close(server);
  }

  kill(connectionId: number): boolean {
    const connection = this.connections.get(connectionId);
    connection?.destroy();
    return connection !== undefined;
  }

  private accept(socket: Socket): void {
    const { world, frontendName } = this.options;
    world.changeFrontend(frontendName, (fe) => ({
      ...fe,
      clientCounter: fe.clientCounter + 1,
    }));
    const frontend = world.state.frontends.find((fe) => fe.name === frontendName);
    if (frontend === undefined) {
      socket.destroy();
      return;
    }
    const connectionId =
      frontend.connectionIdBase + FIRST_CLIENT_ID + (frontend.clientCounter & 0x7f_ff_ff);
    const connection = new Connection(new Channel(socket), connectionId, this.options, (id) =>
      this.kill(id),
    );
    this.connections.set(connectionId, connection);
    void connection.serve().finally(() => this.connections.delete(connectionId));
  }
}
