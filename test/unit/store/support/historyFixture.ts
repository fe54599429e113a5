import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import type { HistoryEnvironment } from '../../../../src/extension/store/clusterHistory';
import type { FileSystem } from '../../../../src/extension/store/fileSystem';
import { nodeFileSystem } from '../../../../src/extension/store/fileSystem';
import { HistoryEngine } from '../../../../src/extension/store/historyEngine';
import type { Snapshot } from '../../../../src/extension/store/historyStore';
import type { Migration } from '../../../../src/extension/store/migrations';
import { loadSql } from '../../../../src/extension/store/sqlDatabase';
import type { Sql } from '../../../../src/extension/store/sqlDatabase';
import type { EpochMs } from '../../../../src/shared/time';

export const root = path.resolve(__dirname, '../../../..');
export const wasmFile = path.join(root, 'node_modules/sql.js/dist/sql-wasm.wasm');
export const clusterId = '0f8fad5b-d9cb-469f-a165-70867728950e';

/** A multiple of 5 minutes, in November 2026. */
export const start: EpochMs = 1_795_000_200_000;

/** All of the product, in the order of their names. */
export const migrations: readonly Migration[] = fs
  .readdirSync(path.join(root, 'migrations'))
  .sort()
  .map((file, index) => ({
    version: index + 1,
    name: path.basename(file, '.sql').slice('0000_'.length),
    sql: fs.readFileSync(path.join(root, 'migrations', file), 'utf8'),
  }));

let sql: Promise<Sql> | undefined;

export function sqlForTests(): Promise<Sql> {
  return (sql ??= loadSql(wasmFile));
}

export type TestHistory = {
  readonly folder: string;
  readonly notices: string[];
  /** The engine's clock. */
  now: EpochMs;
  isOwner: boolean;
  fs: FileSystem;
  /** Memory of the engines to come; the product's when undefined. */
  budgetBytes: number | undefined;
  /** Told each file that is read whole. */
  onRead: (file: string) => void;
  migrations: readonly Migration[];
  engine: HistoryEngine;
  /** A new engine over the same files, as after a restart. */
  reopen(): Promise<HistoryEngine>;
  files(): readonly string[];
  path(name: string): string;
};

/** An engine over real files in a folder of its own, removed by `dispose`. */
export async function testHistory(): Promise<TestHistory & { dispose(): Promise<void> }> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'history-test-'));
  const loaded = await sqlForTests();
  const create = () => {
    const environment: HistoryEnvironment = {
      get fs() {
        return {
          ...test.fs,
          readFile: (file: string) => {
            test.onRead(file);
            return test.fs.readFile(file);
          },
        };
      },
      get migrations() {
        return test.migrations;
      },
      sql: loaded,
      isOwner: () => Promise.resolve(test.isOwner),
      now: () => test.now,
      notice: (message) => test.notices.push(message),
    };
    return new HistoryEngine(folder, environment, test.budgetBytes);
  };
  const test: TestHistory & { dispose(): Promise<void> } = {
    folder,
    notices: [],
    now: start,
    isOwner: true,
    fs: nodeFileSystem,
    budgetBytes: undefined,
    onRead: () => undefined,
    migrations,
    // Replaced two lines below; the environment reads `test` only when it is used.
    engine: undefined as unknown as HistoryEngine,
    reopen: async () => {
      await test.engine.close();
      test.engine = create();
      return test.engine;
    },
    files: () => fs.readdirSync(path.join(folder, clusterId)).sort(),
    path: (name) => path.join(folder, clusterId, name),
    dispose: async () => {
      await test.engine.close();
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
  test.engine = create();
  return test;
}

export function aSnapshot(at: EpochMs, parts: Partial<Snapshot> = {}): Snapshot {
  return { at, values: {}, state: {}, nodes: {}, problems: [], events: [], ...parts };
}
