/**
 * A process that collects from a demo cluster into a history folder until it is killed. It writes
 * a line for every announced round (`round {"at":…}`) and one for every other thing it does.
 * Bundled by the test that starts it; its one argument is a `CollectorOptions` as JSON.
 */
import * as fs from 'node:fs';
import { LocalApi } from '../../../../src/extension/api/localApi';
import type { Clock } from '../../../../src/extension/collect/clock';
import { nodeFileSystem } from '../../../../src/extension/store/fileSystem';
import { HistoryEngine } from '../../../../src/extension/store/historyEngine';
import type { Migration } from '../../../../src/extension/store/migrations';
import { loadSql } from '../../../../src/extension/store/sqlDatabase';
import type { ClusterProfile } from '../../../../src/shared/clusterProfile';
import { MemoryRegistry } from './memoryRegistry';

export type CollectorOptions = {
  readonly folder: string;
  readonly wasmFile: string;
  readonly migrations: readonly Migration[];
  readonly profile: ClusterProfile;
  readonly password: string;
  /** Where its clock begins, and how fast it runs. */
  readonly start: number;
  readonly scale: number;
};

/** Written before anything else happens: a killed process has said what it said. */
const say = (line: string): void => {
  fs.writeSync(1, `${line}\n`);
};

async function main(options: CollectorOptions): Promise<void> {
  const begun = performance.now();
  const mono = (): number => (performance.now() - begun) * options.scale;
  const clock: Clock = {
    scale: options.scale,
    now: () => Math.floor(options.start + mono()),
    mono,
    after: (ms, f) => {
      const timer = setTimeout(f, Math.max(0, ms / options.scale));
      return () => {
        clearTimeout(timer);
      };
    },
  };
  const store = new HistoryEngine(options.folder, {
    fs: nodeFileSystem,
    sql: await loadSql(options.wasmFile),
    migrations: options.migrations,
    isOwner: () => Promise.resolve(true),
    now: () => clock.now(),
    notice: (message) => {
      say(`notice ${message}`);
    },
  });
  const registry = new MemoryRegistry();
  registry.put(options.profile, options.password);
  const log = (message: string): void => {
    say(`log ${message}`);
  };
  const api = new LocalApi({
    registry,
    store,
    log: { debug: log, info: log, warn: log, error: log },
    version: '0.0.0-test',
    clock,
  });
  api.onDidCollect(({ at, saved }) => {
    say(`round ${JSON.stringify({ at, saved })}`);
  });
}

void main(JSON.parse(process.argv[2] ?? '') as CollectorOptions);
