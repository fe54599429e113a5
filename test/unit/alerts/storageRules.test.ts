import assert from 'node:assert/strict';
import type { SourceCourse } from '../../../src/extension/overview/overviewInput';
import { renderPhrase } from '../../../src/shared/format';
import type { SourceId } from '../../../src/shared/ids';
import { unknown } from '../../../src/shared/reading';
import type { RuleId } from '../../../src/shared/thresholds';
import { idleCompaction } from '../collect/support/fakeAsker';
import {
  compute,
  got,
  kill,
  minute,
  Run,
  sharedData,
  sharedNothing,
  start,
  type Scene,
} from '../overview/builders';

const after = (ms: number, scene: Scene) => new Run(scene).for(ms);
const gib = 1024 ** 3;
const disk = (total: number, avail: number) => ({ total, avail, dataUsed: 1, usable: true });
const said = (run: Run, rule: RuleId) => renderPhrase(run.problem(rule)!.evidence);

describe('disk.full', () => {
  const disks = (be1: Readonly<Record<string, ReturnType<typeof disk>>>) =>
    sharedNothing(2, { beMetrics: { 'be-1': { disks: be1 } } });

  it('needs both sides of a limit: percent used and bytes left', () => {
    const level = (avail: number) =>
      after(5 * minute, disks({ '/d': disk(10_000 * gib, avail * gib) })).problem('disk.full')
        ?.level;
    assert.equal(level(950), 'warning', '90.5 % but 950 GiB left');
    assert.equal(level(190), 'critical');
    assert.equal(level(2_100), undefined);
  });

  it('names the path that is nearest to its limit, not the one of the highest percentage', () => {
    const run = after(
      5 * minute,
      disks({ '/big': disk(40_000 * gib, 3_000 * gib), '/small': disk(1_000 * gib, 95 * gib) }),
    );
    assert.match(said(run, 'disk.full'), /^\/small is 9/);
    assert.equal(run.points, 75);
  });

  it('judges by SHOW BACKENDS alone with marks of its own, and says so', () => {
    const nodes = [compute('be', 1, { maxDiskUsedPct: 91 }), compute('be', 2)];
    const run = after(5 * minute, sharedNothing(0, { nodes }));
    assert.equal(run.problem('disk.full')?.level, 'warning');
    assert.match(said(run, 'disk.full'), /not known without the BE metrics/);
  });

  it('never judges a shared-data cluster: its local disks are caches', () => {
    const run = after(
      5 * minute,
      sharedData(2, { beMetrics: { 'cn-1': { disks: { '/c': disk(100 * gib, 1) } } } }),
    );
    assert.deepEqual([run.points, run.state.rules['disk.full']?.applicable], [100, false]);
  });

  it('explains safe mode, which is held then', () => {
    const full = { 'be-1': { disks: { '/d': disk(1_000 * gib, 20 * gib) } } };
    const safe = { 'fe-1': { safeMode: 1 } };
    const run = after(5 * minute, sharedNothing(2, { beMetrics: full, feMetrics: safe }));
    assert.equal(run.problem('safe_mode')?.state, 'held');
    assert.equal(run.points, 40);
    assert.equal(after(minute, sharedNothing(2, { feMetrics: safe })).points, 40);
  });
});

describe('safe_mode', () => {
  it('is not judged by a timer that has stopped', () => {
    const feMetrics = { 'fe-1': { safeMode: 1 } };
    const over = { frozenGauges: new Set(['fe:fe-1:9010']) };
    const run = after(minute, sharedNothing(2, { feMetrics, over }));
    assert.deepEqual([run.points, run.state.rules.safe_mode?.why], [100, 'malformed']);
  });
});

describe('disk.failed and disk.busy', () => {
  it('tell a path that is out by name', () => {
    const run = after(
      4 * minute,
      sharedNothing(2, { beMetrics: { 'be-2': { failedPaths: ['/data2'] } } }),
    );
    assert.deepEqual([run.points, run.verdict], [85, 'critical']);
    assert.match(said(run, 'disk.failed'), /\/data2/);
  });

  it('wait ten minutes for a device that stays busy', () => {
    const run = after(8 * minute, sharedData(2, { nodeSeries: { 'cn-1': { 'be.io_util': 97 } } }));
    assert.equal(run.problem('disk.busy'), undefined);
    assert.equal(run.for(3 * minute).points, 97);
  });
});

