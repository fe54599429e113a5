import assert from 'node:assert/strict';
import { emptyEvaluatorState } from '../../../src/extension/alerts/evaluatorState';
import { assembleInTurns, assembleModules } from '../../../src/extension/overview/assemble';
import { computeClusterHealth } from '../../../src/extension/overview/clusterHealth';
import { computeCompactionStats } from '../../../src/extension/overview/compactionStats';
import { computeNetworkIoStats } from '../../../src/extension/overview/networkIoStats';
import { computeNodeDetails } from '../../../src/extension/overview/nodeDetails';
import type { OverviewInput } from '../../../src/extension/overview/overviewInput';
import { computedModules } from '../../../src/extension/overview/registry';
import { computeResourceMetrics } from '../../../src/extension/overview/resourceMetrics';
import type { LakeCompactionRow } from '../../../src/extension/starrocks/sources/lakeCompactions';
import { renderPhrase } from '../../../src/shared/format';
import { moduleIds } from '../../../src/shared/model/extendedOverview';
import { unknown, type Reading } from '../../../src/shared/reading';
import {
  beMetricsOf,
  compute,
  dead,
  FakeHistory,
  feMetricsOf,
  frontend,
  got,
  inputOf,
  kill,
  many,
  minute,
  Run,
  sharedData,
  sharedNothing,
  start,
  type Scene,
} from './builders';

const input = (scene: Scene): OverviewInput => inputOf(scene, start, new FakeHistory());
const valueOf = <T>(reading: Reading<T>) => (reading.known ? reading.value : reading.why);
const rowsOf = <T>(reading: Reading<{ rows: readonly T[] }>) => {
  assert.ok(reading.known);
  return reading.value.rows;
};

describe('assembleModules', () => {
  it('computes the modules asked for; trends are not among them', () => {
    const all = assembleModules(input(sharedData()), emptyEvaluatorState, moduleIds);
    assert.deepEqual(Object.keys(all).sort(), computedModules.map(({ id }) => id).sort());
    assert.ok(Object.values(all).every((reading) => reading.known));
    const some = assembleModules(input(sharedData()), emptyEvaluatorState, ['kpis']);
    assert.deepEqual(Object.keys(some), ['kpis']);
  });

  it('gives the same in turns, and lets others have theirs after each module', async () => {
    const moment = input(sharedData());
    let turns = 0;
    const modules = await assembleInTurns(moment, emptyEvaluatorState, moduleIds, async () => {
      turns += 1;
      await Promise.resolve();
    });
    assert.deepEqual(modules, assembleModules(moment, emptyEvaluatorState, moduleIds));
    assert.equal(turns, computedModules.length);
  });

  it('lets a broken module fail alone, with its message', () => {
    const broken = computedModules.map((module) =>
      module.id === 'kpis'
        ? {
            id: 'kpis' as const,
            compute: () => {
              throw new Error('broken');
            },
          }
        : module,
    );
    const modules = assembleModules(input(sharedData()), emptyEvaluatorState, moduleIds, broken);
    const { kpis, nodes } = modules;
    assert.ok(kpis !== undefined && !kpis.known);
    assert.equal(kpis.why, 'failed');
    assert.equal(renderPhrase(kpis.detail!), 'broken');
    assert.equal(nodes?.known, true);
  });

  it('gives modules before anything was asked: every value has its reason', () => {
    const blank = unknown('not-collected-yet', start);
    const over = {
      leader: blank,
      capabilities: blank,
      frontends: blank,
      backends: blank,
      computeNodes: blank,
      sessions: blank,
      runningQueries: blank,
      lakeCompactions: blank,
      partitions: blank,
      feConfig: blank,
      feMetrics: new Map(),
      beMetrics: new Map(),
    };
    const modules = assembleModules(
      inputOf(sharedData(3, { over }), start, new FakeHistory()),
      emptyEvaluatorState,
      moduleIds,
    );
    assert.ok(Object.values(modules).every((reading) => reading.known));
    assert.equal(modules.health?.known && modules.health.value.verdict, 'unknown');
  });
});

