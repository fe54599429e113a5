import { budget } from '../../src/extension/collect/governor';
import { demoKinds, type DemoKind } from './demoKinds';
import { startDemo } from './demoProcess';
import { benchBegin } from './rig';
import { averageOf, countRounds, type Count, type Watch } from './roundCounter';
import type { BenchGroup, BenchRow } from './table';

/** Demo clusters that are counted at the same time: counts do not depend on the machine. */
const atOnce = 2;

/**
 * Half an hour, in which every source falls due; ten minutes where only a few of the more frequent ones
 * differ from that.
 */
const [whole, part] = [60, 20];
const watches: readonly Watch[] = [
  { visible: false, http: 'auto', quiet: false, rounds: whole },
  { visible: true, http: 'auto', quiet: false, rounds: whole },
  { visible: false, http: 'off', quiet: false, rounds: part },
  { visible: true, http: 'off', quiet: false, rounds: part },
  { visible: false, http: 'auto', quiet: true, rounds: part },
  { visible: true, http: 'auto', quiet: true, rounds: part },
];

async function countKind({ profile, mode }: DemoKind): Promise<readonly BenchRow[]> {
  const demo = await startDemo({
    scenario: 'compaction',
    profile,
    mode,
    manualClock: true,
    now: benchBegin,
  });
  try {
    const counts = await countRounds(demo, watches, benchBegin);
    console.error(`  counted ${profile} ${mode}`);
    return counts.map((count) => countRow({ profile, mode }, count));
  } finally {
    await demo.stop();
  }
}

function countRow({ profile, mode }: DemoKind, count: Count): BenchRow {
  const { visible, http, quiet } = count.watch;
  const how = `${visible ? 'visible' : 'hidden'}${http === 'off' ? ', SQL only' : ''}${quiet ? ', quiet' : ''}`;
  return {
    what: `SQL statements per 30 s, ${how}, demo "${profile} ${mode}"`,
    value: averageOf(count),
    unit: 'statements',
    goal: (visible ? budget.visible : budget.hidden) + (http === 'off' ? 2 * budget.closedHttp : 0),
    remark: `${count.rounds.length} rounds, most in one ${Math.max(...count.rounds)}; first round ${count.first}`,
  };
}

/** All of them, a few at the same time, their rows in order. */
async function run(): Promise<readonly BenchRow[]> {
  const rows = new Map<DemoKind, readonly BenchRow[]>();
  const waiting = [...demoKinds];
  const worker = async (): Promise<void> => {
    for (let kind = waiting.shift(); kind !== undefined; kind = waiting.shift()) {
      rows.set(kind, await countKind(kind));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return demoKinds.flatMap((kind) => rows.get(kind) ?? []);
}

export const profiles: BenchGroup = { name: 'profiles', run };
