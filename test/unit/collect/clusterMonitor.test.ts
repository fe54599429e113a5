import assert from 'node:assert/strict';
import type { RoundReport } from '../../../src/shared/api';
import type { ClusterProfile } from '../../../src/shared/clusterProfile';
import { computeScore, openProblems } from '../../../src/extension/alerts/score';
import { renderPhrase } from '../../../src/shared/format';
import { ClusterMonitor } from '../../../src/extension/collect/clusterMonitor';
import { NetworkSight } from '../../../src/extension/collect/networkSight';
import { computeCompactionStats } from '../../../src/extension/overview/compactionStats';
import { aComputeNode, FakeAsker, frontendMetrics } from './support/fakeAsker';
import { aProfile, quietLog } from './support/aProfile';
import { ManualClock, settle } from './support/manualClock';
import { MemoryStore } from './support/memoryStore';

const begin = 1_750_000_010_000;
const profile = aProfile;

type Setup = {
  readonly clock: ManualClock;
  readonly asker: FakeAsker;
  readonly store: MemoryStore;
  readonly monitor: ClusterMonitor;
  readonly reports: RoundReport[];
};

function setup(more: Partial<ClusterProfile> = {}, store = new MemoryStore()): Setup {
  const clock = new ManualClock(begin);
  const asker = new FakeAsker(clock);
  const reports: RoundReport[] = [];
  const monitor = new ClusterMonitor({
    profile: { ...profile, ...more },
    asker,
    store,
    clock,
    log: quietLog,
    network: new NetworkSight(),
  });
  monitor.onDidCollect((report) => reports.push(report));
  return { clock, asker, store, monitor, reports };
}

const why = (reading: { known: boolean; why?: string; value?: unknown }) =>
  reading.known ? reading.value : reading.why;

