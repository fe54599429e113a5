import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import * as readline from 'node:readline';
import * as esbuild from 'esbuild';
import type { DemoCluster } from '../../../../src/demo/demoCluster';
import { startDemoCluster } from '../../../../src/demo/demoCluster';
import { nodeFileSystem } from '../../../../src/extension/store/fileSystem';
import { HistoryEngine } from '../../../../src/extension/store/historyEngine';
import type { Snapshot } from '../../../../src/extension/store/historyStore';
import type { Migration } from '../../../../src/extension/store/migrations';
import type { ClusterProfile } from '../../../../src/shared/clusterProfile';
import { dayMs, secondMs } from '../../../../src/shared/time';
import { migrations, root, sqlForTests, wasmFile } from '../../store/support/historyFixture';
import type { CollectorOptions } from './collectorProcess';

const clusterId = '3a1f0c52-6b7d-4e8f-9a0b-c1d2e3f40516';
const begin = Date.UTC(2026, 2, 3, 2, 0, 0);
const roundMs = 30 * secondMs;
/** Imported by each life, before what the one before imported; all within what raw values are kept. */
const importedLines = 40;

/** Where a life is ended: a moment after it says so. */
const phases = [
  'checkpoint',
  'retention',
  'rename',
  'clear',
  'import',
  'migration',
  'round',
] as const;
export type Phase = (typeof phases)[number];

export type TortureReport = {
  kills: number;
  /** Kills by what had just begun. */
  readonly within: Partial<Record<Phase, number>>;
  /** Rounds announced as saved, and lines of finished imports. */
  acknowledged: number;
  /** Rounds announced as not saved: nothing was promised. */
  unsaved: number;
  /** Acknowledged and not on disk afterwards. */
  lost: number;
  /** On disk, or announced, twice. */
  doubled: number;
  readonly notices: string[];
};

/** Collects from a demo cluster in a process that is killed, over and over, and counts what is missing. */
export async function torture(kills: number): Promise<TortureReport> {
  const demo = await startDemoCluster({ manualClock: true, now: begin });
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'torture-'));
  const program = path.join(folder, 'collector.cjs');
  const history = path.join(folder, 'history');
  const report: TortureReport = {
    kills: 0,
    within: {},
    acknowledged: 0,
    unsaved: 0,
    lost: 0,
    doubled: 0,
    notices: [],
  };
  try {
    await bundle(program);
    const acknowledged: number[] = [];
    let start = begin;
    for (let life = 0; life < kills; life += 1) {
      const phase = phases[life % phases.length] ?? 'round';
      const past = pastOf(life);
      const options = {
        ...optionsOf(demo, history),
        migrations: [...migrations, ...laterMigrations(life)],
        past,
        start,
      };
      const { rounds, imported, unsaved } = await collectAndKill(program, options, phase);
      acknowledged.push(...rounds, ...(imported === past.length ? past.map(({ ts }) => ts) : []));
      report.kills += 1;
      report.unsaved += unsaved;
      report.within[phase] = (report.within[phase] ?? 0) + 1;

      const kept = await snapshots(history, options.migrations, report.notices);
      const times = new Set(kept.map(({ at }) => at));
      report.lost += acknowledged.filter((at) => !times.has(at)).length;
      report.doubled += kept.length - times.size + acknowledged.length - new Set(acknowledged).size;
      start = Math.max(begin, ...times) + 2 * roundMs;
    }
    report.acknowledged = acknowledged.length;
    return report;
  } finally {
    await demo.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** Each life knows one more format than the one before. */
function laterMigrations(life: number): readonly Migration[] {
  return Array.from({ length: life }, (_, index) => ({
    version: migrations.length + 1 + index,
    name: `torture_${index}`,
    sql: `CREATE TABLE torture_${index} (x INTEGER) STRICT`,
  }));
}

function pastOf(life: number) {
  return Array.from({ length: importedLines }, (_, index) => ({
    ts: begin - (life * importedLines + index + 1) * roundMs,
    values: { 'query.qps': index },
  }));
}

type Life = {
  /** Announced as saved. */
  readonly rounds: readonly number[];
  /** Announced as not saved. */
  readonly unsaved: number;
  readonly imported: number;
};

/** Ends a process at a random moment of the phase; if that does not come, after its sixth round. */
async function collectAndKill(
  program: string,
  options: CollectorOptions,
  phase: Phase,
): Promise<Life> {
  const child = spawn(process.execPath, [program, JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const kill = () => child.kill('SIGKILL');
  const rounds: number[] = [];
  let imported = 0;
  let announced = 0;
  for await (const line of readline.createInterface({ input: child.stdout })) {
    const [word = '', rest = ''] = line.split(/ (.*)/s);
    if (word === 'round') {
      const round = JSON.parse(rest) as { at: number; saved: boolean };
      announced += 1;
      // On a busy machine the history may not answer in time: then nothing was promised.
      if (round.saved) {
        rounds.push(round.at);
      }
    }
    if (word === 'imported') {
      imported = Number(rest);
    }
    // A migration comes before the first round; everything else is awaited until two are safe.
    const isIn = phase === 'round' ? word === 'round' : line === `phase ${phase}`;
    const isEarly = phase === 'migration' || phase === 'import';
    if ((isIn && (isEarly || rounds.length >= 2)) || announced >= 6) {
      setTimeout(kill, Math.random() * 20);
    }
  }
  await exited;
  return { rounds, imported, unsaved: announced - rounds.length };
}

async function snapshots(
  history: string,
  known: readonly Migration[],
  notices: string[],
): Promise<readonly Snapshot[]> {
  const engine = new HistoryEngine(history, {
    fs: nodeFileSystem,
    sql: await sqlForTests(),
    migrations: known,
    isOwner: () => Promise.resolve(false),
    now: () => begin,
    notice: (message) => notices.push(message),
  });
  try {
    return await engine.samples(clusterId, begin - 7 * dayMs, begin + 7 * dayMs);
  } finally {
    await engine.close();
  }
}

function optionsOf(demo: DemoCluster, folder: string) {
  return {
    folder,
    wasmFile,
    profile: profileOf(demo),
    password: demo.info.users.find(({ name }) => name === 'monitor')?.password ?? '',
    scale: 120,
  };
}

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
