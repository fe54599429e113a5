import * as fs from 'node:fs';
import * as path from 'node:path';
import { nodeFileSystem, type FileSystem } from '../../src/extension/store/fileSystem';
import { checkpointDraft } from '../../src/extension/store/historyFolder';
import type { ImportLine, RanSeen, Snapshot } from '../../src/extension/store/historyStore';
import { openDatabase } from '../../src/extension/store/sqlDatabase';
import { performanceTrendSeries } from '../../src/shared/model/trends';
import { clusterSeriesIds, nodeSeries, nodeSeriesIds } from '../../src/shared/series';
import { dayMs, hourMs, minuteMs, secondMs } from '../../src/shared/time';
import {
  aSnapshot,
  clusterId,
  sqlForTests,
  start,
  testHistory,
  type TestHistory,
} from '../unit/store/support/historyFixture';
import type { BenchGroup, BenchRow } from './table';
import { asLoops, collectedMemory, median, quantile, took } from './yardstick';

const roundMs = 30 * secondMs;
const minute5Ms = 5 * minuteMs;
const replayedRounds = 500;
const trendRepeats = 20;
const naiveRepeats = 3;
const nodes = [
  ...[1, 2, 3].map((n) => `fe:10.20.0.${n}:9010`),
  ...[1, 2, 3, 4, 5, 6, 7].map((n) => `cn:10.20.0.1${n}:9050`),
];

/** A cluster of 10 nodes with 30 days of history: 5-minute lines, the last 2 days of them each 30 s. */
async function run(): Promise<readonly BenchRow[]> {
  const rows: BenchRow[] = [];
  const time = (what: string, ms: number, goal?: number, remark?: string) => {
    rows.push({
      what,
      value: ms,
      unit: 'ms',
      ratio: asLoops(ms),
      ...(goal === undefined ? {} : { goal }),
      ...(remark === undefined ? {} : { remark }),
    });
  };
  const test = await testHistory();
  try {
    const fine = line(start, 2 * dayMs, roundMs);
    const coarse = line(start - 2 * dayMs, 28 * dayMs, minute5Ms);
    const lines = [...fine, ...coarse];
    const importMs = await took(() => test.engine.importLines(clusterId, lines));
    time('store: import of 30 d, 10 nodes', importMs, undefined, `${lines.length} lines`);

    const written = new Map<string, number>();
    test.fs = countingFileSystem(written);
    const appends: number[] = [];
    for (let at = start; at < start + dayMs; at += roundMs) {
      test.now = at;
      const snapshot = snapshotAt(at);
      appends.push(await took(() => test.engine.append(clusterId, snapshot)));
      // What the monitor reads after each round: the same time yesterday.
      const yesterday = at - dayMs;
      await test.engine.samples(clusterId, yesterday - minute5Ms, yesterday + minute5Ms);
    }
    test.fs = nodeFileSystem;
    time('store: append, fsynced, p50', median(appends));
    time('store: append, fsynced, p99', quantile(appends, 0.99));

    const sizes = test
      .files()
      .map((name) => ({ name, megabytes: fs.statSync(test.path(name)).size / 1e6 }));
    const checkpoints = sizes.filter(({ name }) => path.extname(name) === '.db');
    const checkpoint = Math.max(...checkpoints.map(({ megabytes }) => megabytes));
    const newest = checkpoints.at(-1)?.name ?? '';
    rows.push(...diskRows(written, checkpoint, (await test.engine.size(clusterId)) / 1e6));

    const naiveMs = await wholeFileMs(test, newest);
    const appendMs = median(appends);
    rows.push({
      what: 'store: append, fsynced, beside exporting the whole file',
      value: appendMs,
      unit: 'ms',
      ratio: { value: appendMs / naiveMs, of: 'whole file each round' },
      remark: `whole file ${naiveMs.toFixed(0)} ms`,
    });
    rows.push(await memoryRow(test));

    const replayFrom = test.now + roundMs;
    for (let index = 0; index < replayedRounds; index += 1) {
      test.now = replayFrom + index * roundMs;
      await test.engine.append(clusterId, snapshotAt(test.now));
    }
    await test.reopen();
    time(
      'store: load after a restart',
      await took(() => test.engine.lastAt(clusterId)),
      undefined,
      `checkpoint and up to ${replayedRounds} journal records`,
    );

    const ranges = [
      ['6 h', 6 * hourMs, undefined],
      ['24 h', dayMs, 10],
      ['7 d', 7 * dayMs, undefined],
      ['30 d', 30 * dayMs, 20],
      ['1 y', 365 * dayMs, 20],
    ] as const;
    for (const [name, range, goal] of ranges) {
      const query = {
        series: performanceTrendSeries.slice(0, 9),
        from: test.now - range,
        to: test.now,
        buckets: 360,
      };
      const times: number[] = [];
      for (let index = 0; index < trendRepeats; index += 1) {
        times.push(await took(() => test.engine.trend(clusterId, query)));
      }
      time(`trend of 9 series, 10 nodes stored, ${name}`, median(times), goal);
    }
    const midnight = Math.floor(test.now / dayMs) * dayMs;
    const bounds = Array.from({ length: 91 }, (_, index) => midnight + (index - 90) * dayMs);
    const days: number[] = [];
    for (let index = 0; index < trendRepeats; index += 1) {
      days.push(await took(() => test.engine.days(clusterId, bounds)));
    }
    time('store: 90 days summed up from hours', median(days), undefined, '30 of them stored');
    const moments: number[] = [];
    for (let index = 0; index < trendRepeats; index += 1) {
      const at = test.now - index * 3 * dayMs;
      moments.push(await took(() => test.engine.snapshotAt(clusterId, at)));
    }
    time('store: a moment of the last 30 d', median(moments));
    return rows;
  } finally {
    await test.dispose();
  }
}

