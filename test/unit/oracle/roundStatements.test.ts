/** What rounds really send, counted at the cluster: questions, set-up of connections, wrong forms. */
import * as assert from 'node:assert/strict';
import type { DemoClusterOptions } from '../../../src/demo/demoCluster';
import { Chain } from './support/chain';

/** Long enough for every source but those of half an hour. */
const rounds = 24;
/** The schedule alone puts this many into one hidden slot; one more is a connection for an FE's turn. */
const most = { http: 7 + 1, sqlOnly: 9 + 1 };
const budget = { http: 6, sqlOnly: 8 };

type Case = { readonly cluster: DemoClusterOptions; readonly way: keyof typeof most };

const cases: readonly Case[] = [
  { cluster: { profile: '3.2', mode: 'shared_data' }, way: 'http' },
  { cluster: { profile: '3.2', mode: 'shared_nothing' }, way: 'sqlOnly' },
  { cluster: { profile: '2.5', mode: 'shared_nothing' }, way: 'http' },
];

describe('statements of an old cluster that nobody looks at', function () {
  this.timeout(120_000);

  for (const { cluster, way } of cases) {
    it(`stay within the budget in each round: ${cluster.profile} ${cluster.mode}, ${way}`, async () => {
      const chain = await Chain.start({ cluster, httpOff: way === 'sqlOnly' });
      try {
        const sent: number[] = [];
        for (let round = 0; round < rounds; round += 1) {
          const before = await statementsOf(chain);
          await chain.rounds(1);
          sent.push((await statementsOf(chain)) - before);
        }
        assert.ok(Math.max(...sent) <= most[way], `most in one round: ${sent.join()}`);
        const average = sent.reduce((sum, n) => sum + n, 0) / rounds;
        assert.ok(average <= budget[way], `${String(average)} a round: ${sent.join()}`);
      } finally {
        await chain.stop();
      }
    });
  }
});

async function statementsOf({ control }: Chain): Promise<number> {
  return (await control.log()).filter(({ protocol }) => protocol === 'sql').length;
}
