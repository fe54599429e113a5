import assert from 'node:assert/strict';
import { type Reading } from '../../../src/shared/reading';
import type { ClusterProfile } from '../../../src/shared/clusterProfile';
import { nodeId } from '../../../src/shared/ids';
import { headerOf } from '../../../src/extension/api/overviewHeader';
import { openProblems } from '../../../src/extension/alerts/score';
import { ClusterMonitor } from '../../../src/extension/collect/clusterMonitor';
import { NetworkSight } from '../../../src/extension/collect/networkSight';
import type { Clock } from '../../../src/extension/collect/clock';
import { usualAuditColumns } from '../../../src/extension/starrocks/auditColumns';
import type { LakeCompactionRow } from '../../../src/extension/starrocks/sources/lakeCompactions';
import {
  aComputeNode,
  aFrontend,
  computeMetrics,
  FakeAsker,
  frontendMetrics,
} from './support/fakeAsker';
import { aProfile, quietLog } from './support/aProfile';
import { ManualClock, settle } from './support/manualClock';
import { MemoryStore } from './support/memoryStore';

const begin = 1_750_000_010_000;
const hourMs = 3_600_000;
const profile = aProfile;
const log = quietLog;

/** Wall and monotonic clock can part: in sleep (Linux, macOS), or when the clock is set. */
class SplitClock implements Clock {
  readonly scale = 1;
  readonly manual = new ManualClock(begin);
  #shift = 0;

  now(): number {
    return this.manual.now() + this.#shift;
  }

  mono(): number {
    return this.manual.mono();
  }

  after(ms: number, f: () => void): () => void {
    return this.manual.after(ms, f);
  }

  advance(ms: number): Promise<void> {
    return this.manual.advance(ms);
  }

  shiftWall(ms: number): void {
    this.#shift += ms;
  }
}

function setup(more: Partial<ClusterProfile> = {}, store = new MemoryStore()) {
  const clock = new SplitClock();
  const asker = new FakeAsker(clock);
  const monitor = new ClusterMonitor({
    profile: { ...profile, ...more },
    asker,
    store,
    clock,
    log,
    network: new NetworkSight(),
  });
  return { clock, asker, store, monitor };
}

const what = (reading: Reading<unknown> | undefined) =>
  reading === undefined ? 'absent' : reading.known ? reading.value : reading.why;
const sourceOf = (monitor: ClusterMonitor, clock: Clock, source: string) =>
  headerOf(monitor, clock, monitor.input()).sources.find((each) => each.source === source);
/** Queries since `begin`, 10 a second by the cluster's own time. */
const steadyTraffic = (clock: Clock) => () =>
  frontendMetrics({ queryTotal: (10 * (clock.now() - begin)) / 1000 });
const oneBackend = (more: Parameters<typeof aComputeNode>[1] = {}) => [
  aComputeNode('be-01', { role: 'be', node: nodeId('be', 'be-01', 9050), ...more }),
];

const failedCompaction = (txnId: string): LakeCompactionRow => ({
  table: 'sales.orders',
  partitionId: '1',
  txnId,
  startedAt: 1,
  committedAt: null,
  finishedAt: 2,
  error: 'boom',
  profile: null,
});

