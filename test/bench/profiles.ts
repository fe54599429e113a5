import { PROFILES } from '../../src/demo/profiles/profiles';
import type { DemoMode } from '../../src/demo/truth';
import { Asking, factsOf } from './asking';
import { startDemo } from './demoProcess';
import { countStatements } from './statements';
import type { BenchGroup, BenchRow } from './table';
import { sum } from './yardstick';

const latencyMs = 50;
const repeats = 3;
const limitedLanes = 2;

type Kind = { readonly profile: string; readonly mode: DemoMode; readonly sqlOnly: boolean };

/** Every StarRocks the demo cluster can play, in every mode; the last profile is none. */
const kinds: readonly Kind[] = PROFILES.filter(({ id }) => id !== 'doris').flatMap(
  ({ id, modes }) =>
    modes.flatMap((mode) => [false, true].map((sqlOnly) => ({ profile: id, mode, sqlOnly }))),
);

/** How long everything takes against the slowest source, and against half of all SQL on two lanes. */
async function refreshOf({ profile, mode, sqlOnly }: Kind): Promise<readonly BenchRow[]> {
  const demo = await startDemo({ scenario: 'compaction', profile, mode });
  const asking = new Asking(demo, factsOf(mode, sqlOnly));
  try {
    const { all } = asking;
    await asking.ask(all);
    await demo.control.disturb({ fault: { kind: 'latency', ms: latencyMs } });
    const alone: { readonly source: string; readonly sql: boolean; readonly ms: number }[] = [];
    for (const cadence of all) {
      const ms = await asking.askOften([cadence], repeats);
      alone.push({ source: cadence.source, sql: cadence.statements > 0, ms });
    }
    const slowest = alone.reduce((a, b) => (b.ms > a.ms ? b : a));
    const sqlMs = sum(alone.filter(({ sql }) => sql).map(({ ms }) => ms));
    const most = await asking.askOften(all, repeats);
    asking.asker.setLaneCap(limitedLanes);
    asking.asker.trim();
    const limited = await asking.askOften(all, repeats);
    const what = `refresh${sqlOnly ? ', SQL only' : ''}, demo "${profile} ${mode}"`;
    return [
      {
        what: `${what}: 12 lanes ÷ slowest source`,
        value: most / slowest.ms,
        unit: '×',
        goal: 1.25,
        remark: `${most.toFixed(0)} ms; slowest alone: ${slowest.source} ${slowest.ms.toFixed(0)} ms`,
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

async function run(): Promise<readonly BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const kind of kinds) {
    const { profile, mode, sqlOnly } = kind;
    const demo = { scenario: 'compaction', profile, mode } as const;
    for (const visible of [false, true]) {
      rows.push(await countStatements({ demo, visible, sqlOnly }));
    }
    rows.push(...(await refreshOf(kind)));
    console.error(`  ${profile} ${mode}${sqlOnly ? ', SQL only' : ''}`);
  }
  return rows;
}

export const profiles: BenchGroup = { name: 'profiles', run };
