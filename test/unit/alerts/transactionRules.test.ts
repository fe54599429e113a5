import assert from 'node:assert/strict';
import type { TransactionRow } from '../../../src/extension/starrocks/sources/transactions';
import { unknown } from '../../../src/shared/reading';
import type { Scene } from '../overview/builders';
import { evidenceOf, minute, Run, sharedData, start } from '../overview/builders';
import { aTransaction } from '../overview/rows';

const after = (ms: number, scene: Partial<Scene>) => new Run(sharedData(3, scene)).for(ms);

describe('txn.failures', () => {
  const rates = (failed: number, good: number): Partial<Scene> => ({
    series: { 'txn.failed': failed, 'txn.success': good },
  });

  it('tells the share of ten minutes, from 5 % as a warning and from 20 % as critical', () => {
    const some = after(10 * minute, rates(1, 9));
    assert.deepEqual([some.problem('txn.failures')?.level, some.points], ['warning', 95]);
    assert.match(
      evidenceOf(some, 'txn.failures'),
      /^10% of the transactions that ended in 10 m failed/,
    );
    const many = after(10 * minute, rates(3, 7));
    assert.deepEqual([many.problem('txn.failures')?.level, many.points], ['critical', 85]);
    assert.equal(after(10 * minute, rates(0.4, 9.6)).problem('txn.failures'), undefined);
  });

  it('judges no share of fewer than 20 ends', () => {
    const run = after(10 * minute, rates(0.02, 0.01));
    assert.equal(run.problem('txn.failures'), undefined);
    assert.equal(run.state.rules['txn.failures']?.judged, true);
  });

  it('is not judged while less than half of the window is known', () => {
    const run = after(3 * minute, rates(5, 5));
    assert.equal(run.state.rules['txn.failures']?.judged, false);
  });

  it('is not judged, and nothing has failed, while nobody tells', () => {
    const run = after(10 * minute, { series: { 'txn.failed': 'timeout', 'txn.success': 10 } });
    assert.equal(run.state.rules['txn.failures']?.judged, false);
    assert.equal(run.problem('txn.failures'), undefined);
  });
});

describe('txn.limit', () => {
  const share = (percent: number): Partial<Scene> => ({
    series: { 'txn.db_pct': percent },
    config: { max_running_txn_num_per_db: '1000' },
    feMetrics: { 'fe-1': { txnRunningByDatabase: { sales: percent * 10, idle: 1 } } },
  });

  it('names the database nearest to its limit, after two minutes', () => {
    assert.equal(after(1.5 * minute, share(75)).problem('txn.limit'), undefined);
    const near = after(3 * minute, share(75));
    assert.equal(near.points, 95);
    assert.match(evidenceOf(near, 'txn.limit'), /sales.*750.*1,000/);
    assert.equal(after(3 * minute, share(95)).points, 80);
    assert.equal(after(3 * minute, share(69)).problem('txn.limit'), undefined);
  });

  it('is not judged without the limit', () => {
    const run = after(3 * minute, { series: { 'txn.db_pct': 'denied' } });
    assert.equal(run.state.rules['txn.limit']?.judged, false);
  });
});

describe('txn.stuck', () => {
  const listed = (at: number, ...rows: readonly TransactionRow[]): Partial<Scene> => ({
    over: { transactions: new Map([['sales', { value: rows, observedAt: at }]]) },
  });

  it('tells since when the oldest waits to be published, by database', () => {
    const run = after(
      minute,
      listed(start, aTransaction(), aTransaction({ id: '2', committedAt: start })),
    );
    assert.equal(run.points, 95);
    assert.equal(run.problem('txn.stuck')?.subject, 'db:sales');
    assert.equal(run.problem('txn.stuck')?.since, start - 2 * minute);
    assert.match(evidenceOf(run, 'txn.stuck'), /load-1/);
    const long = aTransaction({ committedAt: start - 11 * minute });
    assert.equal(after(minute, listed(start, long)).points, 85);
  });

  it('leaves alone what is prepared only, young, or a compaction', () => {
    const fine = [
      aTransaction({ status: 'PREPARE', committedAt: null }),
      aTransaction({ committedAt: start - minute }),
      aTransaction({ source: 'LAKE_COMPACTION' }),
    ];
    assert.equal(after(minute, listed(start, ...fine)).problem('txn.stuck'), undefined);
  });

  it('does not judge now by a list older than ten minutes', () => {
    const run = after(minute, listed(start - 10 * minute, aTransaction()));
    assert.equal(run.problem('txn.stuck'), undefined);
    assert.equal(run.state.rules['txn.stuck']?.judged, false);
  });

  it('is not judged for the reason of the counts that tell which lists to read', () => {
    const leader = sharedData().frontends[0]!.node;
    const run = after(minute, {
      over: {
        txnDetail: unknown('not-collected-yet', start),
        feMetrics: new Map([[leader, unknown('unreachable', start)]]),
      },
    });
    assert.equal(run.state.rules['txn.stuck']?.why, 'unreachable');
  });
});
