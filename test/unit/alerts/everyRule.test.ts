import assert from 'node:assert/strict';
import type { GrowthFit } from '../../../src/extension/overview/growthFit';
import type {
  OverviewInput,
  Reach,
  SourceCourse,
} from '../../../src/extension/overview/overviewInput';
import { noStoredGrowth } from '../../../src/extension/overview/storedGrowth';
import { diskSubject } from '../../../src/extension/overview/storedSizes';
import type { AppendOutcome } from '../../../src/extension/store/historyStore';
import { rules } from '../../../src/extension/alerts/rules';
import type { SourceId } from '../../../src/shared/ids';
import { unknown, type UnknownReason } from '../../../src/shared/reading';
import { ruleIds, type RuleId } from '../../../src/shared/thresholds';
import { noTablets } from '../collect/support/fakeAsker';
import {
  compute,
  got,
  inputOf,
  kill,
  many,
  minute,
  Run,
  sharedData,
  sharedNothing,
  start,
  stepMs,
  type FakeHistory,
  type Scene,
} from '../overview/builders';
import {
  aLoad,
  aRoutineLoad,
  aRunningQuery,
  aSchemaChange,
  aTransaction,
  aView,
} from '../overview/rows';

/** What is recorded in a round; the time and the history are those of the monitor that looks. */
type Make = (now: number, history: FakeHistory) => Scene;

type Case = {
  readonly calm: Make;
  readonly bad: Make;
  /** What the rule needs is not known. */
  readonly blind: Make;
  /** Below the threshold, but not by so much that an open problem would end. */
  readonly between?: Make;
  /** Minutes from the first bad round to the problem, and from the first calm one to its end. */
  readonly opens: number;
  readonly ends: number;
};

const hour = 60 * minute;
const gib = 1024 ** 3;
const lost = unknown('timeout', start);
const over = (scene: Scene, more: Partial<OverviewInput>): Scene => ({
  ...scene,
  over: { ...scene.over, ...more },
});
const calm: Make = () => sharedData();
const calmLocal: Make = () => sharedNothing();
/** No list of nodes answers. */
const noLists = (make: Make): Make => {
  return (now, history) =>
    over(make(now, history), { frontends: lost, backends: lost, computeNodes: lost });
};
const series =
  (values: NonNullable<Scene['series']>): Make =>
  () =>
    sharedData(3, { series: values });
const reading =
  (more: (now: number) => Partial<OverviewInput>): Make =>
  (now) =>
    sharedData(3, { over: more(now) });
const frontends =
  (feMetrics: NonNullable<Scene['feMetrics']>): Make =>
  () =>
    sharedNothing(3, { feMetrics });
const backends =
  (beMetrics: NonNullable<Scene['beMetrics']>): Make =>
  () =>
    sharedNothing(3, { beMetrics });
const computeNode =
  (row: Parameters<typeof compute>[2]): Make =>
  () =>
    sharedData(0, { nodes: [compute('cn', 1, row), compute('cn', 2)] });
const disk = (freeGib: number) => ({
  'be-1': {
    disks: {
      '/data': { total: 10_000 * gib, avail: freeGib * gib, dataUsed: 1, usable: true },
    },
  },
});
const entriesBehind =
  (entries: number): Make =>
  () => {
    const scene = sharedNothing(2, { series: { 'journal.write': 'disabled' } });
    const journal = ({ role }: { readonly role: string }) => (role === 'LEADER' ? entries : 0);
    return {
      ...scene,
      frontends: scene.frontends.map((row) => ({
        ...row,
        replayedJournalId: 50_000 + journal(row),
      })),
    };
  };
/** A rule of the settings: more than 50 loads for three minutes. */
const loadsRunning =
  (value: number | UnknownReason): Make =>
  (now, history) => {
    const scene = sharedData(3, { series: { 'load.running': value } });
    const rule = { title: 'Many loads', warning: 'load.running > 50', forMinutes: 3 };
    return over(scene, {
      profile: { ...inputOf(scene, now, history).profile, ownRules: [rule] },
    });
  };
/** The silence began with the first bad round, which the monitor remembers. */
const silent =
  (network: Reach['network']): Make =>
  (now) =>
    sharedData(3, {
      over: {
        reach: got(
          {
            silentSince: now - stepMs,
            closed: [],
            ...(network === undefined ? {} : { network }),
          },
          now,
          'collector',
        ),
      },
    });