/** The naive way to save a round: export the database, write it, fsync, rename. */
async function wholeFileMs(test: TestHistory, checkpoint: string): Promise<number> {
  const db = openDatabase(await sqlForTests(), fs.readFileSync(test.path(checkpoint)));
  const times: number[] = [];
  try {
    for (let index = 0; index < naiveRepeats; index += 1) {
      times.push(
        await took(async () => {
          const draft = path.join(test.folder, 'naive.tmp');
          const file = await nodeFileSystem.open(draft, 'create');
          await file.write(db.export(), 0);
          await file.sync();
          await file.close();
          await nodeFileSystem.rename(draft, path.join(test.folder, 'naive.db'));
        }),
      );
    }
  } finally {
    db.close();
  }
  return median(times);
}

/** Of an open database: what a look at a cluster costs, and what comes back when it is closed. */
async function memoryRow(test: TestHistory): Promise<BenchRow> {
  await test.engine.close();
  const closed = await collectedMemory();
  await test.reopen();
  await test.engine.lastAt(clusterId);
  const open = await collectedMemory();
  return {
    what: 'store: memory of an open cluster, 10 nodes',
    value: (open.arrayBuffers - closed.arrayBuffers) / 1e6,
    unit: 'MB',
    remark: 'array buffers; the engine runs in the process of the bench',
  };
}

/** What a day of rounds wrote, beside writing the whole database each round. */
function diskRows(
  written: ReadonlyMap<string, number>,
  checkpointMb: number,
  folderMb: number,
): readonly BenchRow[] {
  const of = (extension: string) => (written.get(extension) ?? Number.NaN) / 1e6;
  const journalMb = of('.ndjson');
  const checkpointsMb = of('.db');
  const day = journalMb + checkpointsMb;
  const rounds = dayMs / roundMs;
  return [
    {
      what: 'store: written in a day, 10 nodes',
      value: day,
      unit: 'MB',
      goal: 100,
      ratio: { value: day / (checkpointMb * rounds), of: 'whole file each round' },
      remark: `journal ${journalMb.toFixed(1)} MB (${((1e6 * journalMb) / rounds).toFixed(0)} bytes a round), checkpoints ${checkpointsMb.toFixed(1)} MB`,
    },
    { what: 'store: one checkpoint', value: checkpointMb, unit: 'MB', goal: 20 },
    { what: 'store: whole folder', value: folderMb, unit: 'MB', goal: 55 },
  ];
}

/** The real file system, which adds up the bytes written by file extension. */
function countingFileSystem(written: Map<string, number>): FileSystem {
  const add = (file: string, bytes: number) => {
    // A checkpoint is written as a draft first.
    const kind = file.endsWith(checkpointDraft) ? '.db' : path.extname(file);
    written.set(kind, bytes + (written.get(kind) ?? 0));
  };
  return {
    ...nodeFileSystem,
    open: async (file, mode) => {
      const opened = await nodeFileSystem.open(file, mode);
      return {
        write: async (bytes, position) => {
          await opened.write(bytes, position);
          add(file, bytes.byteLength);
        },
        truncate: (size) => opened.truncate(size),
        sync: () => opened.sync(),
        isLinked: () => opened.isLinked(),
        close: () => opened.close(),
      };
    },
  };
}

/** Values with as many digits as real ones, the same on every run. */
function value(seed: number): number {
  return Math.round(50_000 + 49_000 * Math.sin(seed)) / 1_000;
}

function snapshotAt(at: number): Snapshot {
  const [only] = line(at + roundMs, roundMs, roundMs);
  return aSnapshot(at, { values: only?.values ?? {}, nodes: only?.nodes ?? {}, ran: ranAt(at) });
}

/** Each round a query that began and one that goes on, every other one two loads that ended. */
function ranAt(at: number): readonly RanSeen[] {
  const what = 'select `day`, sum(`amount`) from `sales`.`orders` where `day` >= ? group by `day`';
  const load = { kind: 'load', at, what: 'sales.orders', user: 'etl', ended: at } as const;
  return [
    { kind: 'query', id: `q${at}`, at, what, user: 'report', begun: at - 20 * secondMs },
    { kind: 'query', id: `q${at - roundMs}`, at },
    ...((at / roundMs) % 2 === 0
      ? [1, 2].map((n) => ({ ...load, id: `l${n}-${at}`, begun: at - n * secondMs }))
      : []),
  ];
}

function line(end: number, range: number, step: number): readonly ImportLine[] {
  return Array.from({ length: range / step }, (_, index) => {
    const ts = end - (index + 1) * step;
    return {
      ts,
      values: Object.fromEntries(clusterSeriesIds.map((id, n) => [id, value(ts / 1e6 + n)])),
      nodes: Object.fromEntries(
        nodes.map((node, m) => [
          node,
          Object.fromEntries(
            nodeSeriesIds
              .filter((id) => (nodeSeries[id].scope === 'fe') === node.startsWith('fe:'))
              .map((id, n) => [id, value(ts / 1e6 + n + m)]),
          ),
        ]),
      ),
    };
  });
}

export const history: BenchGroup = { name: 'history', run };
