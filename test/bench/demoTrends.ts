import * as fs from 'node:fs';
import * as path from 'node:path';
import { performanceTrendSeries } from '../../src/shared/model/trends';
import { dayMs } from '../../src/shared/time';
import { clusterId, start, testHistory } from '../unit/store/support/historyFixture';
import { startDemo } from './demoProcess';
import { finePast } from './demoPast';
import type { BenchGroup, BenchRow } from './table';
import { asLoops, median, took } from './yardstick';

const pastDays = 7;
const repeats = 20;
const series = performanceTrendSeries.slice(0, 9);

/** A week of the demo's past, the last two days each 30 s, as a store would have it. */
async function run(): Promise<readonly BenchRow[]> {
  const demo = await startDemo({ manualClock: true, now: start });
  const past = await demo.control.past(pastDays * 24);
  await demo.stop();
  const lines = finePast(past, start);
  const test = await testHistory();
  try {
    const importMs = await took(() => test.engine.importLines(clusterId, lines));
    const rows: BenchRow[] = [
      {
        what: `import of the demo's past, ${pastDays} d`,
        value: importMs,
        unit: 'ms',
        ratio: asLoops(importMs),
        remark: `${lines.length} lines of ${Object.keys(past[0]?.nodes ?? {}).length} nodes`,
      },
    ];
    for (const [name, days, goal] of [
      ['24 h', 1, 10],
      ['7 d', 7, undefined],
    ] as const) {
      const query = { series, from: start - days * dayMs, to: start, buckets: 360 };
      const times: number[] = [];
      let buckets = 0;
      for (let index = 0; index < repeats; index += 1) {
        times.push(
          await took(async () => {
            const trend = await test.engine.trend(clusterId, query);
            buckets = trend.series[0]?.avg.length ?? 0;
          }),
        );
      }
      rows.push({
        what: `trend of ${series.length} series, demo's past, ${name}`,
        value: median(times),
        unit: 'ms',
        ...(goal === undefined ? {} : { goal }),
        ratio: asLoops(median(times)),
        remark: `${buckets} buckets`,
      });
    }
    const databases = test.files().filter((name) => path.extname(name) === '.db');
    rows.push({
      what: `database of the demo's past, ${pastDays} d`,
      value: Math.max(...databases.map((name) => fs.statSync(test.path(name)).size)) / 1e6,
      unit: 'MB',
    });
    return rows;
  } finally {
    await test.dispose();
  }
}

export const demoTrends: BenchGroup = { name: 'trends', run };
