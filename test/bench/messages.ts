import type { Scenario } from '../../src/demo/truth';
import { headerOf } from '../../src/extension/api/overviewHeader';
import { ClusterMonitor } from '../../src/extension/collect/clusterMonitor';
import { NetworkSight } from '../../src/extension/collect/networkSight';
import { assembleModules } from '../../src/extension/overview/assemble';
import { gatherMs, PanelFeed, type PanelContent } from '../../src/extension/views/panelFeed';
import { actionKinds } from '../../src/shared/model/action';
import { liveModuleIds } from '../../src/shared/model/extendedOverview';
import type { TimeRange } from '../../src/shared/model/trends';
import { pack } from '../../src/shared/packed';
import type { ToPage } from '../../src/shared/protocol';
import { dayMs } from '../../src/shared/time';
import { chartSpecs } from '../../src/webview/charts/chartSpecs';
import { TrendFeed } from '../../src/webview/trendFeed';
import { kpiSeries } from '../../src/webview/view/kpiValues';
import { ManualClock } from '../unit/collect/support/manualClock';
import { MemoryStore } from '../unit/collect/support/memoryStore';
import { quietLog } from './demoProcess';
import { Rig, roundMs } from './rig';
import type { BenchGroup, BenchRow } from './table';
import { sum } from './yardstick';
import { wideAsker, wideProfile, type Width } from './wideCluster';

const mostOfOne = 50;
const mostOfRangeChange = 150;
const mostOfRound = 50;
/** Every answer of a cluster this slow: a round then brings several updates. */
const latencyMs = 200;
/** Longer than the pause between two announcements of changes, and the panel's wait after them. */
const quietMs = 400 + gatherMs;
const pastHours = 98;
const rounds = 6;
/** Sparklines and the list of events ask for so many buckets. */
const sparkBuckets = 60;

function kibOf(message: unknown): number {
  return Buffer.byteLength(JSON.stringify(pack(message))) / 1024;
}

/** The page's side: which charts are in view decides what is asked. */
class Page {
  readonly answers: { readonly kib: number; readonly series: number }[] = [];
  readonly #feed: TrendFeed;
  readonly #open = new Set<Promise<unknown>>();
  readonly #rig: Rig;
  readonly #id: string;

  /** @param chartWidth CSS pixels of one chart; all twelve charts are in view */
  constructor(rig: Rig, id: string, chartWidth: number) {
    this.#rig = rig;
    this.#id = id;
    this.#feed = new TrendFeed((query) => {
      const asked = rig.api.getTrend(id, query).then((value) => {
        const message: ToPage = { kind: 'answer', id: this.answers.length, ok: true, value };
        this.answers.push({ kib: kibOf(message), series: value.series.length });
        return value;
      });
      this.#open.add(asked);
      return asked.finally(() => this.#open.delete(asked));
    });
    const buckets = Math.min(360, Math.max(30, Math.round(chartWidth / 20) * 10));
    this.#feed.watch(['health.score'], sparkBuckets);
    this.#feed.watch(kpiSeries, sparkBuckets);
    for (const { lines } of chartSpecs(undefined)) {
      const own = lines.filter(({ style }) => style !== 'ghost').map(({ series }) => series);
      const ghosts = lines.filter(({ style }) => style === 'ghost').map(({ series }) => series);
      this.#feed.watch(own, buckets);
      if (ghosts.length > 0) {
        this.#feed.watch(ghosts, buckets, dayMs);
      }
    }
  }

  /** Shows a range as of now; resolves with the bytes of all answers to it, KiB. */
  async show(range: TimeRange): Promise<number> {
    const before = this.answers.length;
    this.#feed.update(range, this.#rig.clock.now(), this.#id, roundMs);
    await Promise.all(this.#open);
    return sum(this.answers.slice(before).map(({ kib }) => kib));
  }
}

async function rangeChanges(): Promise<readonly BenchRow[]> {
  const rig = await Rig.start({ scenario: 'healthy', visible: true, pastHours });
  const [id = ''] = rig.ids;
  try {
    const rows: BenchRow[] = [];
    // Panels of 1,600, 1,150 and 800 px: four columns, two columns, one column (360 buckets).
    for (const [width, columns] of [
      [380, 4],
      [560, 2],
      [760, 1],
    ] as const) {
      for (const range of columns === 4 ? (['6h', '24h', '3d'] as const) : (['24h'] as const)) {
        const page = new Page(rig, id, width);
        const kib = await page.show(range);
        const largest = Math.max(...page.answers.map((answer) => answer.kib));
        rows.push({
          what: `panel: one range change to ${range}, 12 charts of ${width} px`,
          value: kib,
          unit: 'KiB',
          goal: mostOfRangeChange,
          remark: `${page.answers.length} answers, the largest ${largest.toFixed(1)} KiB (goal ${mostOfOne})`,
        });
      }
    }
    rows.push(await oneRound(rig, id));
    return rows;
  } finally {
    await rig.stop();
  }
}

