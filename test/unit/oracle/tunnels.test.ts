import * as assert from 'node:assert/strict';
import type { DemoMode } from '../../../src/demo/truth';
import { Chain } from './support/chain';
import { assertTrue } from './support/compared';

/** Loopback addresses where nothing listens: what is not mapped or forwarded is refused at once. */
const network = '127.66.5';
const [leader, follower] = [`${network}.11`, `${network}.12`];
/** Until rates, quantiles and the rules that wait are known. */
const rounds = 12;

describe('a cluster of which one MySQL port is reachable', function () {
  this.timeout(120_000);
  let chain: Chain | undefined;

  afterEach(async () => {
    await chain?.stop();
    chain = undefined;
  });

  for (const mode of ['shared_data', 'shared_nothing'] satisfies readonly DemoMode[]) {
    for (const by of ['address map', 'tunnel'] as const) {
      for (const [role, host] of [
        ['the leader', leader],
        ['a follower', follower],
      ] as const) {
        it(`tells every field of ${mode} through ${role} by ${by}`, async () => {
          chain = await Chain.start({
            visible: true,
            cluster: { mode, network },
            onlyPort: { host, by },
          });
          await chain.rounds(2);
          await assertTrue(chain);
          await chain.rounds(rounds);
          await assertTrue(chain);
          const { header } = await chain.api.getExtendedOverview(chain.id, {});
          assert.deepEqual(header.metricsBySql, ['feMetrics', 'beMetrics']);
        });
      }
    }
  }

  it('says of the FE behind it that it answers, though the leader gets no heartbeat from it', async () => {
    chain = await Chain.start({
      visible: true,
      cluster: { network },
      onlyPort: { host: follower, by: 'address map' },
    });
    await chain.rounds(1);
    const node = `fe:${follower}:9010`;
    await chain.disturb({ happen: { kind: 'frontendHeartbeat', node, failing: true } });
    await chain.rounds(rounds);
    await assertTrue(chain);
    assert.equal(await stateOf(chain, node), 'no-heartbeat');
    await chain.disturb({ happen: { kind: 'frontendHeartbeat', node, failing: false } });
    await chain.rounds(rounds);
    await assertTrue(chain);
    assert.equal(await stateOf(chain, node), 'up');
  });
});

async function stateOf({ api, id }: Chain, node: string): Promise<string | undefined> {
  const { modules } = await api.getExtendedOverview(id, { modules: ['nodes'] });
  const frontends = modules.nodes?.known === true ? modules.nodes.value.frontends : undefined;
  return frontends?.known === true
    ? frontends.value.rows.find((row) => row.node === node)?.state
    : undefined;
}
