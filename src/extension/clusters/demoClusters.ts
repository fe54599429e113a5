import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { StarRocksOverviewApi } from '../../shared/api';
import type { NewCluster } from '../../shared/clusterProfile';
import type { ClusterId } from '../../shared/ids';
import type { ImportLine } from '../store/historyStore';
import type { Log } from '../log';
import { messageOf } from '../../shared/messageOf';
import { demoClusterId } from './demoClusterId';

/** What the demo worker says when its clusters answer; the other side is `src/demo/demoWorker.ts`. */
export type DemoClusterInfo = {
  readonly scenario: string;
  readonly name: string;
  readonly frontends: readonly { readonly host: string; readonly queryPort: number }[];
  readonly users: readonly { readonly name: string; readonly password: string }[];
  readonly addressMap: Readonly<Record<string, string>>;
  /** Address of the control port; `GET <control>/past` is the history to import. */
  readonly control: string;
};

/** The most telling first: shared-data in a compaction crisis. */
export const demoScenarios = ['compaction', 'healthy', 'degraded'] as const;

/** The other two are shared-nothing, so that both kinds of cluster can be seen. */
const modes = { healthy: 'shared_nothing', degraded: 'shared_nothing' };

/** The third has none, so that the way without one can be seen. */
const audits = { compaction: 'plugin', healthy: 'builtIn' };

type Deps = {
  readonly api: StarRocksOverviewApi;
  /** Imports into the history; rejects where this window does not own it. */
  readonly importLines: (id: ClusterId, lines: readonly ImportLine[]) => Promise<number>;
  /** Keeps the engine running until the returned function is called. */
  readonly hold: () => () => void;
  readonly log: Log;
  /** Path of `demo-worker.js`. */
  readonly workerFile: string;
  readonly timeScale: number;
  readonly seed: number;
};

type Running = {
  /** Absent when another window runs them. */
  readonly worker?: Worker;
  readonly ids: readonly ClusterId[];
  readonly release: () => void;
};

const pastHours = 168;
const startWithinMs = 30_000;
const linesPerSlice = 200;
/** Tried in this order: one that may see everything, as a real monitor should. */
const preferredUsers = ['monitor', 'root'];

/** Starts and stops the simulator in a worker and adds its clusters for this session. */
export class DemoClusters {
  private readonly deps: Deps;
  private readonly watching: { dispose(): void };
  private starting: Promise<readonly ClusterId[]> | undefined;
  private running: Running | undefined;

  constructor(deps: Deps) {
    this.deps = deps;
    this.watching = deps.api.onDidChangeClusters(() => {
      this.endWhenRemoved().catch((error: unknown) => {
        deps.log.debug(`The demo clusters could not be looked for: ${messageOf(error)}`);
      });
    });
  }

  /** Also while a start is under way: `stop` waits for it. */
  get isRunning(): boolean {
    return this.running !== undefined || this.starting !== undefined;
  }

  /**
   * Ids of the demo clusters, the most telling first. Joins a start that is under way.
   *
   * @param onFirst called as soon as the first one is there, before the past of the others is made
   */
  start(
    scenarios: readonly string[] = demoScenarios,
    onFirst: (id: ClusterId) => void = () => undefined,
  ): Promise<readonly ClusterId[]> {
    this.starting ??= this.startOnce(scenarios, onFirst).finally(() => {
      this.starting = undefined;
    });
    return this.starting;
  }

  async stop(): Promise<void> {
    await this.starting?.catch(() => undefined);
    for (const id of this.running?.ids ?? []) {
      try {
        await this.deps.api.removeCluster(id, { deleteHistory: false });
      } catch (error) {
        this.deps.log.warn(`A demo cluster could not be removed: ${messageOf(error)}`);
      }
    }
    await this.end();
  }

  /** When the window closes: the worker ends with it; the clusters were only in memory. */
  async close(): Promise<void> {
    const running = this.running;
    this.running = undefined;
    this.watching.dispose();
    await running?.worker?.terminate();
  }

  private async startOnce(
    scenarios: readonly string[],
    onFirst: (id: ClusterId) => void,
  ): Promise<readonly ClusterId[]> {
    if (this.running !== undefined) {
      this.running.ids.slice(0, 1).forEach(onFirst);
      return this.running.ids;
    }
    const release = this.deps.hold();
    let worker: Worker | undefined;
    try {
      // Another window may run them already: one history, one set of demo clusters.
      const there = (await this.deps.api.listClusters()).filter(
        ({ profile }) => profile.demo === true,
      );
      if (there.length > 0) {
        this.running = { ids: there.map(({ id }) => id), release };
        this.running.ids.slice(0, 1).forEach(onFirst);
        return this.running.ids;
      }
      const { timeScale, seed } = this.deps;
      worker = new Worker(this.deps.workerFile, {
        workerData: { scenarios, modes, audits, timeScale, seed },
      });
      const infos = await whenReady(worker);
      const ids: ClusterId[] = [];
      for (const info of infos) {
        ids.push(await this.add(info));
        if (ids.length === 1) {
          ids.forEach(onFirst);
        }
      }
      this.running = { worker, ids, release };
      worker.once('exit', (code) => {
        if (this.running?.worker !== undefined) {
          this.deps.log.error(`The demo clusters ended unexpectedly (code ${code}).`);
          void this.stop();
        }
      });
      return ids;
    } catch (error) {
      await worker?.terminate();
      release();
      throw error;
    }
  }

