import * as assert from 'node:assert/strict';
import type { DemoClusterOptions } from '../../../src/demo/demoCluster';
import { Chain } from './support/chain';
import { assertTrue } from './support/compared';

const rounds = 12;

describe('times and ages of a cluster with another clock', function () {
  this.timeout(90_000);
  let chain: Chain | undefined;

  afterEach(async () => {
    await chain?.stop();
    chain = undefined;
  });

  const zones: Readonly<Record<string, DemoClusterOptions>> = {
    'in UTC+8, told to us in UTC': {
      situation: { timeZone: 'Asia/Shanghai', sessionTimeZone: 'UTC' },
    },
    'in summer time, told to us in a zone that has winter': {
      situation: { timeZone: 'Australia/Sydney', sessionTimeZone: 'America/New_York' },
    },
    'ahead by 90 s': { situation: { timeZone: 'Asia/Shanghai', skewMs: 90_000 } },
    'behind by 90 s': { situation: { skewMs: -90_000 } },
    'ahead by 20 min, told to us in UTC': {
      situation: { timeZone: 'Asia/Shanghai', sessionTimeZone: 'UTC', skewMs: 1_200_000 },
    },
  };
  for (const [name, cluster] of Object.entries(zones)) {
    it(`are right ${name}`, async () => {
      chain = await Chain.start({ visible: true, cluster });
      await chain.rounds(rounds);
      await assertTrue(chain);
    });
  }

  it('go on when the heartbeats of the leader stand still, which is told once', async () => {
    chain = await Chain.start({ visible: true });
    await chain.rounds(rounds);
    await chain.disturb({ happen: { kind: 'heartbeats', stalled: true } });
    const from = chain.now;
    await chain.rounds(4);
    await assertTrue(chain);

    const trend = await chain.api.getTrend(chain.id, {
      series: ['fe.alive'],
      timeRange: { from, to: chain.now },
    });
    assert.deepEqual(
      trend.events.map(({ kind }) => kind),
      ['heartbeats-stalled'],
    );
  });
});
