import { beMetrics } from '../../src/extension/starrocks/sources/beMetrics';
import { feMetrics } from '../../src/extension/starrocks/sources/feMetrics';
import type { HttpSource } from '../../src/extension/starrocks/sources/source';
import { grownTo, metricsTexts } from './metricsTexts';
import { startDemo } from './demoProcess';
import type { BenchGroup, BenchRow } from './table';
import { median, took } from './yardstick';

const bytes = 1_000_000;
const repeats = 15;

/** What one would write first: split, two regular expressions a line, everything kept. */
function naiveParse(
  text: string,
): Map<string, { labels: Record<string, string>; value: number }[]> {
  const samples = new Map<string, { labels: Record<string, string>; value: number }[]>();
  for (const line of text.split('\n')) {
    const match = /^([A-Za-z_:][\w:]*)(?:\{(.*)\})?\s+(\S+)$/.exec(line);
    if (match !== null) {
      const [, name = '', block = '', value = ''] = match;
      const labels: Record<string, string> = {};
      for (const [, key = '', text_ = ''] of block.matchAll(/(\w+)="([^"]*)"/g)) {
        labels[key] = text_;
      }
      const list = samples.get(name) ?? [];
      list.push({ labels, value: Number(value) });
      samples.set(name, list);
    }
  }
  return samples;
}

function scanWith<T>(source: HttpSource<T>, text: string): number {
  const reader = source.open();
  for (const line of text.split('\n')) {
    reader.line(line);
  }
  return reader.finish().rows;
}

async function row<T>(source: HttpSource<T>, text: string): Promise<BenchRow> {
  const ours: number[] = [];
  const naive: number[] = [];
  for (let index = 0; index < repeats; index += 1) {
    naive.push(await took(() => naiveParse(text).size));
    ours.push(await took(() => scanWith(source, text)));
  }
  const ms = median(ours);
  return {
    what: `scan of 1 MB of ${source.id}`,
    value: ms,
    unit: 'ms',
    ratio: { value: ms / median(naive), of: 'split + regex' },
    remark: `${text.split('\n').length} lines; naive ${median(naive).toFixed(1)} ms`,
  };
}

async function run(): Promise<readonly BenchRow[]> {
  const demo = await startDemo();
  try {
    const texts = await metricsTexts(demo);
    return [
      await row(feMetrics, grownTo(texts.frontends[0] ?? '', 'frontend', bytes)),
      await row(beMetrics, grownTo(texts.nodes[0] ?? '', 'node', bytes)),
    ];
  } finally {
    await demo.stop();
  }
}

export const scan: BenchGroup = { name: 'scan', run };