describe('compaction in shared-nothing', () => {
  const versions = (n: number, over: Partial<Scene> = {}) =>
    sharedNothing(3, { nodeSeries: { 'be-2': { 'be.versions': n } }, ...over });

  it('is judged by the fullest tablet of each BE against the limit of that BE', () => {
    const points = (n: number, over?: Partial<Scene>) =>
      after(7 * minute, versions(n, over)).points;
    assert.deepEqual([points(400), points(410), points(710), points(910)], [100, 90, 70, 40]);
    const beConfig = got(
      [
        { backend: '10001', key: 'tablet_max_versions', value: '100' },
        { backend: '10002', key: 'tablet_max_versions', value: '2000' },
      ],
      start,
    );
    assert.equal(points(710, { over: { beConfig } }), 100);
  });

  it('says that the limit is assumed, and which BE it is', () => {
    const run = after(7 * minute, versions(910));
    assert.equal(
      renderPhrase(run.problem('compaction.pressure')!.title),
      'be-2: loads are close to being refused',
    );
    assert.match(said(run, 'compaction.pressure'), /910 of 1,000 versions \(limit assumed/);
  });

  it('falls back to the gauge of the leader, which warns at most', () => {
    const scene = sharedNothing(3, { series: { 'compaction.score': 900 } });
    const blind = new Map(scene.nodes.map(({ node }) => [node, {}] as const));
    const run = after(7 * minute, { ...scene, over: { nodeSeries: blind } });
    assert.deepEqual([run.points, run.problem('compaction.pressure')?.level], [90, 'warning']);
    assert.match(said(run, 'compaction.pressure'), /by the leader alone/);
  });

  it('stands still only while candidates wait, nothing runs and versions rise', () => {
    const standstill = (waiting: number, running: number) => {
      const run = new Run(sharedNothing());
      for (let i = 0; i < 40; i += 1) {
        run.round(
          sharedNothing(3, {
            nodeSeries: { 'be-1': { 'be.versions': 300 + 5 * i, 'be.compactions': running } },
            beMetrics: {
              'be-1': {
                compaction: {
                  base: idleCompaction,
                  cumulative: { ...idleCompaction, waiting },
                  update: { ...idleCompaction, waiting: null },
                },
              },
            },
          }),
        );
      }
      return run.problem('compaction.stalled');
    };
    assert.equal(standstill(3, 0)?.level, 'critical', '495 of 1000 versions');
    assert.equal(standstill(3, 0)?.subject, 'be:be-1:9050');
    assert.equal(standstill(0, 0), undefined);
    assert.equal(standstill(3, 1), undefined);
  });

  it('fails when more than 15 tasks failed in five minutes', () => {
    const failing = (n: number) =>
      after(6 * minute, sharedNothing(2, { series: { 'compaction.failed': n / 300 } }));
    assert.equal(failing(15).points, 100);
    assert.equal(failing(17).points, 95);
    assert.match(said(failing(17), 'compaction.failures'), /^17 failed in 5 m/);
  });
});

describe('rules of single nodes', () => {
  it('count restarts within an hour', () => {
    const run = new Run(sharedNothing(2)).for(minute);
    const ago = (minutes: number) => run.now - minutes * minute;
    run.history.restarted.set('be:be-1:9050', [ago(70), ago(40), ago(10)]);
    assert.equal(run.for(minute).problem('node.flapping'), undefined);
    run.history.restarted.set('be:be-1:9050', [ago(40), ago(10), ago(1)]);
    assert.deepEqual(
      [run.for(minute).points, run.problem('node.flapping')?.level],
      [95, 'warning'],
    );
  });

  it('tell different versions of one role, not of two', () => {
    const version = '3.5.0-x';
    const cns = [compute('be', 1), compute('cn', 1, { version }), compute('cn', 2, { version })];
    assert.equal(
      after(32 * minute, sharedNothing(0, { nodes: cns })).problem('node.version'),
      undefined,
    );
    const bes = [compute('be', 1), compute('be', 2), compute('be', 3, { version })];
    const run = after(32 * minute, sharedNothing(0, { nodes: bes }));
    assert.deepEqual([run.points, run.verdict], [100, 'info']);
    assert.match(said(run, 'node.version'), /4\.0\.0-abc × 2, 3\.5\.0-x × 1/);
  });

  it('tell when file descriptors run out', () => {
    const scene = sharedData(2, { beMetrics: { 'cn-1': { fdUsed: 850, fdLimit: 1000 } } });
    assert.equal(after(4 * minute, scene).problem('fd.node'), undefined);
    assert.equal(after(6 * minute, scene).points, 97);
  });
});

describe('rules of the frontends', () => {
  it('measure a follower by entries where the pace of the journal is not known', () => {
    const scene = (entries: number): Scene => {
      const whole = sharedNothing(2, { series: { 'journal.write': 'disabled' } });
      return {
        ...whole,
        frontends: whole.frontends.map((row) =>
          row.role === 'LEADER'
            ? { ...row, replayedJournalId: 50_000 + entries }
            : { ...row, replayedJournalId: 50_000 },
        ),
      };
    };
    assert.equal(after(4 * minute, scene(9_000)).points, 100);
    assert.equal(after(4 * minute, scene(11_000)).points, 95);
  });

  it('hold the lag of an FE that is down', () => {
    const run = after(4 * minute, kill(sharedNothing(2), 'fe-2'));
    assert.equal(run.problem('fe.replay'), undefined);
    assert.equal(run.points, 87);
  });

  it('tell a missing checkpoint by rolls of the journal', () => {
    const gap = (n: number) =>
      after(12 * minute, sharedNothing(2, { series: { 'journal.image_gap': n } })).points;
    assert.deepEqual([gap(100_000), gap(100_001), gap(500_001)], [100, 95, 85]);
  });

  it('tell slow journal writes only while the leader writes', () => {
    const slow = (pace: number) =>
      after(
        7 * minute,
        sharedNothing(2, {
          feMetrics: { 'fe-1': { editLogP99: 1_500 } },
          series: { 'journal.write': pace },
        }),
      ).points;
    assert.deepEqual([slow(10), slow(0)], [95, 100]);
  });

  it('tell a pool that is too large by name, and connections that run out', () => {
    const pools = { 'fe-2': { threadPools: { 'load-pool': 12, 'mysql-nio-pool': 3_100 } } };
    const threads = after(4 * minute, sharedNothing(2, { feMetrics: pools }));
    assert.match(said(threads, 'fe.threads'), /^mysql-nio-pool: 3,100/);
    const many = (connections: number) =>
      after(4 * minute, sharedNothing(2, { feMetrics: { 'fe-2': { connections } } }));
    assert.deepEqual([many(3_200).points, many(3_300).points, many(3_900).points], [100, 95, 85]);
    assert.match(said(many(3_300), 'fe.connections'), /3,300 of 4,096/);
  });

  it('does not judge connections without the limit', () => {
    const over = { feConfig: unknown('denied', start) };
    const run = after(4 * minute, sharedNothing(2, { over }));
    assert.equal(run.state.rules['fe.connections']?.why, 'denied');
  });
});

describe('rules of the monitor itself', () => {
  const with_ = (over: Scene['over']) => after(minute, sharedNothing(2, { over: over ?? {} }));
  const course: SourceCourse = { failures: 0, tableMs: 30_000, periodMs: 30_000 };

  it('tell a source that fails three times in a row, in its own words', () => {
    const failing = (failures: number, why: 'timeout' | 'denied') =>
      with_({
        sources: new Map<SourceId, SourceCourse>([
          ['sessions', course],
          ['partitions', { ...course, failures, failure: { why, message: 'went <away>' } }],
        ]),
      });
    assert.equal(failing(2, 'timeout').problem('monitor.blind'), undefined);
    const run = failing(3, 'timeout');
    assert.deepEqual([run.points, run.verdict], [100, 'info']);
    assert.match(
      said(run, 'monitor.blind'),
      /partitions_meta failed 3 times in a row: went <away>/,
    );
    assert.equal(failing(3, 'denied').problem('monitor.blind'), undefined);
    assert.equal(failing(1, 'denied').problem('monitor.rights')?.level, 'info');
  });

  it('tell a source that is slowed to four times its period', () => {
    const took = (tookMs: number) =>
      with_({
        sources: new Map<SourceId, SourceCourse>([
          ['partitions', { ...course, tookMs, periodMs: 10 * tookMs }],
        ]),
      });
    assert.equal(took(11_000).problem('monitor.cost'), undefined);
    assert.match(said(took(12_500), 'monitor.cost'), /takes 13 s and is asked every 2 m/);
  });

  it('tell clocks that part by more than 5 s', () => {
    const apart = (skewMs: number) =>
      with_({
        clock: got(
          {
            sessionOffsetMs: skewMs,
            skewMs,
            sessionZone: 'UTC',
            globalZone: null,
            globalOffsetMs: null,
          },
          start,
        ),
      });
    assert.equal(apart(5_000).problem('monitor.clock'), undefined);
    assert.match(said(apart(-9_000), 'monitor.clock'), /9\.?0? s behind/);
  });
});