const saving =
  (outcome: AppendOutcome): Make =>
  (now) =>
    sharedData(3, { over: { saving: got({ ...outcome, at: now }, now, 'collector') } });
const restarted =
  (...minutesAgo: readonly number[]): Make =>
  (now, history) => {
    history.restarted.set(
      'be:be-1:9050',
      minutesAgo.map((ago) => now - ago * minute),
    );
    return sharedNothing(2);
  };
const filling = (fit: GrowthFit | undefined): Make => {
  return () => {
    const scene = sharedNothing(1, {
      beMetrics: disk(2_500),
      series: { 'disk.used': 7_500 * gib, 'disk.total': 10_000 * gib },
    });
    const subject = diskSubject(scene.nodes[0]?.node ?? '', '/data');
    return over(scene, {
      growth: {
        ...noStoredGrowth,
        disks: fit === undefined ? new Map() : new Map([[subject, fit]]),
      },
    });
  };
};
const growth = (gibPerDay: number): GrowthFit => ({
  fits: true,
  perDay: gibPerDay * gib,
  low: gibPerDay * gib,
  high: gibPerDay * gib,
  days: 12,
});
const tablets = (more: Partial<typeof noTablets>): Make => {
  const total = { ...noTablets, tablets: 1000, replicas: 3000, ...more };
  return (now) =>
    sharedNothing(3, {
      over: {
        tabletHealth: got(
          { total, databases: [{ database: 'sales', ...total }] },
          now,
          'tabletHealth',
        ),
      },
    });
};
const standstill = (running: number | 'timeout'): Make => {
  return (now) =>
    sharedData(3, {
      series: {
        'compaction.score': 20 + (now - start) / stepMs / 10,
        'compaction.running': running,
      },
    });
};
const drained = (sinceMinutes: number): Make => {
  return (now) =>
    sharedNothing(2, {
      over: {
        drains: new Map([
          [
            'be:be-1:9050',
            {
              tablets: 12,
              observedAt: now,
              sameSince: now - sinceMinutes * minute,
              perMinute: null,
            },
          ],
        ]),
      },
    });
};
const course: SourceCourse = { failures: 0, tableMs: stepMs, periodMs: stepMs };
const sources = (more: Partial<SourceCourse>): Make =>
  reading(() => ({
    sources: new Map<SourceId, SourceCourse>([['partitions', { ...course, ...more }]]),
  }));
const clock = (skewMs: number): Make =>
  reading((now) => ({
    clock: got(
      {
        sessionOffsetMs: 0,
        skewMs,
        sessionZone: 'UTC',
        globalZone: null,
        globalOffsetMs: null,
      },
      now,
    ),
  }));
const loads = (...rows: readonly Parameters<typeof aLoad>[0][]): Make =>
  reading((now) => ({
    loads: got(
      {
        loads: rows.map((row) => aLoad({ createdAt: now, finishedAt: now, ...row })),
        lists: [{ completeSince: null, rows: rows.length }],
      },
      now,
      'loads',
    ),
  }));
const jobs = (...rows: readonly Parameters<typeof aRoutineLoad>[0][]): Make =>
  reading((now) => ({ routineLoads: got(rows.map(aRoutineLoad), now, 'routineLoads') }));
const view = (row: Parameters<typeof aView>[0], state: 'SUCCESS' | 'FAILED', ago: number): Make =>
  reading((now) => ({
    mvs: got([aView({ finishedAt: now - ago * minute, ...row })], now, 'mvs'),
    taskRuns: got(
      [
        {
          task: 'mv-1',
          job: String(now - ago * minute),
          createdAt: now - (ago + 1) * minute,
          finishedAt: now - ago * minute,
          state,
          error: null,
        },
      ],
      now,
      'taskRuns',
    ),
    taskSchedules: got([{ task: 'mv-1', everyMs: 10 * minute }], now, 'taskSchedules'),
  }));
