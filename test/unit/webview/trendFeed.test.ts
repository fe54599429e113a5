import assert from 'node:assert/strict';
import type { TrendQuery } from '../../../src/shared/api';
import type { Trend } from '../../../src/shared/model/trends';
import { dayMs, hourMs } from '../../../src/shared/time';
import { bucketClosed, bucketsFor, shiftedRange, TrendFeed } from '../../../src/webview/trendFeed';

const grid = 30_000;

/** A host that answers when told to. */
function aHost() {
  const asked: {
    query: TrendQuery;
    signal: AbortSignal;
    answer: (trend: Trend) => Promise<void>;
    fail: () => Promise<void>;
  }[] = [];
  const feed = new TrendFeed(
    (query, signal) =>
      new Promise((resolve, reject) => {
        const settled = () => new Promise<void>((done) => setImmediate(done));
        asked.push({
          query,
          signal,
          answer: (trend) => {
            resolve(trend);
            return settled();
          },
          fail: () => {
            reject(new Error('worker stopped'));
            return settled();
          },
        });
      }),
  );
  return { feed, asked };
}

const aTrend = (to: number): Trend => ({
  from: to - hourMs,
  to,
  stepMs: 60_000,
  series: [],
  events: [],
});

describe('TrendFeed', () => {
  it('asks once the range is known, and again only when a bucket closed', async () => {
    const { feed, asked } = aHost();
    const watch = feed.watch(['query.qps'], 60);
    assert.equal(asked.length, 0);
    feed.update('1h', hourMs, 'a', grid);
    assert.equal(watch.state.value.loading, true);

    await asked[0]!.answer(aTrend(hourMs));
    feed.update('1h', hourMs + 30_000, 'a', grid);
    assert.equal(asked.length, 1);
    feed.update('1h', hourMs + 60_000, 'a', grid);

    assert.equal(asked.length, 2);
    assert.equal(watch.state.value.trend?.to, hourMs);
  });

  it('asks only for the end of what is shown, and now and then for all of it', async () => {
    const { feed, asked } = aHost();
    const watch = feed.watch(['query.qps'], 60);
    feed.update('1h', hourMs, 'a', grid);
    await asked[0]!.answer(aTrend(hourMs));

    const later = hourMs + 60_000;
    feed.update('1h', later, 'a', grid);
    const end = { from: later - 4 * 60_000, to: later };
    assert.deepEqual([asked[1]!.query.timeRange, asked[1]!.query.buckets], [end, 4]);
    await asked[1]!.answer({ ...aTrend(later), ...end });
    assert.equal(watch.state.value.trend?.from, later - hourMs);
    assert.equal(watch.state.value.trend.to, later);

    feed.update('1h', hourMs + 10 * 60_000, 'a', grid);
    assert.equal(asked[2]!.query.timeRange, '1h');
  });

  it('asks for all when the end does not fit what is shown', async () => {
    const { feed, asked } = aHost();
    const watch = feed.watch(['query.qps'], 60);
    feed.update('1h', hourMs, 'a', grid);
    await asked[0]!.answer(aTrend(hourMs));
    feed.update('1h', hourMs + 60_000, 'a', grid);
    await asked[1]!.answer({ ...aTrend(hourMs + 60_000), stepMs: 30_000 });

    assert.equal(asked[2]!.query.timeRange, '1h');
    await asked[2]!.answer(aTrend(hourMs + 60_000));
    assert.equal(watch.state.value.trend?.to, hourMs + 60_000);
  });

  it('cancels the question of a range nobody looks at any more', async () => {
    const { feed, asked } = aHost();
    const watch = feed.watch(['query.qps'], 60);
    feed.update('1h', hourMs, 'a', grid);
    feed.update('3d', hourMs, 'a', grid);
    assert.equal(asked[0]!.signal.aborted, true);

    await asked[1]!.answer(aTrend(1));
    await asked[0]!.answer(aTrend(2));

    assert.equal(watch.state.value.trend?.to, 1);
    assert.equal(watch.state.value.range, '3d');
  });

  it('shows a failure in words and tries again with the next round', async () => {
    const { feed, asked } = aHost();
    const watch = feed.watch(['query.qps'], 60);
    feed.update('1h', hourMs, 'a', grid);
    await asked[0]!.fail();
    assert.equal(watch.state.value.failure, 'worker stopped');

    feed.update('1h', hourMs, 'a', grid);
    assert.equal(asked.length, 1);
    feed.update('1h', hourMs + grid, 'a', grid);

    assert.equal(asked.length, 2);
  });

  it('shows nothing of the cluster before', async () => {
    const { feed, asked } = aHost();
    const watch = feed.watch(['query.qps'], 60);
    feed.update('1h', hourMs, 'a', grid);
    await asked[0]!.answer(aTrend(hourMs));

    feed.update('1h', hourMs, 'b', grid);

    assert.equal(watch.state.value.trend, undefined);
    assert.equal(asked.length, 2);
  });

  it('asks nothing for a chart that went out of view', () => {
    const { feed, asked } = aHost();
    const watch = feed.watch(['query.qps'], 60);
    feed.update('1h', hourMs, 'a', grid);

    watch.stop();
    feed.update('6h', 2 * hourMs, 'a', grid);

    assert.equal(asked.length, 1);
    assert.equal(asked[0]!.signal.aborted, true);
  });

  it('keeps the range of its own whatever the page shows', async () => {
    const { feed, asked } = aHost();
    feed.watch(['health.score'], 72, 0, '24h');
    feed.update('1h', dayMs, 'a', grid);
    assert.equal(asked[0]!.query.timeRange, '24h');
    await asked[0]!.answer({ ...aTrend(dayMs), from: 0 });

    feed.update('6h', dayMs, 'a', grid);

    assert.equal(asked.length, 1);
  });

  it('asks for yesterday as a stretch of its own', () => {
    const { feed, asked } = aHost();
    feed.watch(['query.qps'], 60, dayMs);

    feed.update('1h', 2 * dayMs, 'a', grid);

    assert.deepEqual(asked[0]!.query.timeRange, { from: dayMs - hourMs, to: dayMs });
  });
});

describe('bucketsFor', () => {
  it('never asks for buckets shorter than the distance of samples', () => {
    assert.equal(bucketsFor('1h', 300, grid), 120);
    assert.equal(bucketsFor('1h', 300, 300_000), 12);
    assert.equal(bucketsFor('3d', 300, grid), 300);
    assert.equal(bucketsFor('3d', 900, grid), 360);
    assert.equal(bucketsFor({ from: 0, to: 10 }, 60, grid), 1);
  });
});

describe('bucketClosed', () => {
  const trend = { from: 1_000, stepMs: 500 };

  it('is true exactly when a border lies between', () => {
    assert.equal(bucketClosed(trend, 1_100, 1_499), false);
    assert.equal(bucketClosed(trend, 1_100, 1_500), true);
    assert.equal(bucketClosed(trend, 1_500, 1_400), false);
  });
});

describe('shiftedRange', () => {
  it('leaves a range as it is without a shift', () => {
    assert.equal(shiftedRange('6h', 0, 5), '6h');
  });
});
