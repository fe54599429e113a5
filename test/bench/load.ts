import { ClusterMonitor } from '../../src/extension/collect/clusterMonitor';
import { NetworkSight } from '../../src/extension/collect/networkSight';
import type { NodeAnswers } from '../../src/extension/collect/liveState';
import { assembleModules } from '../../src/extension/overview/assemble';
import { beMetrics } from '../../src/extension/starrocks/sources/beMetrics';
import { feMetrics } from '../../src/extension/starrocks/sources/feMetrics';
import type { HttpSource } from '../../src/extension/starrocks/sources/source';
import { liveModuleIds } from '../../src/shared/model/extendedOverview';
import { ManualClock } from '../unit/collect/support/manualClock';
import { MemoryStore } from '../unit/collect/support/memoryStore';
import { quietLog, startDemo } from './demoProcess';
import { grownTo, metricsTexts, type MetricsTexts } from './metricsTexts';
import { Rig, roundMs } from './rig';
import type { BenchGroup, BenchRow } from './table';
import { wideAsker, wideProfile, type Width } from './wideCluster';
import { collectedMemory } from './yardstick';

const clusters = 5;
const width: Width = {
  frontends: 3,
  computeNodes: 7,
  sessions: 80,
  runningQueries: 8,
  compactions: 20,
};
/** Sizes of real answers, bytes: an FE without table metrics, a BE with its bRPC dump. */
const frontendBytes = 35_000;
const nodeBytes = 200_000;
/** Rounds that warm up the code, then rounds that are measured. */
const warmRounds = 20;
const rounds = 60;
/** Enough for all rings and the recent history (70 min) to be full. */
const fillRounds = 150;
const socketRounds = 30;

/** Never more than the memory of the newest hours: the store's memory is not the monitor's. */
class BoundedStore extends MemoryStore {
  override async append(...args: Parameters<MemoryStore['append']>) {
    this.snapshots.length = 0;
    return super.append(...args);
  }

  override async samples(): Promise<readonly []> {
    return [];
  }
}

type Fleet = { readonly clock: ManualClock; readonly monitors: readonly ClusterMonitor[] };

async function startFleet(count: number, texts: readonly MetricsTexts[]): Promise<Fleet> {
  const clock = new ManualClock(Date.UTC(2026, 2, 3, 2, 0, 0));
  const begun = clock.now();
  const now = () => texts[Math.floor((clock.now() - begun) / roundMs) % texts.length];
  const monitors = Array.from({ length: count }, (_, index) => {
    const asker = wideAsker(clock, width);
    asker.frontendMetrics = (node): NodeAnswers['feMetrics'] =>
      parsed(feMetrics, pick(now()?.frontends, node));
    asker.computeMetrics = (node): NodeAnswers['beMetrics'] =>
      parsed(beMetrics, pick(now()?.nodes, node));
    return new ClusterMonitor({
      profile: wideProfile(`cluster ${index}`),
      asker,
      store: new BoundedStore(),
      clock,
      log: quietLog,
      network: new NetworkSight(),
    });
  });
  for (const monitor of monitors) {
    // What tree and status bar want after every round.
    monitor.onDidCollect(() =>
      assembleModules(monitor.input(), monitor.judge.state, liveModuleIds),
    );
    await monitor.start();
  }
  return { clock, monitors };
}

function pick(texts: readonly string[] | undefined, node: string): string {
  const number = Number(/\d+/.exec(node)?.[0]);
  return texts?.[number % texts.length] ?? '';
}

function parsed<T>(source: HttpSource<T>, text: string): T {
  const reader = source.open();
  for (const line of text.split('\n')) {
    reader.line(line);
  }
  return reader.finish().value;
}

/** CPU of this process, all threads, ms. */
async function cpuMs(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

async function textsOfRounds(): Promise<readonly MetricsTexts[]> {
  const demo = await startDemo({ manualClock: true });
  try {
    const texts: MetricsTexts[] = [];
    for (let index = 0; index < warmRounds + rounds; index += 1) {
      const { frontends, nodes } = await metricsTexts(demo);
      texts.push({ frontends, nodes });
      await demo.control.advance(roundMs);
    }
    return texts;
  } finally {
    await demo.stop();
  }
}

function grown(texts: MetricsTexts): MetricsTexts {
  return {
    frontends: texts.frontends.map((text) => grownTo(text, 'frontend', frontendBytes)),
    nodes: texts.nodes.map((text) => grownTo(text, 'node', nodeBytes)),
  };
}

function percentOfCore(ms: number, perRounds: number): number {
  return (100 * ms) / (perRounds * roundMs);
}

async function cpuInMemory(texts: readonly MetricsTexts[]): Promise<BenchRow> {
  const { clock, monitors } = await startFleet(clusters, texts);
  await clock.advance(warmRounds * roundMs);
  const ms = await cpuMs(() => clock.advance(rounds * roundMs));
  monitors.forEach((monitor) => monitor.dispose());
  const onlyParsing = await cpuMs(async () => {
    for (const { frontends, nodes } of texts.slice(0, rounds)) {
      for (let node = 0; node < clusters * width.frontends; node += 1) {
        parsed(feMetrics, frontends[node % frontends.length] ?? '');
      }
      for (let node = 0; node < clusters * width.computeNodes; node += 1) {
        parsed(beMetrics, nodes[node % nodes.length] ?? '');
      }
    }
  });
  return {
    what: `CPU: ${clusters} clusters × 10 nodes, parsing to modules, no network`,
    value: percentOfCore(ms, rounds),
    unit: '%',
    goal: 1,
    remark: `${(ms / rounds).toFixed(0)} ms a round of all, ${(onlyParsing / rounds).toFixed(0)} ms of it /metrics; FE ${frontendBytes / 1000} kB, BE ${nodeBytes / 1000} kB`,
  };
}

async function cpuThroughSockets(): Promise<BenchRow> {
  const rig = await Rig.start({ clusters });
  const nodes = rig.demo.info.frontends.length + rig.demo.info.nodes.length;
  try {
    await rig.rounds(warmRounds);
    const ms = await cpuMs(() => rig.rounds(socketRounds));
    return {
      what: `CPU: ${clusters} clusters × ${nodes} nodes, hidden, real connections and store`,
      value: percentOfCore(ms, socketRounds),
      unit: '%',
      goal: 1,
      remark: `${(ms / socketRounds).toFixed(0)} ms a round of all; the store's and the bench's own share included`,
    };
  } finally {
    await rig.stop();
  }
}

async function heapBytes(): Promise<number> {
  const { heapUsed, external } = await collectedMemory();
  return heapUsed + external;
}

async function memory(texts: readonly MetricsTexts[]): Promise<BenchRow> {
  const before = await heapBytes();
  const { clock, monitors } = await startFleet(clusters, texts);
  await clock.advance(fillRounds * roundMs);
  const after = await heapBytes();
  monitors.forEach((monitor) => monitor.dispose());
  return {
    what: 'memory per cluster of 10 nodes, main isolate, after 75 min',
    value: (after - before) / clusters / 1e6,
    unit: 'MB',
    remark: 'heap after collection; monitor, live state, recent history',
  };
}

async function run(): Promise<readonly BenchRow[]> {
  const small = await textsOfRounds();
  const rows = [
    await memory(small),
    await cpuInMemory(small.map(grown)),
    await cpuThroughSockets(),
  ];
  return rows;
}

export const load: BenchGroup = { name: 'load', run };