const fresh = view({}, 'SUCCESS', 5);
const change = (row: (now: number) => Parameters<typeof aSchemaChange>[0]): Make =>
  reading((now) => ({
    alters: {
      databases: ['sales'],
      counts: new Map([
        [
          'sales',
          {
            value: {
              column: { waiting: 0, running: 1, finished: 0, cancelled: 0 },
              rollup: { waiting: 0, running: 0, finished: 0, cancelled: 0 },
            },
            observedAt: now,
          },
        ],
      ]),
      lists: [
        { kind: 'column', database: 'sales', jobs: [aSchemaChange(row(now))], observedAt: now },
      ],
      noOptimize: false,
    },
  }));
const noChanges = reading(() => ({
  alterSweep: lost,
  alters: { databases: [], counts: new Map(), lists: [], noOptimize: false },
}));
const transactions = (committedMinutesAgo: number, lookedMinutesAgo = 0): Make =>
  reading((now) => ({
    transactions: new Map([
      [
        'sales',
        {
          value: [
            aTransaction({
              preparedAt: now - hour,
              committedAt: now - committedMinutesAgo * minute,
            }),
          ],
          observedAt: now - lookedMinutesAgo * minute,
        },
      ],
    ]),
  }));
const failing = (percent: number): Make =>
  series({ 'query.qps': 100, 'query.err_internal': percent, 'query.err_timeout': 0 });
const txnShare = (percent: number): Make =>
  series({ 'txn.failed': percent / 10, 'txn.success': (100 - percent) / 10 });
const running = (minutes: number): Make =>
  reading((now) => ({
    runningQueries: got([aRunningQuery({ execMs: minutes * minute })], now, 'runningQueries'),
  }));
const yesterday = (qps: number): Make => {
  return (now, history) => {
    history.add('query.qps', null, { at: now - 24 * hour, value: 40 });
    return sharedData(3, { series: { 'query.qps': qps } });
  };
};

