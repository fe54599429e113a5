import { monitorEventLoopDelay } from 'node:perf_hooks';
import { liveModuleIds } from '../../src/shared/model/extendedOverview';
import { secondMs } from '../../src/shared/time';
import { Rig } from './rig';
import type { BenchGroup, BenchRow } from './table';
import { collectedMemory } from './yardstick';

/** What the design wishes to hold. */
const crowd = { databases: 2000, tables: 100_000, sessions: 5000, loads: 10_000 };
/** More than half an hour: the metadata pass, which is the largest answer, is among them twice. */
const rounds = 64;
const idleMs = 5 * secondMs;

/** Of the delays of timers, ms. */
async function loopDelay(work: () => Promise<unknown>): Promise<number> {
  const delays = monitorEventLoopDelay({ resolution: 1 });
  delays.enable();
  await work();
  delays.disable();
  return delays.percentile(99.9) / 1e6;
}

async function run(): Promise<readonly BenchRow[]> {
  const before = await collectedMemory();
  const idle = await loopDelay(() => new Promise((resolve) => setTimeout(resolve, idleMs)));
  const rig = await Rig.start({ visible: true, situation: { crowd } });
  try {
    const busy = await loopDelay(async () => {
      for (let index = 0; index < rounds; index += 1) {
        await rig.round();
        await rig.api.getExtendedOverview(rig.ids[0] ?? '', { modules: liveModuleIds });
      }
    });
    const after = await collectedMemory();
    const what = `${crowd.tables.toLocaleString('en')} tables, ${crowd.sessions.toLocaleString('en')} sessions, ${crowd.loads.toLocaleString('en')} loads`;
    return [
      {
        what: `event loop p99.9 beyond an idle one's: ${what}`,
        value: busy - idle,
        unit: 'ms',
        goal: 16,
        remark: `${busy.toFixed(1)} ms, idle ${idle.toFixed(1)} ms; visible, ${rounds} rounds without a pause between, all modules after each`,
      },
      {
        what: `memory, main isolate: ${what}`,
        value: (after.heapUsed + after.external - before.heapUsed - before.external) / 1e6,
        unit: 'MB',
        goal: 60,
        remark: 'heap after collection; one cluster, store included',
      },
    ];
  } finally {
    await rig.stop();
  }
}

export const crowdedCluster: BenchGroup = { name: 'crowd', run };
