import assert from 'node:assert/strict';
import { resourceGroupUsageRows } from '../../../src/extension/overview/resourceGroupUsage';
import type { ComputeMetrics } from '../../../src/extension/starrocks/sources/beMetrics';
import { FakeHistory, inputOf, kill, sharedData, start } from './builders';

type Told = Partial<ComputeMetrics>;

const two: Told = {
  groupCores: { bi: 1.5, etl: 2 },
  groupMemBytes: { bi: 100, etl: 200 },
  groupQueries: { bi: 3, etl: 4 },
};

const usageOf = (beMetrics: Readonly<Record<string, Told>>, ...down: readonly string[]) =>
  resourceGroupUsageRows(
    inputOf(kill(sharedData(3, { beMetrics }), ...down), start, new FakeHistory()),
  );

describe('what resource groups use', () => {
  it('is the sum over the nodes; a node that does not name a group uses nothing in it', () => {
    const bi: Told = { groupCores: { bi: 1 }, groupMemBytes: { bi: 10 }, groupQueries: { bi: 1 } };
    const usage = usageOf({ 'cn-1': two, 'cn-2': two, 'cn-3': bi });
    assert.ok(usage.known && usage.bound === undefined);
    assert.deepEqual(usage.value.rows, [
      { name: 'bi', cpuCores: 4, memory: 210, queries: 7 },
      { name: 'etl', cpuCores: 4, memory: 400, queries: 8 },
    ]);
  });

  it('is a lower bound without a node that tells nothing, by name', () => {
    const usage = usageOf({ 'cn-1': two, 'cn-2': two });
    assert.ok(usage.known);
    assert.equal(usage.bound, 'lower');
    assert.deepEqual(usage.coverage, { have: 2, of: 3, missing: ['cn:cn-3:9050'] });
  });

  it('leaves out a node one of whose figures is unusable: with less its sums would lie', () => {
    const usage = usageOf({
      'cn-1': two,
      'cn-2': { ...two, groupMemBytes: null, unusable: ['groupMemBytes'] },
      'cn-3': two,
    });
    assert.ok(usage.known);
    assert.deepEqual(usage.value.rows[0], { name: 'bi', cpuCores: 3, memory: 200, queries: 6 });
    assert.deepEqual(usage.coverage?.missing, ['cn:cn-2:9050']);
  });

  it('says which column no node tells', () => {
    const noCores: Told = { ...two, groupCores: null };
    const usage = usageOf({ 'cn-1': noCores, 'cn-2': noCores, 'cn-3': noCores });
    assert.ok(usage.known);
    assert.deepEqual(usage.value.unknownColumns, { cpuCores: 'unsupported-version' });
    assert.deepEqual(
      usage.value.rows.map(({ cpuCores }) => cpuCores),
      [null, null],
    );
  });

  it('is unknown where no node tells of groups, and where none lives', () => {
    const nowhere = usageOf({});
    assert.equal(nowhere.known ? '' : nowhere.why, 'unsupported-version');
    const nobody = usageOf({ 'cn-1': two }, 'cn-1', 'cn-2', 'cn-3');
    assert.equal(nobody.known ? '' : nobody.why, 'node-down');
  });
});