describe('ClusterMonitor', () => {
  it('begins at once, then keeps to the wall-clock grid and stores each grid time once', async () => {
    const { clock, store, monitor, reports } = setup();
    await monitor.start();
    await clock.advance(99_000);

    const first = Math.floor(begin / 30_000) * 30_000;
    const expected = [0, 1, 2, 3].map((slot) => first + slot * 30_000);
    assert.deepEqual(
      store.snapshots.map(({ at }) => at),
      expected,
    );
    assert.deepEqual(
      reports.map(({ at, saved }) => [at, saved]),
      expected.map((at) => [at, true]),
    );
    monitor.dispose();
  });

  it('asks every node it learns of within the first round', async () => {
    const { clock, asker, monitor } = setup();
    await monitor.start();
    await clock.advance(0);
    const scraped = asker.asked.filter((what) => what.includes('Metrics ')).sort();
    assert.deepEqual(scraped, [
      'beMetrics cn-01',
      'beMetrics cn-02',
      'feMetrics fe-01',
      'feMetrics fe-02',
      'feMetrics fe-03',
    ]);
    monitor.dispose();
  });

  it('blames the version only for cells that it has no column for', async () => {
    const { clock, asker, monitor } = setup();
    asker.lacking.set('computeNodes', ['cpuUsedPct', 'memLimitBytes']);
    const row = aComputeNode('cn-01', { cpuUsedPct: null, memUsedPct: null });
    asker.answers = { ...asker.answers, computeNodes: [row] };
    await monitor.start();
    await clock.advance(0);
    const { nodeSeries, series, unknownColumns } = monitor.input();
    const figures = nodeSeries.get(row.node);
    assert.ok(figures?.['be.cpu'] !== undefined && figures['be.mem'] !== undefined);
    assert.deepEqual([figures['be.cpu'], figures['be.mem']].map(why), [
      'unsupported-version',
      'not-recorded',
    ]);
    assert.deepEqual([series['cpu.avg'], series['mem.avg']].map(why), [
      'unsupported-version',
      'not-recorded',
    ]);
    assert.deepEqual([...unknownColumns], [['computeNodes', ['cpuUsedPct', 'memLimitBytes']]]);
    monitor.dispose();
  });

  it('makes rates per process from two scrapes and sums them over all FEs', async () => {
    const { clock, asker, monitor } = setup();
    const speed: Record<string, number> = { 'fe-01': 10, 'fe-02': 20, 'fe-03': 30 };
    asker.frontendMetrics = (host) =>
      frontendMetrics({ queryTotal: 1_000 + (speed[host] ?? Number.NaN) * (clock.mono() / 1000) });
    await monitor.start();
    await clock.advance(0);
    assert.equal(why(monitor.input().series['query.qps']), 'insufficient-history');
    await clock.advance(60_000);
    const qps = monitor.input().series['query.qps'];
    assert.ok(qps.known && Math.abs(qps.value - 60) < 1e-6, JSON.stringify(qps));
    assert.deepEqual(qps.coverage, { have: 3, of: 3, missing: [] });
    monitor.dispose();
  });

  it('keeps a partial sum as a lower bound when one FE does not answer, and touches nothing else', async () => {
    const { clock, asker, monitor } = setup();
    asker.frontendMetrics = () => frontendMetrics({ queryTotal: clock.mono() / 100 });
    asker.failing.set('feMetrics fe-02', { why: 'timeout', message: 'no answer in 3 s' });
    await monitor.start();
    await clock.advance(60_000);
    const { series, nodeSeries } = monitor.input();
    const qps = series['query.qps'];
    assert.ok(qps.known && qps.bound === 'lower' && Math.abs(qps.value - 20) < 1e-6);
    assert.deepEqual(qps.coverage, { have: 2, of: 3, missing: ['fe:fe-02:9010'] });
    assert.equal(why(nodeSeries.get('fe:fe-02:9010')?.['fe.heap'] ?? { known: false }), 'timeout');
    assert.equal(why(series['cpu.avg']), 20);
    assert.equal(why(series['fe.alive']), 3);
    monitor.dispose();
  });

  it('ends the round without a source that hangs, and does not ask it twice', async () => {
    const { clock, asker, monitor, reports } = setup();
    asker.hanging.add('partitions');
    await monitor.start();
    await clock.advance(400_000);
    assert.ok(reports.length >= 13, String(reports.length));
    assert.equal(asker.asked.filter((what) => what === 'partitions').length, 1);
    assert.equal(why(monitor.input().series['compaction.over']), 'not-collected-yet');
    monitor.dispose();
  });

  it('stores a count of partitions that it may not see as denied, as the panel says', async () => {
    const { clock, store, monitor } = setup();
    await monitor.start();
    await clock.advance(0);
    const input = monitor.input();
    assert.equal(why(input.series['compaction.over']), 'denied');
    assert.equal(why(computeCompactionStats(input, monitor.judge.state).partitionsOver), 'denied');
    assert.equal(store.snapshots[0]?.values['compaction.over'], null);
    assert.deepEqual(store.snapshots[0].state['compaction.over'], { why: 'denied' });
    monitor.dispose();
  });

  it('says that no FE answers, with its words, and recovers by itself', async () => {
    const { clock, asker, monitor } = setup();
    await monitor.start();
    await clock.advance(0);
    assert.equal(monitor.status.connected, true);
    asker.failing.set('*', { why: 'unreachable', message: 'connect ECONNREFUSED fe-01:9030' });
    await clock.advance(60_000);
    assert.equal(monitor.status.connected, false);
    assert.equal(monitor.status.message, 'connect ECONNREFUSED fe-01:9030');
    asker.failing.clear();
    await clock.advance(300_000);
    assert.equal(monitor.status.connected, true);
    assert.equal(monitor.status.message, undefined);
    monitor.dispose();
  });

  it('reconnects at once after sleep and makes no rate across the gap', async () => {
    const { clock, asker, store, monitor } = setup();
    asker.frontendMetrics = () => frontendMetrics({ queryTotal: clock.mono() });
    await monitor.start();
    await clock.advance(60_000);
    const before = store.snapshots.length;
    await clock.sleep(2 * 3_600_000);
    assert.equal(asker.resets, 1);
    assert.equal(why(monitor.input().series['query.qps']), 'insufficient-history');
    assert.equal(store.snapshots.length, before + 1);
    monitor.dispose();
  });

  it('sends nothing while paused and starts anew when resumed', async () => {
    const { clock, asker, monitor } = setup();
    await monitor.start();
    await clock.advance(30_000);
    monitor.setPaused(true);
    const asked = asker.asked.length;
    await clock.advance(300_000);
    assert.equal(asker.asked.length, asked);
    monitor.setPaused(false);
    await settle();
    assert.ok(asker.asked.length > asked);
    monitor.dispose();
  });

  it('says that history is not being saved while the disk is full, and goes on measuring', async () => {
    const { clock, store, monitor, reports } = setup();
    store.full = true;
    await monitor.start();
    await clock.advance(0);
    assert.equal(monitor.status.historyProblem, 'The disk is full.');
    assert.equal(reports.at(-1)?.saved, false);
    store.full = false;
    await clock.advance(30_000);
    assert.equal(monitor.status.historyProblem, undefined);
    monitor.dispose();
  });

  it('tells of the history that is not being saved as a problem, until it is', async () => {
    const { clock, store, monitor } = setup();
    const open = () => openProblems(monitor.judge.state).map(({ rule }) => rule);
    store.full = true;
    await monitor.start();
    await clock.advance(60_000);
    assert.deepEqual(open(), ['monitor.history']);
    await monitor.collectNow();
    assert.equal(monitor.status.historyProblem, 'The disk is full.', 'a refresh saves nothing');
    store.full = false;
    await clock.advance(180_000);
    assert.deepEqual(open(), []);
    monitor.dispose();
  });

  it('calls a silent cluster unreachable only if its host, a node or another cluster answers', async () => {
    const { clock, asker, monitor } = setup();
    const state = () => ({
      problems: openProblems(monitor.judge.state)
        .filter(({ level }) => level !== 'info')
        .map(({ rule, state: now }) => `${rule} ${now}`),
      verdict: computeScore(monitor.judge.state, monitor.input()).verdict,
    });
    asker.answers = { ...asker.answers, computeNodes: [aComputeNode('cn-01', { alive: false })] };
    await monitor.start();
    await clock.advance(150_000);
    assert.deepEqual(state(), { problems: ['node.down open'], verdict: 'critical' });

    asker.via = undefined;
    asker.failing.set('*', { why: 'unreachable', message: 'connect ETIMEDOUT' });
    await clock.advance(120_000);
    assert.deepEqual(state(), { problems: ['node.down unverified'], verdict: 'unknown' });

    const message = 'connect ECONNREFUSED';
    asker.closedFrontends = [{ frontend: 'fe-01:9030', message, refused: true }];
    await clock.advance(30_000);
    assert.deepEqual(state(), {
      problems: ['node.down held', 'cluster.unreachable open'],
      verdict: 'unknown',
    });
    const unreachable = openProblems(monitor.judge.state).find(
      ({ rule }) => rule === 'cluster.unreachable',
    );
    assert.ok(unreachable !== undefined);
    assert.match(
      renderPhrase(unreachable.evidence),
      /^No FE accepts a connection, in two rounds\. fe-01:9030: connect ECONNREFUSED\. Its host/,
    );
    assert.equal(unreachable.nextStep.kind, 'testConnection');

    asker.via = 'fe-01:9030';
    asker.failing.clear();
    await clock.advance(120_000);
    assert.deepEqual(state(), { problems: ['node.down open'], verdict: 'critical' });
    monitor.dispose();
  });

  it('holds a silence for two rounds after a gap', async () => {
    const { clock, asker, monitor } = setup();
    await monitor.start();
    asker.via = undefined;
    asker.failing.set('*', { why: 'unreachable', message: 'connect ECONNREFUSED' });
    asker.closedFrontends = [{ frontend: 'fe-01:9030', message: 'refused', refused: true }];
    await clock.sleep(20 * 60_000);
    const states: (string | undefined)[] = [];
    for (let round = 0; round < 5; round += 1) {
      await clock.advance(30_000);
      const found = openProblems(monitor.judge.state).find(
        ({ rule }) => rule === 'cluster.unreachable',
      );
      states.push(found?.state);
    }
    assert.ok(states.includes('held'), JSON.stringify(states));
    assert.equal(states.at(-1), 'open');
    assert.ok(states.indexOf('open') > states.indexOf('held'));
    monitor.dispose();
  });

  it('stores a grid of 30 s although it asks HTTP every 15 s', async () => {
    const { clock, asker, store, monitor } = setup({ intervalS: 15 });
    await monitor.start();
    await clock.advance(120_000);
    assert.ok(store.snapshots.every(({ at }) => at % 30_000 === 0));
    const scrapes = asker.asked.filter((what) => what === 'feMetrics fe-01').length;
    const lists = asker.asked.filter((what) => what === 'frontends').length;
    assert.ok(scrapes >= 7 && lists <= 5, `${String(scrapes)} ${String(lists)}`);
    monitor.dispose();
  });

  it('asks what is due for a viewer at once, and keeps what it knew until then', async () => {
    const { clock, asker, monitor } = setup();
    await monitor.start();
    await clock.advance(100_000);
    const sessions = () => asker.asked.filter((what) => what === 'sessions').length;
    const before = sessions();
    asker.hanging.add('sessions');
    monitor.setVisible('panel', true);
    assert.equal(monitor.input().sessions.known, true);
    await settle();
    assert.equal(sessions(), before + 1);
    monitor.dispose();
  });

  it('asks for the running queries only while a node runs any', async () => {
    const { clock, asker, monitor } = setup();
    asker.answers = {
      ...asker.answers,
      computeNodes: [aComputeNode('cn-01', { runningQueries: 0 })],
    };
    await monitor.start();
    // The first round asks before it knows the nodes.
    await clock.advance(0);
    const before = asker.asked.filter((what) => what === 'runningQueries').length;
    await clock.advance(120_000);
    assert.equal(asker.asked.filter((what) => what === 'runningQueries').length, before);
    const { runningQueries, series } = monitor.input();
    assert.equal(why(series['query.running']), 0);
    // The list of nodes said so; nobody was asked for queries.
    assert.equal(series['query.running'].source, 'computeNodes');
    assert.equal(runningQueries.source, 'computeNodes');
    monitor.dispose();
  });

  it('reads yesterday once an hour, and compares every round with it', async () => {
    const store = new MemoryStore();
    const dayMs = 86_400_000;
    const first = Math.floor(begin / 30_000) * 30_000;
    for (let at = first - dayMs - 1_200_000; at < first - dayMs + 3 * 3_600_000; at += 30_000) {
      const values = { 'query.qps': at / 1000 };
      store.snapshots.push({ at, values, state: {}, nodes: {}, problems: [], events: [] });
    }
    const { clock, monitor } = setup({}, store);
    await monitor.start();
    for (let round = 0; round < 150; round += 1) {
      await clock.advance(30_000);
      const now = Math.floor(clock.now() / 30_000) * 30_000;
      const found = monitor
        .input()
        .history.samples('query.qps', null, now - dayMs - 600_000, now - dayMs + 30_000);
      assert.equal(found.length, 21, `round ${round}`);
    }
    // The start itself, and 75 minutes in stretches of an hour: an idle database leaves the memory.
    assert.equal(store.read.length, 1 + 2);
    monitor.dispose();
  });

  it('does not call a round lost because yesterday could not be read', async () => {
    const { clock, store, monitor, reports } = setup();
    store.samples = async () => Promise.reject(new Error('no memory'));
    await monitor.start();
    await clock.advance(30_000);
    assert.deepEqual(
      reports.map(({ saved }) => saved),
      [true, true],
    );
    monitor.dispose();
  });

  it('takes open problems over from the history after a restart', async () => {
    const store = new MemoryStore();
    store.snapshots.push({
      at: begin - 30_000,
      values: {},
      state: {},
      nodes: {},
      problems: [
        { rule: 'fe.down', subject: 'fe:fe-02:9010', level: 'warning', since: begin - 900_000 },
      ],
      events: [],
    });
    const { clock, asker, monitor } = setup({}, store);
    asker.answers = {
      ...asker.answers,
      frontends: asker.answers.frontends.map((row) =>
        row.host === 'fe-02' ? { ...row, alive: false } : row,
      ),
    };
    await monitor.start();
    await clock.advance(0);
    const open = monitor.judge.openProblems().find(({ rule }) => rule === 'fe.down');
    assert.equal(open?.since, begin - 900_000);
    assert.deepEqual(
      store.snapshots.at(-1)?.events.filter(({ kind }) => kind === 'problem-begun'),
      [],
    );
    monitor.dispose();
  });

  it('records the loss of a node and of the leader as events of the round that saw them', async () => {
    const { clock, asker, store, monitor } = setup();
    await monitor.start();
    await clock.advance(0);
    const [first, second, third] = asker.answers.frontends;
    assert.ok(first !== undefined && second !== undefined && third !== undefined);
    asker.answers = {
      ...asker.answers,
      frontends: [
        { ...first, alive: false, role: 'FOLLOWER' },
        { ...second, role: 'LEADER' },
        third,
      ],
    };
    await clock.advance(60_000);
    const events = store.snapshots.flatMap((snapshot) => snapshot.events);
    assert.deepEqual(
      events
        .filter(({ kind }) => !kind.startsWith('problem'))
        .map(({ kind, node }) => [kind, node]),
      [
        ['node-down', 'fe:fe-01:9010'],
        ['leader-changed', 'fe:fe-02:9010'],
      ],
    );
    monitor.dispose();
  });

  it('stops asking when it is disposed in mid-round', async () => {
    const { clock, asker, store, monitor } = setup();
    asker.hanging.add('frontends');
    await monitor.start();
    await settle();
    monitor.dispose();
    const asked = asker.asked.length;
    await clock.advance(120_000);
    assert.equal(asker.asked.length, asked);
    assert.deepEqual(store.snapshots, []);
  });
});
