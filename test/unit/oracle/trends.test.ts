import * as assert from 'node:assert/strict';
import { performanceTrendSeries, resourceTrendSeries } from '../../../src/shared/model/trends';
import { holds } from '../../oracle/interval';
import { asOf } from '../../oracle/situation';
import { asDrawn, trendSeries } from '../../oracle/trendSeries';
import { Chain } from './support/chain';
import type { ChainOptions } from './support/chain';

const ids = [...performanceTrendSeries, ...resourceTrendSeries];
const roundMs = 30_000;

describe('every point of the trends equals the truth of its round', function () {
  this.timeout(60_000);
  let chain: Chain | undefined;

  afterEach(async () => {
    await chain?.stop();
    chain = undefined;
  });

  /** Compares all rounds so far, and says how many points were known. */
  async function assertPoints(cluster: Chain): Promise<number> {
    const situation = await cluster.situation();
    const from = situation.rounds[0]?.at ?? NaN;
    const buckets = situation.rounds.length;
    const trend = await cluster.api.getTrend(cluster.id, {
      series: ids,
      timeRange: { from, to: from + buckets * roundMs },
      buckets,
    });
    const mismatches: string[] = [];
    let known = 0;
    for (const id of ids) {
      const drawn = trend.series.find(({ series }) => series === id);
      assert.equal(drawn?.stepMs, roundMs, id);
      situation.rounds.forEach(({ at, end }, round) => {
        const value = drawn.avg[(at - drawn.from) / roundMs] ?? null;
        const expected = trendSeries[id](asOf(situation, end));
        const isRight = expected.ok
          ? value !== null && holds(asDrawn(id, expected.range), value)
          : value === null;
        known += value === null ? 0 : 1;
        if (!isRight) {
          const range = expected.ok ? JSON.stringify(expected.range) : expected.why.join(' or ');
          mismatches.push(`${id} of round ${round}: is ${String(value)}, expected ${range}`);
        }
      });
    }
    assert.deepEqual(mismatches, []);
    return known;
  }

  const started = async (options: ChainOptions): Promise<Chain> =>
    (chain = await Chain.start(options));

  it('of a healthy cluster', async () => {
    const cluster = await started({
      visible: true,
      variables: { enable_query_queue_select: 'true' },
    });
    await cluster.rounds(9);

    // Rates are known from the second round on; everything else from the first.
    assert.ok((await assertPoints(cluster)) > 9 * (ids.length - 4));
  });

  it('of a cluster that nobody looks at', async () => {
    const cluster = await started({ cluster: { scenario: 'compaction', seed: 5 } });
    await cluster.rounds(12);

    await assertPoints(cluster);
  });

  it('while nodes die and processes begin anew', async () => {
    const cluster = await started({ cluster: { scenario: 'degraded' }, visible: true });
    await cluster.rounds(5);
    await cluster.disturb({ happen: { kind: 'kill', node: '10.20.0.32', noticed: true } });
    await cluster.rounds(3);
    await cluster.disturb({ happen: { kind: 'restart', node: '10.20.0.12' } });
    await cluster.rounds(3);

    await assertPoints(cluster);
  });
});
