import type { Scenario } from '../../src/demo/truth';
import { budget } from '../../src/extension/collect/governor';
import { Rig } from './rig';
import type { BenchGroup, BenchRow } from './table';
import { sum } from './yardstick';

const rounds = 60;
type Case = { readonly scenario: Scenario; readonly visible: boolean };

const cases: readonly Case[] = (['compaction', 'degraded'] as const).flatMap((scenario) => [
  { scenario, visible: false },
  { scenario, visible: true },
]);

async function count({ scenario, visible }: Case): Promise<BenchRow> {
  const rig = await Rig.start({ scenario, visible });
  try {
    const statementsSoFar = async (): Promise<number> =>
      (await rig.demo.control.log()).filter(({ protocol }) => protocol === 'sql').length;
    const first = await statementsSoFar();
    const perRound: number[] = [];
    let before = first;
    for (let index = 0; index < rounds; index += 1) {
      await rig.round();
      const after = await statementsSoFar();
      perRound.push(after - before);
      before = after;
    }
    return {
      what: `SQL statements per 30 s, ${visible ? 'visible' : 'hidden'}, demo "${scenario}"`,
      value: sum(perRound) / rounds,
      unit: 'statements',
      goal: visible ? budget.visible : budget.hidden,
      remark: `most in one round ${Math.max(...perRound)}; first round ${first}`,
    };
  } finally {
    await rig.stop();
  }
}

async function run(): Promise<readonly BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const each of cases) {
    rows.push(await count(each));
  }
  return rows;
}

export const statements: BenchGroup = { name: 'statements', run };