  /** Ends the worker when its clusters were removed, here or in another window. */
  private async endWhenRemoved(): Promise<void> {
    const ids = this.running?.ids;
    if (ids !== undefined) {
      const left = await this.deps.api.listClusters();
      if (!left.some(({ id }) => ids.includes(id))) {
        await this.end();
      }
    }
  }

  private async end(): Promise<void> {
    const running = this.running;
    this.running = undefined;
    if (running?.worker !== undefined) {
      await endWorker(running.worker);
    }
    running?.release();
  }

  /** The past comes first, so that charts and deltas have it from the first round on. */
  private async add(info: DemoClusterInfo): Promise<ClusterId> {
    const { cluster, password } = demoCluster(info);
    try {
      await this.importPast(demoClusterId(info.name), info.control);
    } catch (error) {
      this.deps.log.warn(`The past of "${info.name}" was not imported: ${messageOf(error)}`);
    }
    return this.deps.api.addCluster(cluster, password);
  }

  private async importPast(id: ClusterId, control: string): Promise<void> {
    const response = await fetch(`${control}/past?hours=${pastHours}`);
    if (!response.ok) {
      throw new Error(`The demo cluster answered ${response.status} for its past.`);
    }
    // In one piece: the history takes only what is older than all it has.
    const imported = await this.deps.importLines(id, await parseLines(await response.text()));
    this.deps.log.info(`Imported ${imported} samples of the past into demo cluster ${id}.`);
  }
}

/** The profile of a demo cluster: actions allowed, addresses mapped to where it listens. */
export function demoCluster(info: DemoClusterInfo): {
  readonly cluster: NewCluster;
  readonly password: string;
} {
  const user =
    preferredUsers.map((name) => info.users.find((u) => u.name === name)).find((u) => u) ??
    info.users[0];
  if (user === undefined) {
    throw new Error(`The demo cluster "${info.name}" has no user.`);
  }
  return {
    cluster: {
      name: info.name,
      frontends: info.frontends.map(({ host, queryPort }) => ({ host, port: queryPort })),
      user: user.name,
      password: user.password === '' ? 'none' : 'ask',
      tls: { mode: 'off' },
      http: { mode: 'auto', addressMap: info.addressMap },
      access: 'confirm',
      demo: true,
    },
    password: user.password,
  };
}

function whenReady(worker: Worker): Promise<readonly DemoClusterInfo[]> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => {
      reject(new Error('The demo clusters did not start in time.'));
    }, startWithinMs);
    const failed = (error: Error) => {
      clearTimeout(late);
      reject(error);
    };
    worker.once('error', failed);
    worker.once('exit', (code) => {
      failed(new Error(`The demo clusters ended while they started (code ${code}).`));
    });
    worker.on('message', (message: unknown) => {
      if (isReady(message)) {
        clearTimeout(late);
        worker.removeAllListeners();
        // A failure from now on is followed by `exit`; without a listener it would end the host.
        worker.on('error', () => undefined);
        resolve(message.clusters);
      } else if (isFailed(message)) {
        failed(new Error(message.message));
      }
    });
  });
}

function isFailed(
  message: unknown,
): message is { readonly type: 'failed'; readonly message: string } {
  return (
    typeof message === 'object' &&
    message !== null &&
    'type' in message &&
    message.type === 'failed' &&
    'message' in message &&
    typeof message.message === 'string'
  );
}

function isReady(
  message: unknown,
): message is { readonly type: 'ready'; readonly clusters: readonly DemoClusterInfo[] } {
  return (
    typeof message === 'object' &&
    message !== null &&
    'type' in message &&
    message.type === 'ready' &&
    'clusters' in message &&
    Array.isArray(message.clusters)
  );
}

async function endWorker(worker: Worker): Promise<void> {
  const ended = new Promise((resolve) => worker.once('exit', resolve));
  worker.postMessage('stop');
  const late = new Promise((resolve) => setTimeout(resolve, 1_000).unref());
  await Promise.race([ended, late]);
  await worker.terminate();
}

/** Lines of the import format; parsed in slices, so that the editor stays responsive. */
async function parseLines(text: string): Promise<readonly ImportLine[]> {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const parsed: ImportLine[] = [];
  for (const line of lines) {
    // The simulator and this product are one package; the history checks each value itself.
    parsed.push(JSON.parse(line) as ImportLine);
    if (parsed.length % linesPerSlice === 0) {
      await setImmediate();
    }
  }
  return parsed;
}
