import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { healthHistory } from '../../../src/extension/past/healthHistory';
import { minuteMs } from '../../../src/shared/time';
import { aSnapshot, clusterId, start, testHistory } from '../store/support/historyFixture';

describe('healthHistory', () => {
  let test: Awaited<ReturnType<typeof testHistory>>;
  beforeEach(async () => {
    test = await testHistory();
  });
  afterEach(async () => {
    await test.dispose();
  });

  /** Ten minutes: fine, degraded, critical in between, a gap of two minutes, fine. */
  async function stored() {
    const slow = { rule: 'compaction.pressure', subject: null, since: start } as const;
    const down = { rule: 'node.down', subject: 'be:a:9050', since: start + 3 * minuteMs } as const;
    for (let at = start; at < start + 10 * minuteMs; at += minuteMs / 2) {
      const minute = Math.floor((at - start) / minuteMs);
      if (minute === 6 || minute === 7) {
        continue;
      }
      await test.engine.append(
        clusterId,
        aSnapshot(at, {
          values: { 'health.score': minute < 2 || minute > 7 ? 100 : 60 },
          problems: [
            ...(minute >= 2 && minute < 8 ? [{ ...slow, level: 'warning' as const }] : []),
            ...(minute === 3 || minute === 4 ? [{ ...down, level: 'critical' as const }] : []),
          ],
        }),
      );
    }
    const to = start + 10 * minuteMs;
    test.now = to;
    const [trend, problems] = await Promise.all([
      test.engine.trend(clusterId, { series: ['health.score'], from: start, to, buckets: 10 }),
      test.engine.problemsBetween(clusterId, start, to),
    ]);
    return { history: healthHistory(trend, problems), problems };
  }

  it('gives each cell the worst level that was open in it, and none where nothing was stored', async () => {
    const { history } = await stored();

    assert.equal(history.stepMs, minuteMs);
    assert.deepEqual(history.verdicts, [
      'ok',
      'ok',
      'warning',
      'critical',
      'critical',
      'warning',
      'unknown',
      'unknown',
      'ok',
      'ok',
    ]);
    assert.equal(history.gaps.length, 1);
  });

  it('tells each problem from its first to its last round', async () => {
    const { problems } = await stored();

    assert.deepEqual(
      problems.map(({ rule, from, to }) => [
        rule,
        (from - start) / minuteMs,
        (to - start) / minuteMs,
      ]),
      [
        ['compaction.pressure', 2, 5.5],
        ['node.down', 3, 4.5],
      ],
    );
  });

  it('judges nothing where the history holds no score at all', () => {
    const trend = { from: 0, to: 2, stepMs: 1, series: [], events: [] };

    assert.deepEqual(healthHistory(trend, []).verdicts, []);
  });
});
