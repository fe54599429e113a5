import assert from 'node:assert/strict';
import { changesBetween, type Stretch } from '../../../src/extension/past/changes';
import type { Snapshot } from '../../../src/extension/store/historyStore';
import { aSnapshot, start } from '../store/support/historyFixture';

const rounds = 10;

/** Ten rounds, each told by its index. */
const stretch = (round: (i: number) => Partial<Pick<Snapshot, 'values' | 'nodes'>>): Stretch =>
  Array.from({ length: rounds }, (_, i) => aSnapshot(start + i * 30_000, round(i)));
const qps = (value: number | null): Stretch =>
  stretch((i) => ({ values: { 'query.qps': value === null ? null : value + (i % 3) } }));
const families = (before: Stretch, during: Stretch) =>
  changesBetween(before, during).map(({ change: { family } }) => family);

describe('what changed between two stretches', () => {
  it('is what rose beyond how it varied before, and not what fell', () => {
    assert.deepEqual(families(qps(100), qps(101)), []);
    assert.deepEqual(families(qps(100), qps(400)), ['queries']);
    assert.deepEqual(families(qps(400), qps(100)), []);
  });

  it('takes no unknown value for a zero', () => {
    assert.deepEqual(families(qps(null), qps(900)), []);
    assert.deepEqual(families(qps(900), qps(null)), []);
  });

  it('tells of each family what changed most', () => {
    const load = (rows: number, begun: number) =>
      stretch(() => ({ values: { 'load.rows': rows, 'txn.begin': begun } }));
    const [only, ...others] = changesBetween(load(1_000, 1), load(1_400, 30));
    assert.equal(only?.change.series, 'txn.begin');
    assert.deepEqual(others, []);
  });

  it('gives a share only where the nodes add up to the cluster', () => {
    const loads = (total: number, a: number, b: number) =>
      stretch(() => ({
        values: { 'load.rows': total },
        nodes: { 'be:a:9050': { 'be.load_rows': a }, 'be:b:9050': { 'be.load_rows': b } },
      }));
    const shareOf = (total: number) =>
      changesBetween(loads(100, 50, 50), loads(total, 450, 50))[0]?.change.share;
    assert.deepEqual(shareOf(500), { node: 'be:a:9050', percent: 100 });
    assert.equal(shareOf(900), undefined, 'a node did not tell');
  });

  it('names a node that alone is busier, and none when all are', () => {
    const cpu = (a: number, b: number) =>
      stretch((i) => ({
        nodes: { 'be:a:9050': { 'be.cpu': a + (i % 2) }, 'be:b:9050': { 'be.cpu': b + (i % 2) } },
      }));
    const [lone] = changesBetween(cpu(20, 20), cpu(90, 21));
    assert.deepEqual([lone?.change.family, lone?.change.node], ['node', 'be:a:9050']);
    assert.deepEqual(families(cpu(20, 20), cpu(90, 90)), []);
  });

  it('takes a score for nothing while nobody feels it', () => {
    const score = (value: number) => stretch(() => ({ values: { 'compaction.score': value } }));
    assert.deepEqual(families(score(5), score(60)), []);
    assert.deepEqual(families(score(5), score(160)), ['compactions']);
  });
});