describe('ClusterMonitor (review)', () => {
  it('does not call an FE up, now, from a list that failed ten minutes ago', async () => {
    const { clock, asker, monitor, store } = setup();
    await monitor.start();
    await clock.advance(0);
    asker.failing.set('*', { why: 'unreachable', message: 'gone' });
    await clock.advance(600_000);
    const node = nodeId('fe', 'fe-02', 9010);
    assert.equal(what(monitor.input().nodeSeries.get(node)?.['fe.up']), 'unreachable');
    assert.equal(store.snapshots.at(-1)?.nodes[node]?.['fe.up'], null);
    monitor.dispose();
  });

  it('asks at once after a new password and after a pause, also within one slot', async () => {
    const { clock, asker, monitor } = setup({ intervalS: 300 });
    asker.failing.set('*', { why: 'no-credentials', message: 'Access denied' });
    await monitor.start();
    await clock.advance(5_000);
    asker.failing.clear();
    monitor.credentialsChanged();
    await clock.advance(1_000);
    assert.equal(monitor.status.connected, true);
    asker.asked.length = 0;
    monitor.setPaused(true);
    monitor.setPaused(false);
    await clock.advance(1_000);
    assert.ok(asker.asked.includes('frontends'), asker.asked.join());
    monitor.dispose();
  });

  it('tells why the audit log is not read while no clock was told, and takes to the profiles', async () => {
    const { clock, asker, monitor } = setup();
    const columns = usualAuditColumns;
    const found = { ok: true, name: 'a.b', quoted: '`a`.`b`', columns } as const;
    asker.answers = { ...asker.answers, auditTable: { found, queryTimeoutMs: 300_000 } };
    asker.failing.set('clock', { why: 'timeout', message: 'no answer in 10 s' });
    await monitor.start();
    await clock.advance(30_000);
    const { auditSlow, auditTop, profileList } = monitor.input();
    assert.deepEqual([what(auditSlow), what(auditTop)], ['timeout', 'timeout']);
    assert.equal(profileList.known, true);
    asker.failing.clear();
    await clock.advance(600_000);
    assert.equal(monitor.input().auditSlow.known, true);
    assert.equal(what(monitor.input().profileList), 'not-applicable');
    monitor.dispose();
  });

  it('keeps one chain of timers when the password comes while the history is read', async () => {
    const store = new MemoryStore();
    let open = (): void => undefined;
    const opened = new Promise<void>((resolve) => (open = resolve));
    store.samples = async () => {
      await opened;
      return [];
    };
    const { clock, asker, monitor } = setup({}, store);
    const started = monitor.start();
    monitor.credentialsChanged();
    await settle();
    open();
    await started;
    await clock.advance(1_000);
    monitor.setPaused(true);
    await clock.advance(1_000);
    asker.asked.length = 0;
    await clock.advance(120_000);
    assert.deepEqual(asker.asked, []);
    monitor.dispose();
  });

  it('makes no rate across a sleep in which the monotonic clock stood still', async () => {
    for (const asleepMs of [60_000, 8 * hourMs]) {
      const { clock, asker, monitor } = setup();
      asker.frontendMetrics = steadyTraffic(clock);
      await monitor.start();
      await clock.advance(100_000);
      clock.shiftWall(asleepMs);
      await clock.advance(3_000);
      await monitor.collectNow();
      assert.equal(what(monitor.input().series['query.qps']), 'insufficient-history');
      await clock.advance(120_000);
      assert.equal(Math.round(Number(what(monitor.input().series['query.qps']))), 30);
      monitor.dispose();
    }
  });

  it('reconnects soon after waking, however long its timer still has to go', async () => {
    const { clock, asker, monitor } = setup({ intervalS: 300 });
    await monitor.start();
    await clock.advance(1_000);
    clock.shiftWall(8 * hourMs);
    await clock.advance(10_000);
    assert.equal(asker.resets, 1);
    monitor.dispose();
  });

  it('goes on asking when the wall clock is set back', async () => {
    const { clock, asker, monitor } = setup();
    await monitor.start();
    await clock.advance(60_000);
    clock.shiftWall(-hourMs);
    asker.asked.length = 0;
    await clock.advance(600_000);
    const asked = asker.asked.filter((source) => source === 'frontends').length;
    assert.ok(asked >= 19, String(asked));
    monitor.dispose();
  });

  it('loses no grid time to a slow first round or to a refresh under way', async () => {
    const { clock, asker, monitor, store } = setup();
    asker.hanging.add('sessions');
    await monitor.start();
    await clock.advance(69_000);
    asker.hanging.add('lakeCompactions');
    const refresh = monitor.collectNow();
    await clock.advance(60_000);
    await refresh;
    const first = store.snapshots[0]?.at ?? Number.NaN;
    assert.deepEqual(
      store.snapshots.map(({ at }) => (at - first) / 30_000),
      [0, 1, 2, 3, 4],
    );
    monitor.dispose();
  });

  it('goes on measuring while the history does not answer, and says so', async () => {
    const { clock, asker, monitor, store } = setup();
    await monitor.start();
    await clock.advance(60_000);
    store.append = () => new Promise(() => undefined);
    asker.asked.length = 0;
    await clock.advance(600_000);
    const asked = asker.asked.filter((source) => source === 'frontends').length;
    assert.ok(asked >= 19, String(asked));
    assert.equal(asker.resets, 0);
    assert.notEqual(monitor.status.historyProblem, undefined);
    monitor.dispose();
  });

  it('keeps the figures of the backends when the empty list of compute nodes fails', async () => {
    const { clock, asker, monitor } = setup();
    asker.answers = { ...asker.answers, backends: oneBackend(), computeNodes: [] };
    await monitor.start();
    await clock.advance(200_000);
    asker.failing.set('computeNodes', { why: 'timeout', message: 'no answer' });
    await clock.advance(200_000);
    const { series } = monitor.input();
    assert.deepEqual(
      [series['cpu.avg'], series['compute.alive'], series['tablet.total']].map(what),
      [20, 1, 100],
    );
    monitor.dispose();
  });

  it('names the source and age of disk figures: metrics, or the list while they fail', async () => {
    const { clock, asker, monitor } = setup();
    const { capabilities } = asker.answers;
    asker.answers = {
      ...asker.answers,
      capabilities: { ...capabilities, runMode: 'shared_nothing' },
      backends: oneBackend({ diskTotalBytes: 1000, diskAvailBytes: 400, maxDiskUsedPct: 60 }),
      computeNodes: [],
    };
    const disk = { total: 1000, avail: 300, dataUsed: 700, usable: true };
    asker.computeMetrics = () => computeMetrics({ disks: { '/data': disk } });
    await monitor.start();
    await clock.advance(30_000);
    const told = (id: 'disk.used' | 'disk.max_pct') => {
      const reading = monitor.input().series[id];
      return [what(reading), reading.source];
    };
    assert.deepEqual(told('disk.used'), [700, 'beMetrics']);
    assert.deepEqual(told('disk.max_pct'), [70, 'beMetrics']);
    asker.failing.set('beMetrics be-01', { why: 'malformed', message: 'nonsense' });
    await clock.advance(30_000);
    assert.deepEqual(told('disk.used'), [600, 'backends']);
    assert.deepEqual(told('disk.max_pct'), [60, 'backends']);
    monitor.dispose();
  });

  it('knows the latency of a restarted FE again from its second answer on', async () => {
    const { clock, asker, monitor } = setup();
    let startedAt = 0;
    asker.frontendMetrics = (host) => {
      const life = clock.mono() - (host === 'fe-01' ? startedAt : 0);
      return frontendMetrics({ p99: host === 'fe-01' ? 900 : 90, latencyCount: 1 + life / 100 });
    };
    const latency = () => {
      const reading = monitor.input().nodeSeries.get(nodeId('fe', 'fe-01', 9010))?.['fe.p99'];
      assert.ok(reading !== undefined);
      return what(reading);
    };
    await monitor.start();
    await clock.advance(600_000);
    assert.equal(latency(), 900);
    startedAt = clock.mono();
    await clock.advance(30_000);
    assert.equal(latency(), 'counter-reset');
    await clock.advance(30_000);
    assert.equal(latency(), 900, 'one interval after the restart');
    monitor.dispose();
  });

  it('asks a node that keeps failing less often, the others as before', async () => {
    const { clock, asker, monitor } = setup();
    const times = (host: string) =>
      asker.asked.filter((what) => what === `feMetrics ${host}`).length;
    asker.failing.set('feMetrics fe-02', { why: 'timeout', message: 'no answer' });
    await monitor.start();
    await clock.advance(90_000);
    const [failing, healthy] = [times('fe-02'), times('fe-01')];
    await clock.advance(300_000);
    assert.deepEqual([times('fe-02') - failing, times('fe-01') - healthy], [5, 10]);
    const reading = monitor.live.nodeReading('feMetrics', nodeId('fe', 'fe-02', 9010), clock.now());
    assert.equal(what(reading), 'timeout');

    const before = times('fe-02');
    await monitor.collectNow();
    assert.equal(times('fe-02'), before + 1, 'a person does not wait');
    asker.failing.clear();
    await clock.advance(240_000);
    const recovered = times('fe-02');
    await clock.advance(300_000);
    assert.equal(times('fe-02') - recovered, 10);
    monitor.dispose();
  });

  it('asks a slow node after ten times its duration, and lets its answer hold so long', async () => {
    const { clock, asker, monitor } = setup({ intervalS: 15 });
    const scrape = asker.scrape.bind(asker);
    asker.scrape = async (source, target, ...rest) => {
      const observation = await scrape(source, target, ...rest);
      return target.host === 'cn-02' ? { ...observation, tookMs: 6_000 } : observation;
    };
    const times = (host: string) =>
      asker.asked.filter((what) => what === `beMetrics ${host}`).length;
    await monitor.start();
    await clock.advance(30_000);
    const [slow, quick] = [times('cn-02'), times('cn-01')];
    for (let tick = 0; tick < 40; tick += 1) {
      await clock.advance(15_000);
      const reading = monitor.live.nodeReading(
        'beMetrics',
        nodeId('cn', 'cn-02', 9050),
        clock.now(),
      );
      assert.equal(reading.known, true, `tick ${tick}`);
    }
    assert.deepEqual([times('cn-02') - slow, times('cn-01') - quick], [10, 40]);
    monitor.dispose();
  });

  it('stores that a rate is only a bound', async () => {
    const { clock, asker, monitor, store } = setup();
    await monitor.start();
    await clock.advance(90_000);
    asker.answers = { ...asker.answers, lakeCompactions: [failedCompaction('1')] };
    await clock.advance(90_000);
    const stored = store.snapshots.at(-1);
    assert.equal(typeof stored?.values['compaction.failed'], 'number');
    assert.deepEqual(stored?.state['compaction.failed'], { bound: 'lower' });
    monitor.dispose();
  });

  it('knows that nothing runs from the list that has nodes, not from the empty one', async () => {
    const { clock, asker, monitor } = setup();
    const backends = oneBackend({ runningQueries: 0 });
    asker.answers = { ...asker.answers, backends, computeNodes: [] };
    await monitor.start();
    for (let round = 0; round < 10; round += 1) {
      await clock.advance(30_000);
      assert.equal(what(monitor.input().series['query.running']), 0, `round ${round}`);
    }
    monitor.dispose();
  });

  it('does not let nodes join because their list came late', async () => {
    const { clock, asker, monitor, store } = setup();
    asker.failing.set('computeNodes', { why: 'timeout', message: 'slow' });
    await monitor.start();
    await clock.advance(10_000);
    asker.failing.clear();
    await clock.advance(400_000);
    assert.deepEqual(
      store.snapshots.flatMap(({ events }) => events).filter(({ kind }) => kind === 'node-joined'),
      [],
    );
    monitor.dispose();
  });

  it('names the reason of what is not asked: switched off, quiet, paused', async () => {
    const off = setup({ http: { mode: 'off' }, quiet: true });
    await off.monitor.start();
    await off.clock.advance(60_000);
    assert.equal(what(off.monitor.input().series['query.qps']), 'disabled');
    const rule = off.monitor.judge.state.rules['query.errors'];
    assert.equal(rule?.applicable, false);
    off.monitor.dispose();

    const quiet = setup({ quiet: true });
    await quiet.monitor.start();
    await quiet.clock.advance(60_000);
    assert.equal(what(quiet.monitor.input().series['compaction.over']), 'disabled');
    quiet.monitor.setPaused(true);
    await quiet.clock.advance(600_000);
    assert.equal(what(quiet.monitor.input().series['cpu.avg']), 'paused');
    quiet.monitor.dispose();
  });

  it('says since when something is unknown, not when it failed last', async () => {
    const { clock, asker, monitor } = setup();
    await monitor.start();
    await clock.advance(60_000);
    asker.failing.set('frontends', { why: 'denied', message: 'no' });
    const from = clock.now();
    await clock.advance(600_000);
    const { frontends } = monitor.input();
    assert.ok(!frontends.known && frontends.since - from <= 30_000, JSON.stringify(frontends));
    monitor.dispose();
  });

  it('counts no compaction failures across a gap', async () => {
    const { clock, asker, monitor } = setup();
    await monitor.start();
    await clock.advance(100_000);
    clock.shiftWall(8 * hourMs);
    asker.answers = {
      ...asker.answers,
      lakeCompactions: Array.from({ length: 20 }, (_, n) => failedCompaction(String(n))),
    };
    await clock.advance(40_000);
    assert.equal(what(monitor.input().series['compaction.failed']), 'insufficient-history');
    monitor.dispose();
  });

  it('does not let a hanging SELECT keep the node lists of the first round', async () => {
    const { clock, asker, monitor } = setup();
    asker.hanging.add('clock');
    await monitor.start();
    await clock.advance(5_000);
    assert.equal(what(monitor.input().series['fe.alive']), 3);
    monitor.dispose();
  });

  it('asks a source again that once threw', async () => {
    const { clock, asker, monitor } = setup();
    const ask = asker.ask.bind(asker);
    let isFirst = true;
    asker.ask = async (source, ...rest) => {
      if (source === 'sessions' && isFirst) {
        isFirst = false;
        throw new Error('a bug');
      }
      return ask(source, ...rest);
    };
    await monitor.start();
    await clock.advance(600_000);
    assert.ok(asker.asked.includes('sessions'));
    assert.equal(monitor.status.refreshing, false);
    monitor.dispose();
  });

  it('sees the nodes again within a minute or so after a long outage', async () => {
    const { clock, asker, monitor } = setup();
    await monitor.start();
    await clock.advance(0);
    asker.failing.set('*', { why: 'unreachable', message: 'gone' });
    await clock.advance(1_500_000);
    asker.failing.clear();
    await clock.advance(70_000);
    assert.equal(what(monitor.input().series['fe.alive']), 3);
    monitor.dispose();
  });

  it('does not call an idle FE frozen because one query fell between two scrapes', async () => {
    const { clock, asker, monitor } = setup();
    asker.frontendMetrics = () =>
      frontendMetrics({
        qpsGauge: 0,
        queryTotal: clock.mono() > 90_000 ? 101 : 100,
        maxTabletCompactionScore: 5,
      });
    await monitor.start();
    await clock.advance(200_000);
    assert.equal(what(monitor.input().series['compaction.score']), 5);
    monitor.dispose();
  });

  it('leaves dead nodes out of the state of a source', async () => {
    const { clock, asker, monitor } = setup();
    await monitor.start();
    await clock.advance(30_000);
    asker.failing.set('feMetrics fe-03', { why: 'unreachable', message: 'refused' });
    await clock.advance(30_000);
    asker.answers = {
      ...asker.answers,
      frontends: [aFrontend('fe-01', { role: 'LEADER' }), aFrontend('fe-03', { alive: false })],
    };
    await clock.advance(300_000);
    assert.equal(sourceOf(monitor, clock, 'feMetrics')?.state, 'ok');
    monitor.dispose();
  });

  it('takes the life-long count of a device that appears for no traffic', async () => {
    const { clock, asker, monitor } = setup();
    asker.computeMetrics = () =>
      computeMetrics({
        network: {
          eth0: { receive: clock.mono(), send: 0 },
          ...(clock.mono() > 70_000 ? { eth1: { receive: 1e12, send: 0 } } : {}),
        },
      });
    await monitor.start();
    await clock.advance(60_000);
    assert.equal(what(monitor.input().series['net.rx']), 2_000);
    await clock.advance(45_000);
    assert.equal(what(monitor.input().series['net.rx']), 'counter-reset');
    monitor.dispose();
  });

  it('tells an FE whose heartbeat fails from one that is down by its answers to SQL', async () => {
    const { clock, asker, monitor } = setup();
    const row = aFrontend('fe-02', { alive: false });
    asker.answers = { ...asker.answers, frontends: [aFrontend('fe-01', { role: 'LEADER' }), row] };
    asker.answering.add('fe-01').add('fe-02');
    await monitor.start();
    await clock.advance(120_000);
    const titles = () => openProblems(monitor.judge.state).map(({ title }) => title.id);
    assert.deepEqual(titles(), ['health.heartbeat.title']);
    asker.answering.delete('fe-02');
    await clock.advance(120_000);
    assert.deepEqual(titles(), ['health.down.title']);
    monitor.dispose();
  });

  it('sees two leaders, or none, in what the FEs say of themselves', async () => {
    const { clock, asker, monitor } = setup();
    let leaders = ['fe-01'];
    asker.frontendMetrics = (host) => frontendMetrics({ isLeader: leaders.includes(host) });
    const open = () => openProblems(monitor.judge.state).map(({ title }) => title.id);
    await monitor.start();
    await clock.advance(120_000);
    assert.deepEqual(open(), []);
    leaders = ['fe-01', 'fe-03'];
    await clock.advance(120_000);
    assert.deepEqual(open(), ['health.leader.several']);
    leaders = [];
    await clock.advance(180_000);
    assert.deepEqual(open(), ['health.leader.title']);
    // The one that the list names does not answer: the silence of the others proves nothing.
    asker.failing.set('feMetrics fe-01', { why: 'timeout', message: 'no answer' });
    await clock.advance(120_000);
    assert.equal(monitor.input().leaderClaims.known, false);
    monitor.dispose();
  });

  it('does not judge by less than half of the FEs', async () => {
    const { clock, asker, monitor } = setup();
    asker.frontendMetrics = () => frontendMetrics({ isLeader: false });
    for (const host of ['fe-01', 'fe-02']) {
      asker.failing.set(`feMetrics ${host}`, { why: 'timeout', message: 'no answer' });
    }
    await monitor.start();
    await clock.advance(60_000);
    const { leaderClaims } = monitor.input();
    assert.equal(what(leaderClaims), 'timeout');
    monitor.dispose();
  });

  it('shows a leader known from metrics as old as those metrics', async () => {
    const { clock, asker, monitor } = setup();
    asker.frontendMetrics = (host) => frontendMetrics({ isLeader: host === 'fe-01' });
    await monitor.start();
    await clock.advance(20_000);
    asker.failing.set('frontends', { why: 'timeout', message: 'no answer' });
    await clock.advance(65_000);
    const { leader, feMetrics } = monitor.input();
    const proof = feMetrics.get(nodeId('fe', 'fe-01', 9010));
    assert.ok(leader.known && proof?.known === true);
    assert.equal(leader.observedAt, proof.observedAt);
    monitor.dispose();
  });
});
