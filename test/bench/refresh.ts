import { Asking, factsOf } from './asking';
import { startDemo } from './demoProcess';
import type { BenchGroup, BenchRow } from './table';
import { median, sum } from './yardstick';

const latencyMs = 50;
const repeats = 5;
const mostLanes = 12;
const limitedLanes = 2;
const facts = { ...factsOf('shared_data'), emptyLists: new Set<never>() };

async function run(): Promise<readonly BenchRow[]> {
  const demo = await startDemo();
  try {
    const warm = new Asking(demo, facts);
    const { all } = warm;
    await warm.ask(all);
    await demo.control.disturb({ fault: { kind: 'latency', ms: latencyMs } });

    const alone = new Map<(typeof all)[number], number>();
    for (const cadence of all) {
      alone.set(cadence, await warm.askOften([cadence]));
    }
    const slowest = [...alone].reduce((a, b) => (b[1] > a[1] ? b : a));
    const statementsMs = sum(
      [...alone].flatMap(([{ statements }, ms]) => (statements > 0 ? [ms] : [])),
    );
    const most = await warm.askOften(all);
    const light = warm.scheduler.light(facts);
    const lightSlowest = Math.max(...light.map((cadence) => alone.get(cadence) ?? Number.NaN));
    const lightMs = await warm.askOften(light);
    warm.asker.setLaneCap(limitedLanes);
    warm.asker.trim();
    const limited = await warm.askOften(all);
    warm.dispose();

    const cold: number[] = [];
    for (let index = 0; index < repeats; index += 1) {
      const asking = new Asking(demo, facts);
      asking.asker.setLaneCap(mostLanes);
      cold.push(await asking.ask(all));
      asking.dispose();
    }
    const clock = [...alone].find(([{ source }]) => source === 'clock')?.[1] ?? Number.NaN;
    const coldMs = median(cold);
    return [
      {
        what: `refresh, every source due, ${mostLanes} lanes ÷ slowest source`,
        value: most / slowest[1],
        unit: '×',
        goal: 1.25,
        remark: `${most.toFixed(0)} ms; slowest alone: ${slowest[0].source} ${slowest[1].toFixed(0)} ms; clock goes first: ${clock.toFixed(0)} ms`,
      },
      {
        what: `refresh, every source due, ${limitedLanes} lanes ÷ half of ΣSQL`,
        value: limited / (statementsMs / limitedLanes),
        unit: '×',
        goal: 1.25,
        remark: `${limited.toFixed(0)} ms; ΣSQL ${statementsMs.toFixed(0)} ms`,
      },
      {
        what: `a person's refresh, ${mostLanes} lanes ÷ its slowest source`,
        value: lightMs / lightSlowest,
        unit: '×',
        remark: `${lightMs.toFixed(0)} ms; without the ${all.length - light.length} heavy sources`,
      },
      {
        what: 'first round, connecting included ÷ slowest source',
        value: coldMs / slowest[1],
        unit: '×',
        remark: `${coldMs.toFixed(0)} ms; each new lane logs in and sends one SET of ${latencyMs} ms first`,
      },
    ];
  } finally {
    await demo.stop();
  }
}

export const refresh: BenchGroup = { name: 'refresh', run };
