import assert from 'node:assert/strict';
import { headerOf } from '../../../src/extension/api/overviewHeader';
import { ClusterMonitor } from '../../../src/extension/collect/clusterMonitor';
import { NetworkSight } from '../../../src/extension/collect/networkSight';
import type { ClusterProfile } from '../../../src/shared/clusterProfile';
import { type Reading } from '../../../src/shared/reading';
import { FakeAsker, frontendMetrics } from './support/fakeAsker';
import { aProfile, quietLog } from './support/aProfile';
import { ManualClock } from './support/manualClock';
import { MemoryStore } from './support/memoryStore';

const profile: ClusterProfile = { ...aProfile, name: 'tunnelled' };
const refused = { why: 'unreachable', message: 'connect ECONNREFUSED' } as const;
const what = (reading: Reading<unknown>) => (reading.known ? reading.value : reading.why);

function setup(more: Partial<ClusterProfile> = {}) {
  const clock = new ManualClock(1_750_000_010_000);
  const asker = new FakeAsker(clock);
  asker.frontendMetrics = () => frontendMetrics({ queryTotal: clock.mono() / 100 });
  const monitor = new ClusterMonitor({
    profile: { ...profile, ...more },
    asker,
    store: new MemoryStore(),
    clock,
    log: quietLog,
    network: new NetworkSight(),
  });
  const times = (what: string) => asker.asked.filter((asked) => asked === what).length;
  const header = () => headerOf(monitor, clock, monitor.input());
  return { clock, asker, monitor, times, header };
}

function closeFrontends(asker: FakeAsker): void {
  for (const host of ['fe-01', 'fe-02', 'fe-03']) {
    asker.failing.set(`feMetrics ${host}`, refused);
  }
}

describe('SQL-only mode', () => {
  it('asks by SQL within the round in which every HTTP port of a kind is closed', async () => {
    const { clock, asker, monitor, times, header } = setup();
    closeFrontends(asker);
    await monitor.start();
    await clock.advance(0);
    assert.equal(times('feMetricsSql'), 1);
    assert.equal(times('beMetricsSql'), 0);
    assert.deepEqual(header().metricsBySql, ['feMetrics']);
    monitor.dispose();
  });

  it('makes the same rates and sums of all FEs, and names the source', async () => {
    const { clock, asker, monitor } = setup();
    closeFrontends(asker);
    await monitor.start();
    await clock.advance(60_000);
    const { 'query.qps': qps, 'query.p99': p99, 'heap.max': heap } = monitor.input().series;
    assert.ok(qps.known && Math.abs(qps.value - 30) < 1e-6, JSON.stringify(qps));
    assert.deepEqual(qps.coverage, { have: 3, of: 3, missing: [] });
    assert.equal(qps.source, 'feMetricsSql');
    assert.equal(what(heap), 50);
    assert.equal(what(p99), 'not-applicable');
    assert.equal(p99.known ? undefined : p99.detail?.id, 'text.needs-fe-http');
    monitor.dispose();
  });

  it('keeps HTTP while any node lets us in', async () => {
    const { clock, asker, monitor, times } = setup();
    asker.failing.set('feMetrics fe-01', refused);
    asker.failing.set('feMetrics fe-02', refused);
    await monitor.start();
    await clock.advance(120_000);
    assert.equal(times('feMetricsSql'), 0);
    monitor.dispose();
  });

  it('does not take nonsense for a closed port', async () => {
    const { clock, asker, monitor, times } = setup();
    for (const host of ['cn-01', 'cn-02']) {
      asker.failing.set(`beMetrics ${host}`, { why: 'malformed', message: 'no metrics' });
    }
    await monitor.start();
    await clock.advance(60_000);
    assert.equal(times('beMetricsSql'), 0);
    monitor.dispose();
  });

  it('tries the port again now and then, without losing what SQL tells, and returns to it', async () => {
    const { clock, asker, monitor, times, header } = setup();
    closeFrontends(asker);
    await monitor.start();
    await clock.advance(60_000);
    const tried = times('feMetrics fe-01');
    for (let round = 0; round < 9; round += 1) {
      await clock.advance(30_000);
      assert.equal(monitor.input().series['query.qps'].known, true, `round ${round}`);
    }
    assert.equal(times('feMetrics fe-01'), tried + 1);
    const source = header().sources.find((each) => each.source === 'feMetrics');
    assert.deepEqual([source?.state, source?.why], ['failed', 'unreachable']);

    asker.failing.clear();
    await clock.advance(330_000);
    const bySql = times('feMetricsSql');
    await clock.advance(300_000);
    assert.equal(times('feMetricsSql'), bySql);
    assert.equal(monitor.input().series['query.qps'].source, 'feMetrics');
    assert.deepEqual(header().metricsBySql, []);
    monitor.dispose();
  });

  it('gives every node the reason when the statement fails', async () => {
    const { clock, asker, monitor } = setup();
    closeFrontends(asker);
    asker.failing.set('feMetricsSql', { why: 'failed', message: 'Failed to get metrics from fe' });
    await monitor.start();
    await clock.advance(60_000);
    const qps = monitor.input().series['query.qps'];
    assert.equal(what(qps), 'failed');
    assert.equal(what(monitor.input().series['cpu.avg']), 20);
    monitor.dispose();
  });

  it('sends no such SELECT to a quiet cluster', async () => {
    const { clock, asker, monitor, times, header } = setup({ quiet: true });
    closeFrontends(asker);
    await monitor.start();
    await clock.advance(60_000);
    assert.equal(times('feMetricsSql'), 0);
    assert.equal(what(monitor.input().series['query.qps']), 'unreachable');
    const source = header().sources.find((each) => each.source === 'feMetricsSql');
    assert.deepEqual([source?.state, source?.why], ['off', 'disabled']);
    const partitions = monitor.input().partitions;
    assert.equal(partitions.known ? undefined : partitions.detail?.id, 'text.quiet');
    const selects = asker.asked.filter(
      (source) => source === 'partitions' || source.endsWith('Sql'),
    );
    assert.deepEqual(selects, []);
    monitor.dispose();
  });

  it('asks nothing over HTTP where it is switched off, and everything by SQL', async () => {
    const { clock, asker, monitor } = setup({ http: { mode: 'off' } });
    await monitor.start();
    await clock.advance(60_000);
    assert.deepEqual(
      asker.asked.filter((asked) => /^(fe|be)Metrics /.test(asked)),
      [],
    );
    const { series, nodeSeries } = monitor.input();
    assert.equal(series['query.qps'].source, 'feMetricsSql');
    assert.equal(nodeSeries.get('cn:cn-01:9050')?.['be.load_rows']?.source, 'beMetricsSql');
    monitor.dispose();
  });
});
