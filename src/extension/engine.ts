import type { Socket } from 'node:net';
import type { ApiClient } from './api/apiClient';
import type { ApiServer } from './api/apiServer';
import type { LocalApi } from './api/localApi';
import type { SwitchingApi } from './api/switchingApi';
import { WindowLeadership } from './api/windowLeadership';
import type { ClusterId } from '../shared/ids';
import type { ClusterRegistry } from './clusters/clusterRegistry';
import type { Clock } from './collect/clock';
import type { Log } from './log';
import { messageOf } from '../shared/messageOf';
import type { HistoryStore, ImportLine } from './store/historyStore';

export type EngineDeps = {
  readonly registry: ClusterRegistry;
  readonly facade: SwitchingApi;
  /** The folder of the history, shared by all windows. */
  readonly folder: string;
  /** Called each time this window begins to lead, with the nonce of its `owner.json`. */
  readonly openStore: (nonce: string) => HistoryStore;
  readonly log: Log;
  readonly version: string;
  readonly clock: Clock;
};

type Lead = { readonly store: HistoryStore; readonly api: LocalApi; readonly server: ApiServer };

/**
 * What runs behind the API, and only while there is a cluster: the contest for the lead; then either
 * collector, history and server for other windows, or the client of the window that leads. Their code
 * is loaded then, not at activation.
 */
export class Engine {
  private readonly deps: EngineDeps;
  private readonly subscription: { dispose(): void };
  private holds = 0;
  private isClosed = false;
  private leadership: WindowLeadership | undefined;
  private lead: Lead | undefined;
  private client: ApiClient | undefined;
  /** Starting, stopping and changes of role follow each other. */
  private work: Promise<void> = Promise.resolve();

  constructor(deps: EngineDeps) {
    this.deps = deps;
    this.subscription = deps.registry.onDidChange(({ kind }) => {
      if (kind === 'profiles') {
        this.match();
        if (this.lead === undefined) {
          deps.facade.announceClusters();
        }
      }
    });
    deps.facade.connect(this);
    this.match();
  }

  /** Whether there is a cluster to look after, or something under way that needs one. */
  isWanted(): boolean {
    return !this.isClosed && (this.holds > 0 || this.deps.registry.list().length > 0);
  }

  /** Whether this window collects. */
  isLeading(): boolean {
    return this.lead !== undefined;
  }

  /** Runs without a cluster too, until the returned function is called. */
  hold(): () => void {
    this.holds += 1;
    this.match();
    let isHeld = true;
    return () => {
      if (isHeld) {
        isHeld = false;
        this.holds -= 1;
        this.match();
      }
    };
  }

  /** Imports into the history; rejects in a window that follows another. */
  async importLines(id: ClusterId, lines: readonly ImportLine[]): Promise<number> {
    // The lead may just be on its way: listing waits for it.
    await this.deps.facade.listClusters();
    if (this.lead === undefined) {
      throw new Error('Only the window that collects can import history.');
    }
    return this.lead.store.importLines(id, lines);
  }

  /** Ends everything; leaves no lock and no socket. */
  async close(): Promise<void> {
    this.isClosed = true;
    this.subscription.dispose();
    this.match();
    await this.work;
  }

  private match(): void {
    this.enqueue(async () => {
      if (this.isWanted() && this.leadership === undefined) {
        this.open();
      } else if (!this.isWanted() && this.leadership !== undefined) {
        await this.shut(this.leadership);
      }
    });
  }

  private open(): void {
    const { folder, log } = this.deps;
    const leadership = new WindowLeadership({ folder, log });
    this.leadership = leadership;
    leadership.onDidBecomeLeader(({ nonce }) => {
      this.enqueue(() => this.beginLead(leadership, nonce));
    });
    leadership.onDidLoseLead(() => {
      this.enqueue(() => this.endLead());
    });
    leadership.onDidBecomeFollower((socket) => {
      this.enqueue(() => this.follow(leadership, socket));
    });
    leadership.onDidChangeState((state) => {
      const why = 'message' in state ? `: ${state.message}` : '';
      log.info(`This window is now ${state.role}${why}.`);
    });
    leadership.start();
  }

  private async shut(leadership: WindowLeadership): Promise<void> {
    this.leadership = undefined;
    this.deps.facade.use(undefined);
    this.client?.dispose();
    this.client = undefined;
    await this.endLead();
    await leadership.close();
  }

  private async beginLead(leadership: WindowLeadership, nonce: string): Promise<void> {
    const state = leadership.state;
    if (leadership !== this.leadership || state.role !== 'leader' || state.nonce !== nonce) {
      return;
    }
    await this.endLead();
    const [{ LocalApi }, { ApiServer }] = await Promise.all([
      import('./api/localApi'),
      import('./api/apiServer'),
    ]);
    if (leadership !== this.leadership || leadership.state.role !== 'leader') {
      return;
    }
    const { registry, log, version, clock, facade } = this.deps;
    const store = this.deps.openStore(nonce);
    const api = new LocalApi({ registry, store, log, version, clock });
    const server = new ApiServer({ api, log });
    leadership.serve((socket) => {
      server.serve(socket);
    });
    this.lead = { store, api, server };
    facade.use(api);
  }

  private async endLead(): Promise<void> {
    const lead = this.lead;
    if (lead === undefined) {
      return;
    }
    this.lead = undefined;
    this.deps.facade.use(undefined);
    lead.server.dispose();
    lead.api.dispose();
    try {
      await lead.store.close();
    } catch (error) {
      this.deps.log.warn(`The history did not close cleanly: ${messageOf(error)}`);
    }
  }

  private async follow(leadership: WindowLeadership, socket: Socket): Promise<void> {
    // The socket is paused until the client reads it.
    const { ApiClient } = await import('./api/apiClient');
    if (leadership !== this.leadership || socket.destroyed) {
      return;
    }
    const client = new ApiClient(socket, this.deps.log);
    this.client?.dispose();
    this.client = client;
    socket.once('close', () => {
      if (this.client === client) {
        this.client = undefined;
        this.deps.facade.use(undefined);
      }
    });
    this.deps.facade.use(client);
  }

  private enqueue(work: () => Promise<void>): void {
    this.work = this.work.then(work).catch((error: unknown) => {
      this.deps.log.error(`The engine failed: ${messageOf(error)}`);
    });
  }
}
