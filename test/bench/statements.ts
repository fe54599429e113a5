import type { Scenario } from '../../src/demo/truth';
import { budget } from '../../src/extension/collect/governor';
import { Rig } from './rig';
import type { BenchGroup, BenchRow } from './table';
import { sum } from './yardstick';

const rounds = 60;
type Case = {
  readonly scenario: Scenario;
  readonly visible: boolean;
  /** Metrics by SQL, because HTTP is switched off. */
  readonly sqlOnly: boolean;
};

const cases: readonly Case[] = (['compaction', 'degraded'] as const).flatMap((scenario) =>
  [false, true].flatMap((sqlOnly) => [
    { scenario, sqlOnly, visible: false },
    { scenario, sqlOnly, visible: true },
  ]),
);

/** Average over 60 rounds, as the log of the demo cluster has them. */
async function countStatements({ scenario, visible, sqlOnly }: Case): Promise<BenchRow> {
  const rig = await Rig.start({ scenario, visible, ...(sqlOnly ? { http: 'off' } : {}) });
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
      what: `SQL statements per 30 s, ${visible ? 'visible' : 'hidden'}${sqlOnly ? ', SQL only' : ''}, demo "${scenario}"`,
      value: sum(perRound) / rounds,
      unit: 'statements',
      goal: (visible ? budget.visible : budget.hidden) + (sqlOnly ? 2 * budget.closedHttp : 0),
      remark: `most in one round ${Math.max(...perRound)}; first round ${first}`,
    };
  } finally {
    await rig.stop();
  }
}

async function run(): Promise<readonly BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const one of cases) {
    rows.push(await countStatements(one));
  }
  return rows;
}

export const statements: BenchGroup = { name: 'statements', run };
