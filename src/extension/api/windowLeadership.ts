import * as fs from 'node:fs/promises';
import * as net from 'node:net';
import * as path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { messageOf } from '../../shared/messageOf';
import type { ApiEvent } from '../../shared/api';
import { secondMs } from '../../shared/time';
import { Emitter } from '../emitter';
import type { Log } from '../log';
import { acquireOwner, beatEveryMs, errorCode, readOwner, thisProcess } from '../store/owner';
import type { Owner, OwnerSelf } from '../store/owner';
import { connectTo, listenAt, readHello, sayHello, socketInode, socketPath } from './windowSocket';

/** Rises when a window of this version cannot talk to one of the version before. */
export const windowProtocol = 1;

/** How often a leader looks whether `owner.json` and its socket are still its own. */
const guardEveryMs = 5 * secondMs;

/** A leader that accepts but says nothing for so long is frozen. */
const helloWaitMs = 2 * secondMs;

export type LeadershipState =
  /** `message` says why it takes long, fit for a person. */
  | { readonly role: 'searching'; readonly message?: string }
  | { readonly role: 'leader'; readonly nonce: string }
  | { readonly role: 'follower' }
  | { readonly role: 'closed' };

export type LeadershipOptions = {
  /** The folder of the history, shared by all windows; created when missing. */
  readonly folder: string;
  readonly log: Log;
  readonly protocol?: number;
  readonly self?: OwnerSelf;
  readonly guardEveryMs?: number;
};

type Lead = {
  readonly owner: Owner;
  readonly path: string;
  server: net.Server;
  inode: number | null;
  readonly followers: Set<net.Socket>;
  readonly guard: NodeJS.Timeout;
};

/**
 * Decides which window collects and owns the history, and which follow it over the local socket.
 * A follower whose leader ends competes again at once; who loses `owner.json` steps down.
 *
 * Who leads must close its store before it closes the leadership.
 */
export class WindowLeadership {
  readonly onDidBecomeLeader: ApiEvent<{ readonly nonce: string }>;
  /** The socket is paused: the listener attaches a reader at once. It is replaced after a takeover. */
  readonly onDidBecomeFollower: ApiEvent<net.Socket>;
  /** Another window owns the history now: stop collecting, close store and server. */
  readonly onDidLoseLead: ApiEvent<void>;
  readonly onDidChangeState: ApiEvent<LeadershipState>;

  private readonly becameLeader: Emitter<{ readonly nonce: string }>;
  private readonly becameFollower: Emitter<net.Socket>;
  private readonly lostLead: Emitter<void>;
  private readonly changedState: Emitter<LeadershipState>;
  private readonly folder: string;
  private readonly log: Log;
  private readonly protocol: number;
  private readonly self: OwnerSelf;
  private readonly guardEveryMs: number;
  private readonly stop = new AbortController();
  private current: LeadershipState = { role: 'searching' };
  private running: Promise<void> | undefined;
  private handler: ((socket: net.Socket) => void) | undefined;
  /** Followers that joined before `serve` was called. */
  private waiting: net.Socket[] = [];

  constructor(options: LeadershipOptions) {
    this.folder = options.folder;
    this.log = options.log;
    this.protocol = options.protocol ?? windowProtocol;
    this.self = options.self ?? thisProcess;
    this.guardEveryMs = options.guardEveryMs ?? guardEveryMs;
    this.becameLeader = new Emitter(this.log);
    this.becameFollower = new Emitter(this.log);
    this.lostLead = new Emitter(this.log);
    this.changedState = new Emitter(this.log);
    this.onDidBecomeLeader = this.becameLeader.event;
    this.onDidBecomeFollower = this.becameFollower.event;
    this.onDidLoseLead = this.lostLead.event;
    this.onDidChangeState = this.changedState.event;
  }

  get state(): LeadershipState {
    return this.current;
  }

  /** Begins to compete; subscribe to the events before. */
  start(): void {
    this.running ??= this.run();
  }

  /** Who leads hands each follower's socket (paused, after the hello) to `handler`. */
  serve(handler: (socket: net.Socket) => void): void {
    this.handler = handler;
    for (const socket of this.waiting.splice(0)) {
      handler(socket);
    }
  }

  /** Leaves no socket file and no `owner.json` of ours. */
  async close(): Promise<void> {
    this.stop.abort();
    await this.running;
    this.enter({ role: 'closed' });
  }

  private async run(): Promise<void> {
    while (!this.stop.signal.aborted) {
      try {
        await this.compete();
      } catch (error) {
        const message = messageOf(error);
        this.log.error(`Cannot settle which window collects: ${message}`);
        this.enter({ role: 'searching', message });
        await this.pause(secondMs);
      }
    }
  }

  /** One attempt: follow who answers, else lead if nobody owns the history, else wait a little. */
  private async compete(): Promise<void> {
    await fs.mkdir(this.folder, { recursive: true });
    const file = await socketPath(this.folder);
    const socket = await connectTo(file);
    if (socket !== null) {
      await this.follow(socket);
      return;
    }
    const acquired = await acquireOwner(this.folder, this.self);
    if (acquired.kind === 'owned') {
      await this.lead(acquired.owner, file);
      return;
    }
    this.enter(
      acquired.by === null
        ? { role: 'searching' }
        : {
            role: 'searching',
            message: `Process ${acquired.by.pid} on ${acquired.by.host} owns the history, but its window cannot be reached.`,
          },
    );
    // Several windows that lost the same leader do not try in step.
    await this.pause(20 + Math.random() * 100);
  }

