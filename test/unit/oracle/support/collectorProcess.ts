/**
 * A process that collects from a demo cluster into a history folder until it is killed. It writes
 * a line for every announced round (`round {"at":…}`), for every finished import (`imported 40`), for
 * what it is about to do to its files (`phase checkpoint`), and one for every other thing it does.
 * Checkpoints are due after every few rounds, so that a kill can fall into one.
 * Bundled by the test that starts it; its one argument is a `CollectorOptions` as JSON.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { LocalApi } from '../../../../src/extension/api/localApi';
import type { Clock } from '../../../../src/extension/collect/clock';
import type { FileSystem } from '../../../../src/extension/store/fileSystem';
import { nodeFileSystem } from '../../../../src/extension/store/fileSystem';
import { HistoryEngine } from '../../../../src/extension/store/historyEngine';
import { checkpointDraft } from '../../../../src/extension/store/historyFolder';
import type { ImportLine } from '../../../../src/extension/store/historyStore';
import type { Migration } from '../../../../src/extension/store/migrations';
import { loadSql } from '../../../../src/extension/store/sqlDatabase';
import type { ClusterProfile } from '../../../../src/shared/clusterProfile';
import { hourMs } from '../../../../src/shared/time';
import { MemoryRegistry } from './memoryRegistry';

export type CollectorOptions = {
  readonly folder: string;
  readonly wasmFile: string;
  readonly migrations: readonly Migration[];
  readonly profile: ClusterProfile;
  readonly password: string;
  /** Lines for the past of the cluster, imported while it collects. */
  readonly past: readonly ImportLine[];
  /** Where its clock begins, and how fast it runs. */
  readonly start: number;
  readonly scale: number;
};

/** Written before anything else happens: a killed process has said what it said. */
const say = (line: string): void => {
  fs.writeSync(1, `${line}\n`);
};

/** So old is every checkpoint after a round: the next one is due. */
const checkpointAfterMs = 25 * hourMs;

/** Tells what is about to happen. Checkpoints look old: the clock of this process is not the disk's. */
const tellingFileSystem: FileSystem = {
  ...nodeFileSystem,
  open: (file, mode) => {
    say(phaseOf(path.basename(file)));
    return nodeFileSystem.open(file, mode);
  },
  stat: async (file) => ({ size: (await nodeFileSystem.stat(file)).size, mtimeMs: 0 }),
  rename: (from, to) => {
    say('phase rename');
    return nodeFileSystem.rename(from, to);
  },
  remove: (target) => {
    say('phase clear');
    return nodeFileSystem.remove(target);
  },
};

function phaseOf(opened: string): string {
  if (opened.startsWith('backup-')) {
    return 'phase migration';
  }
  // Retention runs between the new journal and the draft of the checkpoint.
  return opened === checkpointDraft ? 'phase checkpoint' : 'phase retention';
}

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
  let collected = 0;
  const store = new HistoryEngine(options.folder, {
    fs: tellingFileSystem,
    sql: await loadSql(options.wasmFile),
    migrations: options.migrations,
    isOwner: () => Promise.resolve(true),
    now: () => clock.now() + collected * checkpointAfterMs,
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
    collected += 1;
    say(`round ${JSON.stringify({ at, saved })}`);
    if (collected === 1) {
      say('phase import');
      void store.importLines(options.profile.id, options.past).then((count) => {
        say(`imported ${count}`);
      });
    }
  });
}

void main(JSON.parse(process.argv[2] ?? '') as CollectorOptions);
