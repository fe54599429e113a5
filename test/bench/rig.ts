/**
 * The product's API over a demo cluster in another process, with a real history on disk. Both clocks
 * are driven by hand and in step: a round of 30 s takes only as long as its work.
 */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import type { Situation } from '../../src/demo/state/situation';
import type { Scenario } from '../../src/demo/truth';
import { LocalApi } from '../../src/extension/api/localApi';
import { nodeFileSystem } from '../../src/extension/store/fileSystem';
import { HistoryEngine } from '../../src/extension/store/historyEngine';
import type { ClusterProfile } from '../../src/shared/clusterProfile';
import type { ClusterId } from '../../src/shared/ids';
import { secondMs, type EpochMs } from '../../src/shared/time';
import { ManualClock } from '../unit/collect/support/manualClock';
import { MemoryRegistry } from '../unit/oracle/support/memoryRegistry';
import { migrations, sqlForTests } from '../unit/store/support/historyFixture';
import { profileFor, quietLog, startDemo, type DemoProcess } from './demoProcess';
import { finePast } from './demoPast';

/** On the grid, on a weekday morning in the demo cluster's zone. */
export const benchBegin: EpochMs = Date.UTC(2026, 2, 3, 2, 0, 0);
export const roundMs = 30 * secondMs;

export type RigOptions = {
  readonly scenario?: Scenario;
  readonly situation?: Situation;
  readonly http?: ClusterProfile['http']['mode'];
  /** As a panel that is open. */
  readonly visible?: boolean;
  /** Hours of the demo's past to import. */
  readonly pastHours?: number;
  /** So many times the same demo cluster; 1 when left out. */
  readonly clusters?: number;
};

export class Rig {
  readonly api: LocalApi;
  readonly clock: ManualClock;
  readonly ids: readonly ClusterId[];
  readonly #demo: DemoProcess;
  readonly #engine: HistoryEngine;
  readonly #folder: string;

  private constructor(parts: {
    readonly api: LocalApi;
    readonly clock: ManualClock;
    readonly ids: readonly ClusterId[];
    readonly demo: DemoProcess;
    readonly engine: HistoryEngine;
    readonly folder: string;
  }) {
    this.api = parts.api;
    this.clock = parts.clock;
    this.ids = parts.ids;
    this.#demo = parts.demo;
    this.#engine = parts.engine;
    this.#folder = parts.folder;
  }

  /** Ends when the first round, which asks everything, is stored. */
  static async start(options: RigOptions = {}): Promise<Rig> {
    const demo = await startDemo({
      manualClock: true,
      now: benchBegin,
      ...(options.scenario === undefined ? {} : { scenario: options.scenario }),
      ...(options.situation === undefined ? {} : { situation: options.situation }),
    });
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-'));
    const clock = new ManualClock(benchBegin);
    const engine = new HistoryEngine(folder, {
      fs: nodeFileSystem,
      sql: await sqlForTests(),
      migrations,
      isOwner: () => Promise.resolve(true),
      now: () => clock.now(),
      notice: (message) => {
        throw new Error(message);
      },
    });
    const registry = new MemoryRegistry();
    const ids = Array.from({ length: options.clusters ?? 1 }, (_, index) => {
      const id = `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
      const { profile, secret } = profileFor(demo, id, options.http);
      registry.put(profile, secret);
      return id;
    });
    if (options.pastHours !== undefined) {
      const lines = finePast(await demo.control.past(options.pastHours), benchBegin);
      for (const id of ids) {
        await engine.importLines(id, lines);
      }
    }
    const api = new LocalApi({ registry, store: engine, log: quietLog, version: 'bench', clock });
    const rig = new Rig({ api, clock, ids, demo, engine, folder });
    const collected = rig.#collected();
    for (const id of ids) {
      await api.setVisible(id, 'bench', options.visible === true);
    }
    await collected;
    return rig;
  }

  get demo(): DemoProcess {
    return this.#demo;
  }

  /** One round of every cluster; ends when all are stored. */
  async round(): Promise<void> {
    await this.#demo.control.advance(roundMs);
    const collected = this.#collected();
    await this.clock.advance(roundMs);
    await collected;
  }

  async rounds(count: number): Promise<void> {
    for (let index = 0; index < count; index += 1) {
      await this.round();
    }
  }

  async stop(): Promise<void> {
    this.api.dispose();
    await this.#engine.close();
    await this.#demo.stop();
    fs.rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Resolves when each cluster has announced one round. */
  #collected(): Promise<void> {
    const waiting = new Set(this.ids);
    return new Promise((resolve) => {
      const subscription = this.api.onDidCollect(({ id }) => {
        waiting.delete(id);
        if (waiting.size === 0) {
          subscription.dispose();
          resolve();
        }
      });
    });
  }
}