const cases: Readonly<Record<RuleId, Case>> = {
  'fe.leader': {
    calm,
    bad: reading((now) => ({ leader: got(null, now) })),
    blind: reading(() => ({ leader: lost })),
    opens: 0.5,
    ends: 1,
  },
  'fe.down': {
    calm: calmLocal,
    bad: () => kill(sharedNothing(), 'fe-3'),
    blind: noLists(calmLocal),
    opens: 0.5,
    ends: 1,
  },
  'node.down': {
    calm: calmLocal,
    bad: () => kill(sharedNothing(), 'be-4'),
    blind: noLists(calmLocal),
    opens: 0.5,
    ends: 1,
  },
  'node.flapping': {
    calm: restarted(),
    bad: restarted(40, 10, 1),
    blind: noLists(restarted()),
    opens: 0,
    ends: 1,
  },
  'node.version': {
    calm,
    bad: computeNode({ version: '3.5.0-x' }),
    blind: noLists(calm),
    opens: 30,
    ends: 1,
  },
  'node.decommission': {
    calm: drained(10),
    bad: drained(30),
    blind: noLists(drained(10)),
    opens: 0,
    ends: 1,
  },
  'fe.replay': {
    calm: entriesBehind(0),
    bad: entriesBehind(11_000),
    between: entriesBehind(9_500),
    blind: noLists(entriesBehind(0)),
    opens: 2,
    ends: 1,
  },
  'fe.checkpoint': {
    calm,
    bad: series({ 'journal.image_gap': 100_001 }),
    between: series({ 'journal.image_gap': 95_000 }),
    blind: series({ 'journal.image_gap': 'timeout' }),
    opens: 10,
    ends: 1,
  },
  'fe.editlog': {
    calm: calmLocal,
    bad: frontends({ 'fe-1': { editLogP99: 1_500 } }),
    between: frontends({ 'fe-1': { editLogP99: 950 } }),
    blind: () => sharedNothing(3, { series: { 'journal.write': 'timeout' } }),
    opens: 5,
    ends: 1,
  },
  'fe.heap': {
    calm,
    bad: () => sharedData(3, { heapPct: 85 }),
    between: () => sharedData(3, { heapPct: 75 }),
    blind: noLists(() => sharedData(3, { heapPct: 85 })),
    opens: 5,
    ends: 1,
  },
  'fe.threads': {
    calm: calmLocal,
    bad: frontends({ 'fe-2': { threadPools: { pool: 3_100 } } }),
    between: frontends({ 'fe-2': { threadPools: { pool: 2_900 } } }),
    blind: noLists(calmLocal),
    opens: 2,
    ends: 1,
  },
  'fe.connections': {
    calm: calmLocal,
    bad: frontends({ 'fe-2': { connections: 3_300 } }),
    between: frontends({ 'fe-2': { connections: 3_000 } }),
    blind: reading(() => ({ feConfig: lost })),
    opens: 2,
    ends: 1,
  },
  'conn.user': {
    calm: calmLocal,
    bad: frontends({ 'fe-2': { connectionsByUser: { etl: 940, bi: 3 } } }),
    between: frontends({ 'fe-2': { connectionsByUser: { etl: 850, bi: 3 } } }),
    blind: frontends({
      'fe-1': { connectionsByUser: null },
      'fe-2': { connectionsByUser: null },
      'fe-3': { connectionsByUser: null },
    }),
    opens: 2,
    ends: 1,
  },
  'disk.full': {
    calm: backends(disk(5_000)),
    bad: backends(disk(1_000)),
    between: backends(disk(2_400)),
    blind: noLists(backends(disk(5_000))),
    opens: 2,
    ends: 1,
  },
  'capacity.soon': {
    calm: filling(growth(1)),
    bad: filling(growth(200)),
    blind: filling(undefined),
    opens: 0,
    ends: 1,
  },
  'disk.failed': {
    calm: calmLocal,
    bad: backends({ 'be-2': { failedPaths: ['/data2'] } }),
    blind: noLists(calmLocal),
    opens: 2,
    ends: 1,
  },
  'disk.busy': {
    calm,
    bad: () => sharedData(3, { nodeSeries: { 'cn-1': { 'be.io_util': 97 } } }),
    between: () => sharedData(3, { nodeSeries: { 'cn-1': { 'be.io_util': 85 } } }),
    blind: noLists(() => sharedData(3, { nodeSeries: { 'cn-1': { 'be.io_util': 97 } } })),
    opens: 10,
    ends: 1,
  },
  'mem.node': {
    calm,
    bad: computeNode({ memUsedPct: 92 }),
    between: computeNode({ memUsedPct: 85 }),
    blind: noLists(calm),
    opens: 2,
    ends: 1,
  },
  'cpu.node': {
    calm,
    bad: computeNode({ cpuUsedPct: 97 }),
    between: computeNode({ cpuUsedPct: 85 }),
    blind: noLists(computeNode({ cpuUsedPct: 97 })),
    opens: 5,
    ends: 1,
  },
  'fd.node': {
    calm: calmLocal,
    bad: backends({ 'be-1': { fdUsed: 850 } }),
    between: backends({ 'be-1': { fdUsed: 750 } }),
    blind: noLists(calmLocal),
    opens: 5,
    ends: 1,
  },
  safe_mode: {
    calm: calmLocal,
    bad: frontends({ 'fe-1': { safeMode: 1 } }),
    blind: () =>
      over(sharedNothing(), { frozenGauges: new Set(many(3, (n) => `fe:fe-${n}:9010`)) }),
    opens: 0,
    ends: 1,
  },
  'tablet.unhealthy': {
    calm: tablets({}),
    bad: tablets({ unhealthy: 2 }),
    blind: () => sharedNothing(3, { over: { tabletHealth: lost } }),
    opens: 15,
    ends: 1,
  },
  'tablet.error': {
    calm: tablets({}),
    bad: tablets({ inconsistent: 1 }),
    blind: () => sharedNothing(3, { over: { tabletHealth: lost } }),
    opens: 0,
    ends: 1,
  },
  'compaction.pressure': {
    calm,
    bad: series({ 'compaction.score': 142 }),
    between: series({ 'compaction.score': 90 }),
    blind: series({ 'compaction.score': 'timeout' }),
    opens: 5,
    ends: 1,
  },
  'compaction.stalled': {
    calm: standstill(2),
    bad: standstill(0),
    blind: standstill('timeout'),
    opens: 15,
    ends: 6,
  },
  'compaction.failures': {
    calm,
    bad: series({ 'compaction.failed': 17 / 300 }),
    between: series({ 'compaction.failed': 14.5 / 300 }),
    blind: series({ 'compaction.failed': 'timeout' }),
    opens: 4,
    ends: 1,
  },
  'query.errors': {
    calm,
    bad: failing(3),
    between: failing(1.9),
    blind: series({ 'query.qps': 'timeout' }),
    opens: 5,
    ends: 1,
  },
  'query.latency': {
    calm,
    bad: series({ 'query.p95': 6000 }),
    between: series({ 'query.p95': 4800 }),
    blind: series({ 'query.p95': 'timeout' }),
    opens: 5,
    ends: 1,
  },
  'query.queue': {
    calm,
    bad: series({ 'query.queued': 3 }),
    blind: series({ 'query.queued': 'timeout' }),
    opens: 4.5,
    ends: 1,
  },
  'query.runaway': {
    calm,
    bad: running(45),
    between: running(28),
    blind: reading(() => ({ runningQueries: lost })),
    opens: 0,
    ends: 1,
  },
  'query.stopped': {
    calm: yesterday(40),
    bad: yesterday(0.05),
    between: yesterday(4.2),
    blind: series({ 'query.qps': 'timeout' }),
    opens: 14.5,
    ends: 1,
  },
  'load.failed': {
    calm: loads({}),
    bad: loads(...many(3, () => ({ state: 'CANCELLED', error: 'type:LOAD_RUN_FAIL; msg:x' }))),
    blind: reading(() => ({ loads: lost })),
    opens: 0,
    ends: 1,
  },
  'load.small': {
    calm: loads({}),
    bad: loads(...many(101, () => ({ sinkRows: 50 }))),
    between: loads(...many(95, () => ({ sinkRows: 50 }))),
    blind: reading(() => ({ loads: lost })),
    opens: 0,
    ends: 0,
  },
  'routine.paused': {
    calm: jobs({}),
    bad: jobs({ state: 'PAUSED', reason: "ErrorReason{errCode = 102, msg='x'}" }),
    blind: reading(() => ({ routineLoads: lost })),
    opens: 0,
    ends: 1,
  },
  'routine.lag': {
    calm: jobs({}),
    bad: jobs({ lagRows: 10, lagMs: 6 * minute }),
    between: jobs({ lagRows: 10, lagMs: 4.7 * minute }),
    blind: reading(() => ({ routineLoads: lost })),
    opens: 10,
    ends: 1,
  },
  'routine.unstable': {
    calm: jobs({}),
    bad: jobs(...many(4, (n) => ({ id: String(n), name: `k${n}`, state: 'NEED_SCHEDULE' }))),
    blind: reading(() => ({ routineLoads: lost })),
    opens: 5,
    ends: 1,
  },
  'txn.failures': {
    calm,
    bad: txnShare(10),
    between: txnShare(4.8),
    blind: series({ 'txn.failed': 'timeout' }),
    opens: 6.5,
    ends: 1.5,
  },
  'txn.limit': {
    calm,
    bad: series({ 'txn.db_pct': 75 }),
    between: series({ 'txn.db_pct': 65 }),
    blind: series({ 'txn.db_pct': 'timeout' }),
    opens: 2,
    ends: 1,
  },
  'txn.stuck': {
    calm: transactions(0),
    bad: transactions(2),
    blind: transactions(2, 20),
    opens: 0,
    ends: 1,
  },
  'mv.failed': {
    calm: fresh,
    bad: view({}, 'FAILED', 5),
    blind: reading(() => ({ mvs: lost })),
    opens: 0,
    ends: 1,
  },
  'mv.inactive': {
    calm: fresh,
    bad: view({ active: false }, 'SUCCESS', 5),
    blind: reading(() => ({ mvs: lost })),
    opens: 0,
    ends: 1,
  },
  'mv.stale': {
    calm: fresh,
    bad: view({}, 'SUCCESS', 60),
    blind: reading(() => ({ mvs: lost })),
    opens: 0,
    ends: 1,
  },
  'alter.failed': {
    calm: change((now) => ({ createdAt: now - hour })),
    bad: change((now) => ({ state: 'CANCELLED', finishedAt: now - minute, message: 'no space' })),
    blind: noChanges,
    opens: 0,
    ends: 1,
  },
  'alter.stuck': {
    calm: change((now) => ({ createdAt: now - hour })),
    bad: change((now) => ({ createdAt: now - 20 * hour })),
    blind: noChanges,
    opens: 0,
    ends: 1,
  },
  'monitor.partial': {
    calm,
    bad: () => {
      const scene = sharedData();
      return over(scene, { feMetrics: new Map([[scene.frontends[2]?.node ?? '', lost]]) });
    },
    blind: noLists(calm),
    opens: 1,
    ends: 1,
  },
  'monitor.blind': {
    calm: sources({}),
    bad: sources({ failures: 3, failure: { why: 'timeout', message: 'x' } }),
    blind: calm,
    opens: 0,
    ends: 1,
  },
  'monitor.rights': {
    calm: sources({}),
    bad: sources({ failures: 1, failure: { why: 'denied', message: 'x' } }),
    blind: calm,
    opens: 0,
    ends: 1,
  },
  'monitor.clock': {
    calm: clock(0),
    bad: clock(9_000),
    blind: reading(() => ({ clock: lost })),
    opens: 0,
    ends: 1,
  },
  'monitor.cost': {
    calm: sources({ tookMs: 100 }),
    bad: sources({ tookMs: 12_500, periodMs: 125_000 }),
    blind: calm,
    opens: 0,
    ends: 1,
  },
  own: {
    calm: loadsRunning(40),
    bad: loadsRunning(60),
    between: loadsRunning(48),
    blind: loadsRunning('timeout'),
    opens: 3,
    ends: 1,
  },
  'monitor.history': {
    calm: saving({ saved: true }),
    bad: saving({ saved: false, message: 'The disk is full.' }),
    blind: reading(() => ({ saving: unknown('not-collected-yet', start) })),
    opens: 0,
    ends: 1,
  },
  'cluster.unreachable': {
    calm,
    bad: silent('host'),
    blind: silent(undefined),
    opens: 0,
    ends: 1,
  },
};