describe('node details', () => {
  const details = (scene: Scene, over: Partial<OverviewInput> = {}) =>
    computeNodeDetails({ ...input(scene), ...over }, emptyEvaluatorState);

  it('keep natural order: cn-2 before cn-10', () => {
    const { compute: nodes } = details(
      sharedData(0, { nodes: [10, 2, 1].map((n) => compute('cn', n)) }),
    );
    assert.deepEqual(
      rowsOf(nodes).map(({ host }) => host),
      ['cn-1', 'cn-2', 'cn-10'],
    );
  });

  it('know nothing of a dead node but its last values', () => {
    const scene = kill(sharedData(), 'cn-2');
    const stale = new Map([
      ['cn:cn-2:9050', { 'be.cpu': got(58, start), 'be.mem': unknown('timeout', start) }],
    ]);
    const row = rowsOf(details(scene, { nodeSeries: stale }).compute)[1];
    assert.equal(row?.state, 'down');
    assert.equal(valueOf(row.cpuPct), 'node-down');
    assert.deepEqual(!row.cpuPct.known && row.cpuPct.last, { value: 58, observedAt: start });
    assert.equal(valueOf(row.memPct), 'node-down');
    assert.equal(valueOf(row.tablets), 1000, "the FE's own count stays");
  });

  it('never call a dead node ok before it is judged', () => {
    const rows = rowsOf(details(kill(sharedData(), 'cn-2', 'fe-3')).compute);
    assert.deepEqual(
      rows.map(({ verdict }) => verdict),
      ['ok', 'unknown', 'ok'],
    );
  });

  it('never call an FE ok whose metrics are owed', () => {
    const feMetrics = new Map([['fe:fe-2:9010', unknown('denied', start)]]);
    const rows = rowsOf(details(sharedData(), { feMetrics }).frontends);
    assert.deepEqual(
      rows.map(({ state, verdict }) => `${state} ${verdict}`),
      ['up ok', 'partial unknown', 'up ok'],
    );
  });

  it('tell an FE that answers SQL without a heartbeat from one that is down', () => {
    const scene = kill(sharedData(), 'fe-2', 'fe-3');
    const answeringSql = new Set(['fe:fe-2:9010']);
    const rows = rowsOf(details(scene, { answeringSql }).frontends);
    assert.deepEqual(
      rows.map(({ state, verdict, qps }) => `${state} ${verdict} ${String(valueOf(qps))}`).slice(1),
      ['no-heartbeat unknown unreachable', 'down unknown node-down'],
    );
  });

  it('take the verdict from the rules', () => {
    const run = new Run(kill(sharedData(), 'cn-2')).for(5 * minute);
    const rows = rowsOf(computeNodeDetails(run.input, run.state).compute);
    assert.deepEqual(
      rows.map(({ verdict }) => verdict),
      ['ok', 'critical', 'ok'],
    );
  });

  it('tell partly measured, decommissioning and unclear nodes apart', () => {
    const nodes = [
      compute('be', 1),
      compute('be', 2, { decommissioned: true }),
      compute('be', 3, { alive: null }),
      compute('be', 4, dead),
    ];
    const scene = sharedNothing(0, { nodes });
    const beMetrics = new Map([['be:be-1:9050', unknown('timeout', start)]]);
    assert.deepEqual(
      rowsOf(details(scene, { beMetrics }).compute).map(({ state }) => state),
      ['partial', 'decommissioning', 'unknown', 'down'],
    );
    const off = new Map([['be:be-1:9050', unknown('disabled', start)]]);
    assert.equal(rowsOf(details(scene, { beMetrics: off }).compute)[0]?.state, 'up');
  });

  it('have no disks on compute nodes', () => {
    const [row] = rowsOf(details(sharedData(1)).compute);
    assert.equal(row && valueOf(row.diskPct), 'not-applicable');
  });

  it('show the list that answers while the other one fails, as a lower bound', () => {
    const { compute: nodes } = details(sharedData(), { backends: unknown('timeout', start) });
    assert.equal(rowsOf(nodes).length, 3);
    assert.equal(nodes.known && nodes.bound, 'lower');
  });

  it('are cut to 50 of a large fleet', () => {
    const { compute: nodes } = details(sharedData(80));
    assert.ok(nodes.known);
    assert.deepEqual([nodes.value.rows.length, nodes.value.total], [50, 80]);
  });
});

