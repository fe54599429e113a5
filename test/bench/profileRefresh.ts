import { Asking, factsOf } from './asking';
import { demoKinds, starRocksProfiles, type DemoKind } from './demoKinds';
import { startDemo } from './demoProcess';
import type { BenchGroup, BenchRow } from './table';
import { sum } from './yardstick';

const latencyMs = 400;
const repeats = 3;
/** How many of the slowest sources are measured again: one measurement alone is the noisiest. */
const slowestAgain = 3;
const limitedLanes = 2;

/** How long everything takes against the slowest source, and against half of all SQL on two lanes. */
async function refreshOf(
  { profile, mode }: DemoKind,
  sqlOnly: boolean,
): Promise<readonly BenchRow[]> {
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
    console.error(
      `  ${profile} ${mode}${sqlOnly ? ', SQL only' : ''}: ${(most / slowest.ms).toFixed(2)} of ${slowest.cadence.source}, ${(limited / (sqlMs / limitedLanes)).toFixed(2)}`,
    );
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

/** One after the other: times depend on the machine. */
async function run(): Promise<readonly BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const kind of demoKinds) {
    rows.push(...(await refreshOf(kind, false)));
  }
  // Without HTTP two sources are asked otherwise: one mode of a version tells what that costs.
  for (const { id, modes } of starRocksProfiles) {
    rows.push(...(await refreshOf({ profile: id, mode: modes[0] }, true)));
  }
  return rows;
}

export const profileRefresh: BenchGroup = { name: 'profileRefresh', run };
