import type { DemoMode, Scenario } from '../../src/demo/truth';
import { budget } from '../../src/extension/collect/governor';
import { Rig } from './rig';
import type { BenchGroup, BenchRow } from './table';
import { sum } from './yardstick';

const rounds = 60;
type Case = {
  readonly demo: {
    readonly scenario: Scenario;
    readonly profile?: string;
    readonly mode?: DemoMode;
  };
  readonly visible: boolean;
  /** Metrics by SQL, because HTTP is switched off. */
  readonly sqlOnly: boolean;
};

const cases: readonly Case[] = (['compaction', 'degraded'] as const).flatMap((scenario) =>
  [false, true].flatMap((sqlOnly) => [
    { demo: { scenario }, sqlOnly, visible: false },
    { demo: { scenario }, sqlOnly, visible: true },
  ]),
);

/** Average over 60 rounds, as the log of the demo cluster has them. */
export async function countStatements({ demo, visible, sqlOnly }: Case): Promise<BenchRow> {
  const rig = await Rig.start({ ...demo, visible, ...(sqlOnly ? { http: 'off' } : {}) });
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
      what: `SQL statements per 30 s, ${visible ? 'visible' : 'hidden'}${sqlOnly ? ', SQL only' : ''}, demo "${nameOf(demo)}"`,
      value: sum(perRound) / rounds,
      unit: 'statements',
      goal: (visible ? budget.visible : budget.hidden) + (sqlOnly ? 2 * budget.closedHttp : 0),
      remark: `most in one round ${Math.max(...perRound)}; first round ${first}`,
    };
  } finally {
    await rig.stop();
  }
}

function nameOf({ scenario, profile, mode }: Case['demo']): string {
  return profile === undefined ? scenario : `${profile} ${String(mode)}`;
}

async function run(): Promise<readonly BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const one of cases) {
    rows.push(await countStatements(one));
  }
  return rows;
}

export const statements: BenchGroup = { name: 'statements', run };