describe('compaction stats', () => {
  const task = (txnId: string, over: Partial<LakeCompactionRow> = {}): LakeCompactionRow => ({
    table: 'sales.orders',
    partitionId: '1',
    txnId,
    startedAt: start - 10_000,
    committedAt: null,
    finishedAt: null,
    error: null,
    profile: null,
    ...over,
  });
  const stats = (scene: Scene, over: Partial<OverviewInput> = {}) =>
    computeCompactionStats({ ...input(scene), ...over }, emptyEvaluatorState);

  it('have no scores and transactions where there are none, though a first round asked', () => {
    const { partitions, partitionsSeen, partitionsOver, tasks } = stats(sharedNothing());
    const reasons = [partitions, partitionsSeen, partitionsOver, tasks].map((reading) =>
      reading.known ? 'known' : reading.why,
    );
    assert.deepEqual(reasons, Array(4).fill('not-applicable'));
  });

  it('list running tasks first, then the newest; what ended is a lower bound', () => {
    const lakeCompactions = got(
      [
        task('old', { finishedAt: start, startedAt: start - 90_000 }),
        task('failed', { error: 'boom', startedAt: start - 1_000 }),
        task('run'),
        task('committed', { committedAt: start, startedAt: start - 20_000 }),
      ],
      start,
      'lakeCompactions' as const,
    );
    const module = stats(sharedData(), { lakeCompactions });
    assert.deepEqual(
      rowsOf(module.tasks).map(({ txnId, state }) => `${txnId} ${state}`),
      ['run running', 'committed committed', 'failed failed', 'old finished'],
    );
    assert.deepEqual([valueOf(module.finished), valueOf(module.failed)], [1, 1]);
    assert.equal(module.finished.known && module.finished.bound, 'lower');
    assert.equal(valueOf(module.successRate), 50);
  });

  it('know no success before a task has ended; the ratio of two bounds is none', () => {
    const of = (...rows: readonly LakeCompactionRow[]) =>
      stats(sharedData(), { lakeCompactions: got(rows, start, 'lakeCompactions' as const) })
        .successRate;
    assert.equal(valueOf(of(task('run'))), 'no-traffic');
    const all = of(task('run'), task('old', { finishedAt: start }));
    assert.equal(valueOf(all), 100);
    assert.ok(all.known && all.bound === undefined);
    assert.equal(valueOf(of(task('failed', { error: 'boom' }))), 0);
    const none = unknown('not-applicable', start);
    assert.equal(
      valueOf(stats(sharedNothing(), { lakeCompactions: none }).successRate),
      'not-applicable',
    );
  });

  it('hold each BE against its own limit of versions, assumed where it has not told', () => {
    const setting = (backend: string, value: string) => ({
      backend,
      key: 'tablet_max_versions',
      value,
    });
    const scene = sharedNothing();
    const [first] = scene.nodes;
    assert.ok(first !== undefined);
    const module = stats(scene, {
      beConfig: got([setting(first.id, '700')], start, 'beConfig' as const),
    });
    assert.deepEqual(
      rowsOf(module.backends)
        .slice(0, 2)
        .map(({ versionLimit, versionLimitAssumed }) => [versionLimit, versionLimitAssumed]),
      [
        [700, false],
        [1000, true],
      ],
    );
  });

  it('say what is assumed of the configuration', () => {
    const assumed = stats(sharedData(), { feConfig: unknown('denied', start) });
    assert.deepEqual(assumed.marks, {
      selectorMin: 10,
      slowdown: 100,
      slowdownEnabled: true,
      critical: 500,
      upperBound: 2000,
      assumed: true,
    });
    assert.equal(valueOf(assumed.maxTasks), 'denied');
    const read = stats(sharedData());
    assert.deepEqual(
      [read.marks.assumed, read.marks.upperBound, read.marks.slowdownEnabled],
      [false, null, false],
    );
  });

  it('allow 16 tasks for each alive node unless configured', () => {
    assert.equal(valueOf(stats(kill(sharedData(), 'cn-1')).maxTasks), 32);
    const configured = (n: string) => sharedData(3, { config: { lake_compaction_max_tasks: n } });
    assert.equal(valueOf(stats(configured('0')).maxTasks), 0);
    assert.equal(valueOf(stats(configured('8')).maxTasks), 8);
    assert.equal(valueOf(stats(configured('x')).maxTasks), 'malformed');
    assert.equal(valueOf(stats(sharedNothing()).maxTasks), 'not-applicable');
  });

  it('grade the score: fine, busy, then as the rule says; unknown is never fine', () => {
    const level = (score: number | 'timeout', ms: number) => {
      const run = new Run(sharedData(3, { series: { 'compaction.score': score } })).for(ms);
      return computeCompactionStats(run.input, run.state).level;
    };
    assert.equal(level(10, minute), 'ok');
    assert.equal(level(100, minute), 'info');
    assert.equal(level(142, minute), 'info', 'not for five minutes yet');
    assert.equal(level(142, 6 * minute), 'warning');
    assert.equal(level(501, 6 * minute), 'critical');
    assert.equal(level('timeout', minute), 'unknown');
  });

  it('take an empty partition list of a cluster with tables as denied', () => {
    const partitions = got(
      { worst: [], seen: 0, over: 0, threshold: 100 },
      start,
      'partitions' as const,
    );
    const module = stats(sharedData(), { partitions });
    assert.deepEqual(
      [valueOf(module.partitions), valueOf(module.partitionsOver), valueOf(module.partitionsSeen)],
      ['denied', 'denied', 'denied'],
    );
    const feMetrics = new Map([
      ['fe:fe-1:9010', got(feMetricsOf({ tables: 0 }), start, 'feMetrics' as const)],
    ]);
    assert.equal(valueOf(stats(sharedData(), { partitions, feMetrics }).partitionsSeen), 0);
  });
});

