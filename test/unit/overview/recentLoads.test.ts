import assert from 'node:assert/strict';
import { computeLoadJobStats } from '../../../src/extension/overview/loadJobStats';
import type { OverviewInput } from '../../../src/extension/overview/overviewInput';
import { recentLoads } from '../../../src/extension/overview/recentLoads';
import type { LoadRow } from '../../../src/extension/starrocks/sources/loads';
import { unknown } from '../../../src/shared/reading';
import { FakeHistory, got, inputOf, minute, sharedData, start, type Scene } from './builders';

const hour = 60 * minute;

/** The bound of the loads of an hour when the first answer had so many, the oldest ended then. */
function boundOf(rows: number, completeSince: number | null, scene: Partial<Scene>) {
  const loads = got({ loads: [], lists: [{ completeSince, rows }] }, start, 'loads');
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

describe('the loads of a version that has stream loads in a list of their own', () => {
  const row = (over: Partial<LoadRow>): LoadRow => ({
    id: '1',
    label: 'l',
    database: 'sales',
    table: null,
    user: null,
    warehouse: null,
    state: 'LOADING',
    type: 'INSERT',
    progressPct: 45,
    scanRows: 1,
    scanBytes: null,
    filteredRows: 0,
    sinkRows: 1,
    createdAt: start - minute,
    finishedAt: null,
    error: null,
    trackingSql: null,
    ...over,
  });
  const lists = [{ completeSince: null, rows: 1 }];
  const older = ['table', 'user', 'warehouse', 'scanBytes'];

  function statsOf(streamLoads: OverviewInput['streamLoads']) {
    const input = inputOf(
      sharedData(3, {
        over: {
          loads: got({ loads: [row({})], lists }, start, 'loads'),
          streamLoads,
          unknownColumns: new Map([
            ['loads', older],
            ['streamLoads', ['user', 'warehouse', 'progressPct']],
          ]),
        },
      }),
      start,
      new FakeHistory(),
    );
    return computeLoadJobStats(input);
  }

  it('are at least those of the one list while the other is not known', () => {
    const { running, small, loads } = statsOf(unknown('unsupported-version', start));

    assert.ok(running.known && loads.known && !small.known);
    assert.deepEqual([running.value, running.bound], [1, 'lower']);
    // Which tables get small loads nobody can tell: that is not none.
    assert.equal(small.why, 'unsupported-version');
    assert.deepEqual(Object.keys(loads.value.unknownColumns ?? {}), older);
  });

  it('are those of both, as old as the older one', () => {
    const stream = row({ id: '2', type: 'STREAM_LOAD', table: 'orders', scanBytes: 9 });
    const streams = got({ loads: [stream], lists }, start - 3 * minute, 'streamLoads');
    const { running, small, loads } = statsOf(streams);

    assert.ok(running.known && loads.known && small.known);
    assert.deepEqual([running.value, running.bound], [2, undefined]);
    assert.equal(running.observedAt, start - 3 * minute);
    assert.equal(small.bound, 'lower');
    assert.deepEqual(Object.keys(loads.value.unknownColumns ?? {}), ['user', 'warehouse']);
  });
});