/** State messages and repeated questions of one round at the shortest range, the worst of a few. */
async function oneRound(rig: Rig, id: string): Promise<BenchRow> {
  const page = new Page(rig, id, 380);
  await page.show('1h');
  const feed = new PanelFeed();
  const states: number[] = [];
  const ofModules = new Map<string, number>();
  const update = async (): Promise<void> => {
    for (const message of feed.next(await contentOf(rig, id))) {
      states.push(kibOf(message));
      for (const [module, reading] of Object.entries(message.modules)) {
        ofModules.set(module, kibOf(reading) + (ofModules.get(module) ?? 0));
      }
    }
  };
  await update();
  await rig.demo.control.disturb({ fault: { kind: 'latency', ms: latencyMs } });
  // As the panel does: it waits for the answers that follow.
  let gathering: NodeJS.Timeout | undefined;
  const subscription = rig.api.onDidChange(() => {
    gathering ??= setTimeout(() => {
      gathering = undefined;
      void update();
    }, gatherMs);
  });
  const perRound: { state: number; count: number; trends: number; most: string }[] = [];
  for (let index = 0; index < rounds; index += 1) {
    states.length = 0;
    ofModules.clear();
    await rig.round();
    await new Promise((resolve) => setTimeout(resolve, quietMs));
    perRound.push({
      state: sum(states),
      count: states.length,
      trends: await page.show('1h'),
      most: largestOf(ofModules),
    });
  }
  subscription.dispose();
  const worst = perRound.reduce((a, b) => (b.state + b.trends > a.state + a.trends ? b : a));
  return {
    what: 'panel: one round at 1h, 12 charts of 380 px',
    value: worst.state + worst.trends,
    unit: 'KiB',
    goal: mostOfRound,
    remark: `${worst.state.toFixed(1)} KiB in ${worst.count} states (${worst.most}), ${worst.trends.toFixed(1)} KiB of trends; answers take ${latencyMs} ms`,
  };
}

async function contentOf(rig: Rig, id: string): Promise<PanelContent> {
  const clusters = (await rig.api.listClusters()).map(({ id: each, profile }) => ({
    id: each,
    name: profile.name,
  }));
  const { header, modules } = await rig.api.getExtendedOverview(id, { modules: liveModuleIds });
  return { header, modules, clusters, actions: actionKinds };
}

async function largestState(scenario: Scenario): Promise<BenchRow> {
  const rig = await Rig.start({ scenario, visible: true });
  const [id = ''] = rig.ids;
  try {
    await rig.rounds(rounds);
    return stateRow(`panel: largest state message, demo "${scenario}"`, await contentOf(rig, id));
  } finally {
    await rig.stop();
  }
}

/** A page that is new hears everything; by module, where the bytes are. */
function stateRow(what: string, content: PanelContent): BenchRow {
  const messages = new PanelFeed().next(content);
  const sizes = new Map(liveModuleIds.map((id) => [id, kibOf(content.modules[id])]));
  return {
    what,
    value: Math.max(...messages.map(kibOf)),
    unit: 'KiB',
    goal: mostOfOne,
    remark: `${messages.length} message(s); ${largestOf(sizes)}, header ${kibOf(content.header).toFixed(1)}`,
  };
}

/** The three that weigh most, KiB. */
function largestOf(sizes: ReadonlyMap<string, number>): string {
  return [...sizes]
    .sort(([, a], [, b]) => b - a)
    .slice(0, 3)
    .map(([id, kib]) => `${id} ${kib.toFixed(1)}`)
    .join(', ');
}

const width: Width = {
  frontends: 5,
  computeNodes: 100,
  sessions: 1_000,
  runningQueries: 200,
  compactions: 60,
};

async function wideState(): Promise<BenchRow> {
  const clock = new ManualClock(Date.UTC(2026, 2, 3, 2, 0, 0));
  const monitor = new ClusterMonitor({
    profile: wideProfile('wide'),
    asker: wideAsker(clock, width),
    store: new MemoryStore(),
    clock,
    log: quietLog,
    network: new NetworkSight(),
  });
  try {
    monitor.setVisible('bench', true);
    await monitor.start();
    await clock.advance(10 * roundMs);
    return stateRow(
      `panel: largest state message, ${width.frontends} FE + ${width.computeNodes} CN, ${width.sessions} sessions`,
      {
        header: headerOf(monitor, clock, monitor.input()),
        modules: assembleModules(monitor.input(), monitor.judge.state, liveModuleIds),
        clusters: [],
        actions: actionKinds,
      },
    );
  } finally {
    monitor.dispose();
  }
}

async function run(): Promise<readonly BenchRow[]> {
  return [
    await largestState('compaction'),
    await largestState('degraded'),
    await wideState(),
    ...(await rangeChanges()),
  ];
}

export const messages: BenchGroup = { name: 'messages', run };