describe('resource metrics', () => {
  const metrics = (scene: Scene, over: Partial<OverviewInput> = {}) =>
    computeResourceMetrics({ ...input(scene), ...over });

  it('weigh the heap by its size and name what is missing', () => {
    const feMetrics = new Map([
      ['fe:fe-1:9010', got(feMetricsOf({ heapUsedBytes: 80, heapMaxBytes: 100 }), start)],
      ['fe:fe-2:9010', got(feMetricsOf({ heapUsedBytes: 30, heapMaxBytes: 300 }), start)],
      ['fe:fe-3:9010', unknown('timeout', start)],
    ]);
    const { average } = metrics(sharedData(), { feMetrics }).heap;
    assert.ok(average.known);
    assert.equal(average.value, 27.5);
    assert.deepEqual(average.coverage, { have: 2, of: 3, missing: ['fe:fe-3:9010'] });
    assert.equal(average.bound, undefined);
  });

  it('name the node behind a maximum', () => {
    const beMetrics = new Map([
      ['cn:cn-1:9050', got(beMetricsOf({ fdUsed: 800, load1m: 3 }), start)],
      ['cn:cn-2:9050', got(beMetricsOf({ load1m: 9 }), start)],
      ['cn:cn-3:9050', unknown('timeout', start)],
    ]);
    const { fileDescriptors, loadAverage } = metrics(sharedData(), { beMetrics });
    assert.deepEqual(valueOf(fileDescriptors), { node: 'cn:cn-1:9050', value: 80 });
    assert.deepEqual(valueOf(loadAverage), { node: 'cn:cn-2:9050', value: 9 });
    assert.equal(loadAverage.known && loadAverage.bound, 'lower');
  });

  it('tell absent figures from unusable ones', () => {
    const one = (over: Parameters<typeof beMetricsOf>[0]) =>
      metrics(sharedData(1), {
        beMetrics: new Map([['cn:cn-1:9050', got(beMetricsOf(over), start)]]),
      });
    assert.equal(valueOf(one({ load1m: null }).loadAverage), 'unsupported-version');
    assert.equal(valueOf(one({ load1m: null, unusable: ['load1m'] }).loadAverage), 'malformed');
    assert.equal(valueOf(one({ fdLimit: 0 }).fileDescriptors), 'malformed');
  });

  it('sum cores and memory of alive nodes', () => {
    const { cpuCores, memoryLimit } = metrics(kill(sharedData(), 'cn-1'));
    assert.equal(valueOf(cpuCores), 32);
    assert.equal(valueOf(memoryLimit), 2 * 64 * 1024 ** 3);
    assert.equal(valueOf(metrics(kill(sharedData(1), 'cn-1')).cpuCores), 'node-down');
  });

  it('keep the cache apart from the disk', () => {
    const module = metrics(
      sharedData(3, {
        series: { 'cache.used': 98, 'cache.quota': 100, 'disk.used': 'not-applicable' },
      }),
    );
    assert.deepEqual([module.cache.used, module.cache.quota].map(valueOf), [98, 100]);
    assert.equal(valueOf(module.disk.used), 'not-applicable');
    assert.equal(valueOf(module.disk.worst), 'not-collected-yet');
  });
});