/** A monitor that looks at recorded rounds, and what it says of one rule. */
class Watch {
  readonly #run: Run;
  readonly #rule: RuleId;

  constructor(rule: RuleId) {
    this.#rule = rule;
    this.#run = new Run(
      sharedData(),
      rules.filter(({ id }) => id === rule),
    );
  }

  problem() {
    return this.#run.problem(this.#rule);
  }

  round(make: Make): void {
    this.#run.round(make(this.#run.now + stepMs, this.#run.history));
  }

  /** Whether the rule's problem was open in each round of so many minutes. */
  for(minutes: number, make: Make): ReadonlySet<boolean> {
    const seen = new Set<boolean>();
    for (let round = 0; round < (minutes * minute) / stepMs; round += 1) {
      this.round(make);
      seen.add(this.problem() !== undefined);
    }
    return seen;
  }

  /** Minutes from the first such round to the one that opens, or ends, the problem. */
  until(isOpen: boolean, make: Make): number {
    for (let round = 0; round < 240; round += 1) {
      this.round(make);
      if ((this.problem() !== undefined) === isOpen) {
        return (round * stepMs) / minute;
      }
    }
    return Number.POSITIVE_INFINITY;
  }
}

const always = new Set([true]);
const never = new Set([false]);

describe('every rule, on recorded rounds', function () {
  this.timeout(20_000);

  for (const rule of ruleIds) {
    const { calm: fine, bad, blind, between, opens, ends } = cases[rule];

    it(`${rule} opens after its time, outlives what is not known, and ends`, () => {
      const watch = new Watch(rule);
      assert.deepEqual(watch.for(30, fine), never, 'while all is well');
      assert.equal(watch.until(true, bad), opens, 'minutes to its begin');
      const { since } = watch.problem() ?? {};
      assert.deepEqual(watch.for(10, blind), always, 'unknown is not resolved');
      assert.equal(watch.problem()?.state, 'unverified');
      assert.deepEqual(watch.for(2, bad), always, 'still bad');
      assert.equal(watch.problem()?.since, since, 'the same problem');
      if (between !== undefined) {
        assert.deepEqual(watch.for(20, between), always, 'by hysteresis');
      }
      assert.equal(watch.until(false, fine), ends, 'minutes to its end');
      assert.deepEqual(watch.for(20, fine), never, 'once');
    });

    it(`${rule} does not open on what is not known`, () => {
      assert.deepEqual(new Watch(rule).for(30, blind), never);
    });

    if (between !== undefined) {
      it(`${rule} does not open below its threshold`, () => {
        assert.deepEqual(new Watch(rule).for(30, between), never);
      });
    }
  }
});
