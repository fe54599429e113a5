import * as assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import * as readline from 'node:readline';
import * as esbuild from 'esbuild';
import type { DemoCluster } from '../../../src/demo/demoCluster';
import { startDemoCluster } from '../../../src/demo/demoCluster';
import { nodeFileSystem } from '../../../src/extension/store/fileSystem';
import { HistoryEngine } from '../../../src/extension/store/historyEngine';
import type { Snapshot } from '../../../src/extension/store/historyStore';
import type { ClusterProfile } from '../../../src/shared/clusterProfile';
import { migrations, root, sqlForTests, wasmFile } from '../store/support/historyFixture';
import type { CollectorOptions } from './support/collectorProcess';

const clusterId = '3a1f0c52-6b7d-4e8f-9a0b-c1d2e3f40516';
const kills = 20;
const begin = Date.UTC(2026, 2, 3, 2, 0, 0);

describe('a collector that is killed in the middle of its work', function () {
  this.timeout(120_000);
  let demo: DemoCluster;
  let folder: string;
  let program: string;

  before(async () => {
    demo = await startDemoCluster({ manualClock: true, now: begin });
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kill-'));
    program = path.join(folder, 'collector.cjs');
    await bundle(program);
  });

  after(async () => {
    await demo.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  it(`loses no announced round in ${kills} kills, and keeps none twice`, async () => {
    const history = path.join(folder, 'history');
    const announced: number[] = [];
    let start = begin;
    for (let kill = 0; kill < kills; kill += 1) {
      // Two rounds are safe; then it dies at another place of the next one each time.
      announced.push(
        ...(await collectAndKill(program, { history, start, linesInto: (kill * 7) % 19 })),
      );
      const kept = await snapshots(history);
      const times = kept.map(({ at }) => at);

      assert.deepEqual(
        announced.filter((at) => !times.includes(at)),
        [],
        `rounds lost by kill ${kill + 1}`,
      );
      assert.equal(new Set(times).size, times.length, 'a round was kept twice');
      start = Math.max(...times) + 60_000;
    }
    assert.ok(announced.length >= 2 * kills, `${announced.length} rounds were announced`);
  });

  async function collectAndKill(
    file: string,
    how: { readonly history: string; readonly start: number; readonly linesInto: number },
  ): Promise<readonly number[]> {
    const options: CollectorOptions = {
      folder: how.history,
      wasmFile,
      migrations,
      profile: profileOf(demo),
      password: demo.info.users.find(({ name }) => name === 'monitor')?.password ?? '',
      start: how.start,
      scale: 120,
    };
    const child = spawn(process.execPath, [file, JSON.stringify(options)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exited = once(child, 'exit');
    const rounds: number[] = [];
    const unsaved: number[] = [];
    let linesLeft = how.linesInto;
    for await (const line of readline.createInterface({ input: child.stdout })) {
      if (line.startsWith('round ')) {
        const report = JSON.parse(line.slice('round '.length)) as { at: number; saved: boolean };
        (report.saved ? rounds : unsaved).push(report.at);
      }
      if (rounds.length >= 2) {
        linesLeft -= 1;
      }
      if (linesLeft < 0 || unsaved.length > 0) {
        child.kill('SIGKILL');
      }
    }
    await exited;
    assert.deepEqual(unsaved, [], 'rounds that were not saved');
    return rounds;
  }

  async function snapshots(history: string): Promise<readonly Snapshot[]> {
    const engine = new HistoryEngine(history, {
      fs: nodeFileSystem,
      sql: await sqlForTests(),
      migrations,
      isOwner: () => Promise.resolve(true),
      now: () => begin,
      notice: () => undefined,
    });
    try {
      return await engine.samples(clusterId, begin - 60_000, begin + 24 * 3_600_000);
    } finally {
      await engine.close();
    }
  }
});

function profileOf({ info }: DemoCluster): ClusterProfile {
  return {
    id: clusterId,
    name: 'killed',
    frontends: info.frontends.map(({ host, queryPort }) => ({ host, port: queryPort })),
    user: 'monitor',
    password: 'stored',
    tls: { mode: 'off' },
    http: { mode: 'auto', addressMap: info.addressMap },
    access: 'read-only',
    intervalS: 30,
  };
}

/** A program of its own starts in a fraction of the time the loader of the tests needs. */
async function bundle(outfile: string): Promise<void> {
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: ['test/unit/oracle/support/collectorProcess.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    supported: { 'dynamic-import': false },
    logLevel: 'silent',
    alias: {
      mysql2: path.join(root, 'node_modules/mysql2/index.js'),
      'sql.js': path.join(root, 'node_modules/sql.js/dist/sql-wasm.js'),
    },
  });
}
