import * as fs from 'node:fs';
import * as path from 'node:path';
import { performanceTrendSeries } from '../../src/shared/model/trends';
import { clusterSeriesIds, nodeSeries, nodeSeriesIds } from '../../src/shared/series';
import { dayMs, hourMs, minuteMs, secondMs } from '../../src/shared/time';
import type { ImportLine, Snapshot } from '../../src/extension/store/historyStore';
import { aSnapshot, clusterId, start, testHistory } from '../unit/store/support/historyFixture';

/** One line of `npm run bench`. */
export type BenchRow = {
  readonly what: string;
  readonly value: number;
  readonly unit: 'ms' | 'MB' | 'bytes';
  readonly goal?: number;
  /** The time as multiples of `yardstickMs`, so that machines can be compared. */
  readonly ratio?: number;
};

const roundMs = 30 * secondMs;
const nodes = [
  ...[1, 2, 3].map((n) => `fe:10.20.0.${n}:9010`),
  ...[1, 2, 3, 4, 5, 6, 7].map((n) => `cn:10.20.0.1${n}:9050`),
];

/** A cluster of 10 nodes with 30 days of history: 5-minute lines, the last 2 days of them each 30 s. */
export async function benchHistory(): Promise<readonly BenchRow[]> {
  const rows: BenchRow[] = [];
  const yardstick = yardstickMs();
  const time = (what: string, ms: number, goal?: number) => {
    rows.push({
      what,
      value: ms,
      unit: 'ms',
      ratio: ms / yardstick,
      ...(goal === undefined ? {} : { goal }),
    });
  };
  const test = await testHistory();
  try {
    const fine = line(start, 2 * dayMs, roundMs);
    const coarse = line(start - 2 * dayMs, 28 * dayMs, 5 * minuteMs);
    test.now = start;
    time(
      `import of ${fine.length + coarse.length} lines`,
      await took(() => test.engine.importLines(clusterId, [...fine, ...coarse])),
    );

    const appends: number[] = [];
    for (let index = 0; index < 500; index += 1) {
      test.now = start + index * roundMs;
      const snapshot = snapshotAt(test.now);
      appends.push(await took(() => test.engine.append(clusterId, snapshot)));
    }
    time('append, fsynced, p50', quantile(appends, 0.5));
    time('append, fsynced, p99', quantile(appends, 0.99));

    await test.reopen();
    time('load and replay of 500 records', await took(() => test.engine.lastAt(clusterId)));

    const ranges = [
      ['6 h', 6 * hourMs, undefined],
      ['24 h', dayMs, 10],
      ['30 d', 30 * dayMs, 20],
    ] as const;
    for (const [name, range, goal] of ranges) {
      const query = {
        series: performanceTrendSeries.slice(0, 9),
        from: test.now - range,
        to: test.now,
        buckets: 360,
      };
      const times: number[] = [];
      for (let index = 0; index < 20; index += 1) {
        times.push(await took(() => test.engine.trend(clusterId, query)));
      }
      time(`trend of 9 series, ${name}, p50`, quantile(times, 0.5), goal);
    }

    const files = test.files().map((name) => ({ name, bytes: fs.statSync(test.path(name)).size }));
    const checkpoints = files.filter(({ name }) => path.extname(name) === '.db');
    const mega = (bytes: number) => bytes / 1024 / 1024;
    rows.push({
      what: 'one checkpoint',
      value: mega(Math.max(...checkpoints.map(({ bytes }) => bytes))),
      unit: 'MB',
      goal: 20,
    });
    rows.push({
      what: 'folder of the cluster',
      value: mega(await test.engine.size(clusterId)),
      unit: 'MB',
      goal: 55,
    });
    rows.push({ what: 'journal record', value: recordBytes(files), unit: 'bytes' });
  } finally {
    await test.dispose();
  }
  return rows;
}

function recordBytes(files: readonly { readonly name: string; readonly bytes: number }[]): number {
  const newest = files.filter(({ name }) => name.endsWith('.ndjson')).at(-1);
  return newest === undefined ? Number.NaN : newest.bytes / 500;
}

/** Values with as many digits as real ones, the same on every run. */
function value(seed: number): number {
  return Math.round(50_000 + 49_000 * Math.sin(seed)) / 1_000;
}

function snapshotAt(at: number): Snapshot {
  const [only] = line(at + roundMs, roundMs, roundMs);
  return aSnapshot(at, { values: only?.values ?? {}, nodes: only?.nodes ?? {} });
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

async function took(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}

/** A fixed loop of arithmetic: how fast this machine is right now. */
function yardstickMs(): number {
  const begun = performance.now();
  let sum = 0;
  for (let index = 1; index < 20_000_000; index += 1) {
    sum += Math.sqrt(index);
  }
  return sum > 0 ? performance.now() - begun : Number.NaN;
}

if (require.main === module) {
  void benchHistory().then((rows) => {
    console.table(rows.map((row) => ({ ...row, value: Number(row.value.toPrecision(4)) })));
  });
}
