import { headerOf } from '../../src/extension/api/overviewHeader';
import { ClusterMonitor } from '../../src/extension/collect/clusterMonitor';
import { NetworkSight } from '../../src/extension/collect/networkSight';
import { assembleModules } from '../../src/extension/overview/assemble';
import { groupNodes, treeModules } from '../../src/extension/views/groupNodes';
import { offersOf } from '../../src/extension/views/offeredActions';
import type { TreeNode } from '../../src/extension/views/treeNode';
import { ManualClock } from '../unit/collect/support/manualClock';
import { MemoryStore } from '../unit/collect/support/memoryStore';
import { quietLog } from './demoProcess';
import { roundMs } from './rig';
import type { BenchGroup, BenchRow } from './table';
import { wideAsker, wideProfile, type Width } from './wideCluster';
import { asLoops, median, quantile, took } from './yardstick';

/** One frame of a screen that is drawn 60 times a second. */
const goalMs = 16;
const times = 60;
const width: Width = {
  frontends: 9,
  computeNodes: 491,
  sessions: 5_000,
  runningQueries: 500,
  compactions: 200,
};

/** What a refresh of an expanded cluster costs the extension host, and whether rows keep their ids. */
async function refreshed(): Promise<readonly BenchRow[]> {
  const clock = new ManualClock(Date.UTC(2026, 2, 3, 2, 0, 0));
  const profile = { ...wideProfile('wide'), access: 'confirm' } as const;
  const monitor = new ClusterMonitor({
    profile,
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
    const offers = offersOf(profile, headerOf(monitor, clock, monitor.input()));
    const assemble = () => assembleModules(monitor.input(), monitor.judge.state, treeModules);
    const nodes = (modules = assemble()) =>
      groupNodes(modules, { clusterId: 'wide', locale: 'en', now: clock.now(), offers });
    const modules = assemble();
    const before = idsOf(nodes());
    const alone: number[] = [];
    const whole: number[] = [];
    for (let time = 0; time < times; time += 1) {
      alone.push(await took(() => nodes(modules)));
      // Beyond the time for which readers share one moment.
      await clock.advance(300);
      whole.push(await took(() => nodes()));
    }
    await clock.advance(roundMs);
    const after = new Set(idsOf(nodes()));
    const lost = before.filter((id) => !after.has(id)).length;
    const size = `${width.frontends + width.computeNodes} nodes, ${width.sessions} sessions`;
    return [
      {
        what: `tree: one refresh, ${size}`,
        value: median(alone),
        unit: 'ms',
        goal: goalMs,
        ratio: asLoops(median(alone)),
        remark: `99th percentile ${quantile(alone, 0.99).toFixed(1)} ms; ${before.length} rows, of which a round later ${lost} have another id (a selection would be lost)`,
      },
      {
        what: `tree: the same, moment and modules assembled anew, ${size}`,
        value: median(whole),
        unit: 'ms',
        ratio: asLoops(median(whole)),
        remark: 'where the window itself collects',
      },
    ];
  } finally {
    monitor.dispose();
  }
}

function idsOf(nodes: readonly TreeNode[]): readonly string[] {
  return nodes.flatMap(({ id, children = [] }) => [id, ...idsOf(children)]);
}

export const tree: BenchGroup = { name: 'tree', run: refreshed };