describe('network and IO', () => {
  it('leave cells of unmeasured nodes empty and name columns nobody could tell', () => {
    const scene = kill(sharedData(), 'cn-3');
    const nodeSeries = new Map([
      [
        'cn:cn-1:9050',
        { 'be.net_rx': got(5, start), 'be.io_read': unknown('not-applicable', start) },
      ],
      [
        'cn:cn-2:9050',
        { 'be.net_rx': unknown('timeout', start), 'be.io_read': unknown('not-applicable', start) },
      ],
      ['cn:cn-3:9050', { 'be.net_rx': got(7, start) }],
    ]);
    const { perNode } = computeNetworkIoStats({ ...input(scene), nodeSeries: nodeSeries });
    assert.ok(perNode.known);
    assert.deepEqual(
      perNode.value.rows.map(({ receive }) => receive),
      [5, null, null],
    );
    assert.equal(perNode.value.unknownColumns?.receive, undefined);
    assert.equal(perNode.value.unknownColumns?.read, 'not-applicable');
  });
});

describe('cluster health', () => {
  const health = (run: Run) => computeClusterHealth(run.input, run.state);
  const sentence = (run: Run) => renderPhrase(health(run).sentence);

  it('says that all is well, with the number of nodes', () => {
    assert.equal(
      sentence(new Run(sharedData()).for(5 * minute)),
      'All 6 nodes answer, no rule is firing.',
    );
  });

  it('names the worst problem first and counts the rest', () => {
    const scene = kill(sharedData(3, { series: { 'compaction.score': 142 } }), 'cn-2', 'fe-3');
    const run = new Run(scene).for(10 * minute);
    assert.equal(sentence(run), 'cn-2 is down. Also: fe-3 is down, and 1 more.');
  });

  it('does not call a cluster fine while a loss is being checked', () => {
    const run = new Run(kill(sharedData(3, { over: { startedAt: start } }), 'cn-2'));
    run.history.fill('be.up', 'cn:cn-2:9050', start - 5 * minute, start + 1, 0);
    assert.match(sentence(run.round()), /Being checked: cn-2 is down/);
  });

  it('keeps the last known verdict while there is none', () => {
    const run = new Run(kill(sharedData(), 'cn-2')).for(5 * minute);
    const at = run.now;
    run.round(sharedData(3, { over: { computeNodes: unknown('denied', at) } }));
    const module = health(run);
    assert.equal(module.verdict, 'unknown');
    assert.deepEqual(module.lastKnown, { verdict: 'critical', at });
    assert.deepEqual(!module.score.known && module.score.last, { value: 60, observedAt: at });
    assert.match(sentence(run), /Which nodes are alive is unknown \(privilege missing\)/);
  });

  it('says first that it is still reading', () => {
    const { lastAnswerAt: _never, ...silent } = input(sharedData());
    const module = computeClusterHealth(silent, emptyEvaluatorState);
    assert.equal(module.verdict, 'unknown');
    assert.match(renderPhrase(module.sentence), /^Reading the cluster/);
  });

  it('counts versions of alive nodes, the most frequent first', () => {
    const frontends = [frontend(1), frontend(2, { version: '3.5.1' }), frontend(3, dead)];
    const module = computeClusterHealth(input(sharedData(2, { frontends })), emptyEvaluatorState);
    assert.deepEqual(valueOf(module.versions), [
      { version: '4.0.0-abc', nodes: 3 },
      { version: '3.5.1', nodes: 1 },
    ]);
  });

  it('has an unknown leader, with words, when there is none', () => {
    const { leader } = computeClusterHealth(input(kill(sharedData(), 'fe-1')), emptyEvaluatorState);
    assert.ok(!leader.known);
    assert.equal(renderPhrase(leader.detail!), 'No frontend says it is the leader.');
  });

  it('counts decommissioning nodes apart', () => {
    const nodes = many(4, (n) => compute('be', n, { decommissioned: n === 4 }));
    const module = computeClusterHealth(input(sharedNothing(0, { nodes })), emptyEvaluatorState);
    assert.equal(valueOf(module.decommissioning), 1);
  });
});