  private async follow(socket: net.Socket): Promise<void> {
    const closed = new Promise<void>((resolve) =>
      socket.once('close', () => {
        resolve();
      }),
    );
    const end = () => socket.destroy();
    this.stop.signal.addEventListener('abort', end);
    try {
      const { record } = await readOwner(this.folder);
      sayHello(socket, { protocol: this.protocol, nonce: record === null ? '' : record.nonce });
      const hello = await readHello(socket, helloWaitMs);
      if (hello?.protocol !== this.protocol || hello.nonce !== record?.nonce) {
        socket.destroy();
        await this.explainRefusal(hello?.protocol);
        return;
      }
      this.enter({ role: 'follower' });
      this.becameFollower.fire(socket);
      await closed;
    } finally {
      this.stop.signal.removeEventListener('abort', end);
      socket.destroy();
    }
  }

  private async explainRefusal(protocol: number | undefined): Promise<void> {
    if (this.stop.signal.aborted) {
      return;
    }
    if (protocol === undefined || protocol === this.protocol) {
      // It is starting or ending, or it is frozen; a frozen window may wake, so it keeps the lead.
      this.enter({ role: 'searching', message: 'The window that collects does not answer.' });
      await this.pause(100);
    } else {
      this.enter({
        role: 'searching',
        message: 'Another window runs another version of this extension. Reload both windows.',
      });
      await this.pause(5 * secondMs);
    }
  }

  private async lead(owner: Owner, file: string): Promise<void> {
    const ended = new AbortController();
    const end = () => {
      ended.abort();
    };
    this.stop.signal.addEventListener('abort', end);
    const followers = new Set<net.Socket>();
    let lead: Lead | undefined;
    try {
      const server = this.createServer(owner.nonce, followers);
      await listenAt(server, file);
      const guard = setInterval(() => {
        if (lead !== undefined) {
          this.guardLead(lead, end);
        }
      }, this.guardEveryMs);
      lead = { owner, path: file, server, inode: await socketInode(file), followers, guard };
      this.enter({ role: 'leader', nonce: owner.nonce });
      this.becameLeader.fire({ nonce: owner.nonce });
      await whenAborted(ended.signal);
    } finally {
      this.stop.signal.removeEventListener('abort', end);
      await this.leave(owner, lead, followers);
    }
  }

  private async leave(
    owner: Owner,
    lead: Lead | undefined,
    followers: Set<net.Socket>,
  ): Promise<void> {
    const wasLeading = lead !== undefined;
    if (lead !== undefined) {
      clearInterval(lead.guard);
      lead.server.close();
      if ((await socketInode(lead.path)) === lead.inode && process.platform !== 'win32') {
        await fs.rm(lead.path, { force: true });
        await fs.rmdir(path.dirname(lead.path)).catch(() => undefined);
      }
    }
    // Released before the followers notice, so that the first of them can lead at once.
    await owner.release();
    for (const socket of [...followers, ...this.waiting.splice(0)]) {
      socket.destroy();
    }
    this.handler = undefined;
    if (wasLeading && !this.stop.signal.aborted) {
      this.lostLead.fire();
    }
  }

  private createServer(nonce: string, followers: Set<net.Socket>): net.Server {
    return net.createServer((socket) => {
      followers.add(socket);
      socket.on('error', (error) => {
        this.log.debug(`A following window's connection failed: ${error.message}`);
      });
      socket.on('close', () => followers.delete(socket));
      void this.welcome(socket, nonce);
    });
  }

  private async welcome(socket: net.Socket, nonce: string): Promise<void> {
    const hello = await readHello(socket, helloWaitMs);
    if (hello?.nonce !== nonce) {
      socket.destroy();
      return;
    }
    sayHello(socket, { protocol: this.protocol, nonce });
    if (hello.protocol !== this.protocol) {
      socket.end();
      return;
    }
    if (this.handler === undefined) {
      this.waiting.push(socket);
    } else {
      this.handler(socket);
    }
  }

  private guardLead(lead: Lead, end: () => void): void {
    this.checkLead(lead, end).catch((error: unknown) => {
      this.log.warn(`Cannot check the ownership of the history: ${String(error)}`);
    });
  }

  private async checkLead(lead: Lead, end: () => void): Promise<void> {
    const { record } = await readOwner(this.folder);
    if (record?.nonce !== lead.owner.nonce) {
      this.log.warn('Another window owns the history now; this one stops collecting.');
      end();
      return;
    }
    if (Math.abs(this.self.now() - record.at) >= beatEveryMs) {
      await lead.owner.beat();
    }
    const inode = await socketInode(lead.path);
    if (inode !== lead.inode) {
      this.log.warn('The local socket was removed; it is made anew.');
      const server = this.createServer(lead.owner.nonce, lead.followers);
      await listenAt(server, lead.path);
      lead.server.close();
      lead.server = server;
      lead.inode = await socketInode(lead.path);
    }
  }

  private enter(state: LeadershipState): void {
    if (JSON.stringify(state) !== JSON.stringify(this.current)) {
      this.current = state;
      this.changedState.fire(state);
    }
  }

  private async pause(ms: number): Promise<void> {
    try {
      await delay(ms, undefined, { signal: this.stop.signal });
    } catch (error) {
      if (errorCode(error) !== 'ABORT_ERR') {
        throw error;
      }
    }
  }
}

function whenAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
    } else {
      signal.addEventListener(
        'abort',
        () => {
          resolve();
        },
        { once: true },
      );
    }
  });
}
