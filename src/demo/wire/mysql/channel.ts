/** Packets over one accepted socket, read one after the other; plain first, then TLS on demand. */
import type { Socket } from 'node:net';
import { TLSSocket, type SecureContext } from 'node:tls';
import { framed, PacketReader, type Packet } from './packets';

export class Channel {
  private readonly accepted: Socket;
  private socket: Socket;
  private reader = new PacketReader();
  private wake: () => void = () => undefined;
  private close: () => void = () => undefined;
  /** Resolves when the connection is gone. */
  readonly gone: Promise<void>;

  constructor(socket: Socket) {
    this.gone = new Promise((resolve) => {
      this.close = resolve;
    });
    this.accepted = socket;
    this.socket = socket;
    this.listenTo(socket);
  }

  get isSecure(): boolean {
    return this.socket !== this.accepted;
  }

  get isGone(): boolean {
    return this.socket.destroyed;
  }

  /** `ip:port` of the client. */
  get client(): string {
    const { remoteAddress = '127.0.0.1', remotePort = 0 } = this.accepted;
    return `${remoteAddress}:${String(remotePort)}`;
  }

  /** The next packet; undefined once the connection is gone. */
  async read(): Promise<Packet | undefined> {
    for (;;) {
      const packet = this.reader.next();
      if (packet !== undefined || this.isGone) {
        return this.isGone ? undefined : packet;
      }
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }

  /** `done` is called when the packets have left. */
  write(payloads: readonly Buffer[], sequence: number, done?: () => void): void {
    if (!this.socket.destroyed) {
      this.socket.write(framed(payloads, sequence), done);
    }
  }

  /** The client asked for TLS: what it sent after that request is its half of the handshake. */
  secure(secureContext: SecureContext): void {
    const { accepted } = this;
    accepted.removeAllListeners('data');
    accepted.pause();
    const early = this.reader.rest();
    if (early.length > 0) {
      accepted.unshift(early);
    }
    this.reader = new PacketReader();
    this.socket = new TLSSocket(accepted, { isServer: true, secureContext });
    this.listenTo(this.socket);
  }

  end(): void {
    this.socket.end();
  }

  destroy(): void {
    this.socket.destroy();
    this.accepted.destroy();
  }

  private listenTo(socket: Socket): void {
    socket.on('data', (chunk) => {
      this.reader.push(chunk);
      this.wake();
    });
    socket.on('error', () => {
      this.destroy();
    });
    socket.once('close', () => {
      this.destroy();
      this.close();
      this.wake();
    });
  }
}
