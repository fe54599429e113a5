import assert from 'node:assert/strict';
import { recentLoads } from '../../../src/extension/overview/recentLoads';
import { unknown } from '../../../src/shared/reading';
import { FakeHistory, got, inputOf, minute, sharedData, start, type Scene } from './builders';

const hour = 60 * minute;

/** The bound of the loads of an hour when the first answer had so many, the oldest ended then. */
function boundOf(rows: number, completeSince: number | null, scene: Partial<Scene>) {
  const loads = got({ loads: [], completeSince, rows }, start, 'loads');
  const { over, ...rest } = scene;
  const input = inputOf(
    sharedData(3, { ...rest, over: { loads, ...over } }),
    start,
    new FakeHistory(),
  );
  const recent = recentLoads(input, hour);
  assert.ok(recent.known);
  return recent.bound;
}

describe('the loads of an hour', () => {
  const config = { label_keep_max_num: '500' };
  const denied = { over: { feConfig: unknown('denied', start) } } as const;

  it('are all there while the cluster keeps more than it told of', () => {
    assert.equal(boundOf(499, start - minute, { config }), undefined);
    assert.equal(boundOf(500, start - minute, { config }), 'lower');
  });

  it('are all there when the cluster told of older ones', () => {
    assert.equal(boundOf(500, start - 2 * hour, { config }), undefined);
    assert.equal(boundOf(500, start - 2 * hour, denied), undefined);
  });

  it('may miss some when nobody knows how many the cluster keeps', () => {
    assert.equal(boundOf(499, start - minute, denied), 'lower');
  });

  it('miss none when there has never been one', () => {
    assert.equal(boundOf(0, null, denied), undefined);
  });
});
