import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** Listens with the smallest backlog and says at which port. */
const listener =
  "const s = require('node:net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => console.log(s.address().port));";

/** How long a connection of this machine may take before it counts as swallowed, ms. */
const patienceMs = 400;

/**
 * A port that swallows connections, as a firewall that drops packets does, without leaving the
 * machine: its process is stopped and its backlog is full, so the system answers no SYN any more.
 */
export class BlackHole {
  readonly port: number;
  readonly #child: ChildProcess;
  readonly #sockets: readonly Socket[];

  private constructor(port: number, child: ChildProcess, sockets: readonly Socket[]) {
    this.port = port;
    this.#child = child;
    this.#sockets = sockets;
  }

  static async open(): Promise<BlackHole> {
    const child = spawn(process.execPath, ['-e', listener], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const port = Number(line.toString());
    child.kill('SIGSTOP');
    const sockets: Socket[] = [];
    for (let swallowed = false; !swallowed;) {
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => undefined);
      sockets.push(socket);
      swallowed = await Promise.race([
        once(socket, 'connect').then(() => false),
        new Promise<true>((resolve) => setTimeout(() => resolve(true), patienceMs)),
      ]);
    }
    return new BlackHole(port, child, sockets);
  }

  async close(): Promise<void> {
    const gone = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await gone;
    this.#sockets.forEach((socket) => socket.destroy());
  }
}
