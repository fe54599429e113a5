import { PROFILES } from '../../src/demo/profiles/profiles';
import type { DemoMode } from '../../src/demo/truth';
import { budget } from '../../src/extension/collect/governor';
import { Asking, factsOf } from './asking';
import { startDemo } from './demoProcess';
import { benchBegin } from './rig';
import { averageOf, countRounds, type Count, type Watch } from './roundCounter';
import type { BenchGroup, BenchRow } from './table';
import { sum } from './yardstick';

const latencyMs = 50;
const repeats = 3;
/** How many of the slowest sources are measured again: one measurement alone is the noisiest. */
const slowestAgain = 3;
const limitedLanes = 2;
/** Demo clusters that are counted at the same time: counts do not depend on the machine. */
const atOnce = 2;

type Kind = { readonly profile: string; readonly mode: DemoMode };

/** Every StarRocks the demo cluster can play, in every mode; the last profile is none. */
const kinds: readonly Kind[] = PROFILES.filter(({ id }) => id !== 'doris').flatMap(
  ({ id, modes }) => modes.map((mode) => ({ profile: id, mode })),
);

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

async function countKind({ profile, mode }: Kind): Promise<readonly BenchRow[]> {
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

function countRow({ profile, mode }: Kind, count: Count): BenchRow {
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

/** How long everything takes against the slowest source, and against half of all SQL on two lanes. */
async function refreshOf({ profile, mode }: Kind, sqlOnly: boolean): Promise<readonly BenchRow[]> {
  const demo = await startDemo({ scenario: 'compaction', profile, mode });
  const asking = new Asking(demo, factsOf(mode, sqlOnly));
  try {
    const { all } = asking;
    await asking.ask(all);
    await demo.control.disturb({ fault: { kind: 'latency', ms: latencyMs } });
    const alone: { readonly cadence: (typeof all)[number]; readonly ms: number }[] = [];
    for (const cadence of all) {
      alone.push({ cadence, ms: await asking.askOften([cadence], 1) });
    }
    const candidates = alone.toSorted((a, b) => b.ms - a.ms).slice(0, slowestAgain);
    const again: typeof alone = [];
    for (const { cadence } of candidates) {
      again.push({ cadence, ms: await asking.askOften([cadence], repeats) });
    }
    const slowest = again.reduce((a, b) => (b.ms > a.ms ? b : a));
    const sqlMs = sum(alone.filter(({ cadence }) => cadence.statements > 0).map(({ ms }) => ms));
    const most = await asking.askOften(all, repeats);
    asking.asker.setLaneCap(limitedLanes);
    asking.asker.trim();
    const limited = await asking.askOften(all, repeats);
    const what = `refresh${sqlOnly ? ', SQL only' : ''}, demo "${profile} ${mode}"`;
    console.error(`  refreshed ${profile} ${mode}${sqlOnly ? ', SQL only' : ''}`);
    return [
      {
        what: `${what}: 12 lanes ÷ slowest source`,
        value: most / slowest.ms,
        unit: '×',
        goal: 1.25,
        remark: `${most.toFixed(0)} ms; slowest alone: ${slowest.cadence.source} ${slowest.ms.toFixed(0)} ms`,
      },
      {
        what: `${what}: 2 lanes ÷ half of ΣSQL`,
        value: limited / (sqlMs / limitedLanes),
        unit: '×',
        goal: 1.25,
        remark: `${limited.toFixed(0)} ms; ΣSQL ${sqlMs.toFixed(0)} ms`,
      },
    ];
  } finally {
    asking.dispose();
    await demo.stop();
  }
}

/** All of them, a few at the same time, their rows in order. */
async function countAll(): Promise<readonly BenchRow[]> {
  const rows = new Map<Kind, readonly BenchRow[]>();
  const waiting = [...kinds];
  const worker = async (): Promise<void> => {
    for (let kind = waiting.shift(); kind !== undefined; kind = waiting.shift()) {
      rows.set(kind, await countKind(kind));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return kinds.flatMap((kind) => rows.get(kind) ?? []);
}

async function run(): Promise<readonly BenchRow[]> {
  const rows = [...(await countAll())];
  // Times depend on the machine: one after the other, once the counting has ended.
  for (const kind of kinds) {
    rows.push(...(await refreshOf(kind, false)));
  }
  // Without HTTP two sources are asked otherwise: one mode of a version tells what that costs.
  for (const { id, modes } of PROFILES.filter((profile) => profile.id !== 'doris')) {
    rows.push(...(await refreshOf({ profile: id, mode: modes[0] }, true)));
  }
  return rows;
}

export const profiles: BenchGroup = { name: 'profiles', run };
