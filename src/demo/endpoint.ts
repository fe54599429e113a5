/** A port that can be closed and opened again: same number, connections refused in between. */

export type Listener = {
  listen: (host: string, port: number) => Promise<number>;
  close: () => Promise<void>;
};

/**
 * Ports are taken from below the ephemeral ranges, so that a closed port is not given to somebody
 * else by chance before it opens again.
 */
const FIRST_PORT = 20_000;
const PORTS = 12_000;
/** Each process has a block of its own: while a port is closed, no other one takes it. */
const BLOCK = 500;
const ATTEMPTS = 60;
const takenHere = new Set<number>();

const ownBlock = () => FIRST_PORT + (process.pid % (PORTS / BLOCK)) * BLOCK;

export class Endpoint {
  private readonly listener: Listener;
  private readonly host: string;
  private readonly wantsOpen: () => boolean;
  private isOpen = false;
  private stopped = false;
  private work: Promise<void> = Promise.resolve();
  /** Set by `start`. */
  port = 0;

  constructor(listener: Listener, host: string, wantsOpen: () => boolean) {
    this.listener = listener;
    this.host = host;
    this.wantsOpen = wantsOpen;
  }

  /** Opens the port: a given one, or a free one. */
  async start(port: number | undefined): Promise<void> {
    this.port =
      port === undefined
        ? await this.listenSomewhere()
        : await this.listener.listen(this.host, port);
    this.isOpen = true;
    await this.settle();
  }

  /** Opens or closes the port as it should be; resolves when it is so. */
  settle(): Promise<void> {
    this.work = this.work.then(async () => {
      const wanted = !this.stopped && this.wantsOpen();
      if (wanted && !this.isOpen) {
        await this.listener.listen(this.host, this.port);
        this.isOpen = true;
      } else if (!wanted && this.isOpen) {
        this.isOpen = false;
        await this.listener.close();
      }
    });
    return this.work;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.settle();
    takenHere.delete(this.port);
  }

  private async listenSomewhere(): Promise<number> {
    let failure: unknown;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      // A full block is left for good.
      const [first, ports] = attempt < ATTEMPTS / 2 ? [ownBlock(), BLOCK] : [FIRST_PORT, PORTS];
      const port = first + Math.floor(Math.random() * ports);
      if (takenHere.has(port)) {
        continue;
      }
      try {
        await this.listener.listen(this.host, port);
        takenHere.add(port);
        return port;
      } catch (error) {
        failure = error;
      }
    }
    throw failure instanceof Error ? failure : new Error('no free port');
  }
}
