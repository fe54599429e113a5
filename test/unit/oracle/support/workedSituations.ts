/** The worked situations of semantics 5 that these rules and this cluster can be in, and our own. */
import * as assert from 'node:assert/strict';
import type { FaultRequest } from '../../../../src/demo/faults';
import type { ClusterHealth } from '../../../../src/shared/model/clusterHealth';
import type { Chain, ChainOptions } from './chain';

type Step = (chain: Chain) => Promise<void>;

export type Worked = {
  readonly name: string;
  readonly options?: ChainOptions;
  readonly steps: readonly Step[];
  /** `null` = unknown. */
  readonly score: number | null;
  readonly verdict: ClusterHealth['verdict'];
  /** Points by rule, as the receipt lists them. */
  readonly deductions: Readonly<Record<string, number>>;
  readonly problems?: readonly string[];
  /** What the sentences of the problems must, and must not, say. */
  readonly says?: RegExp;
  readonly saysNot?: RegExp;
  /** What else must be said. */
  readonly also?: (health: ClusterHealth) => void;
  /** The oracle's own judge knows no clearing and no lost sight: then only the score is compared. */
  readonly judgedByTable?: boolean;
};

const rounds =
  (count: number): Step =>
  (chain) =>
    chain.rounds(count);

const happen =
  (...happenings: readonly Extract<FaultRequest, { happen: unknown }>['happen'][]): Step =>
  (chain) =>
    chain.disturb(...happenings.map((each) => ({ happen: each })));

/** So many rounds while one partition is kept at a score that grows by `rise` a round. */
const scored =
  (count: number, score: number, rise = 0): Step =>
  async (chain) => {
    const { partitions } = await chain.control.truth();
    const id = partitions[0]?.id ?? NaN;
    for (let i = 0; i < count; i += 1) {
      await chain.disturb({
        happen: { kind: 'score', partitionId: id, max: score + i * rise },
      });
      await chain.rounds(1);
    }
  };

const configure = (key: string, value: string): Step => happen({ kind: 'config', key, value });

const cn = (number: number): string => `10.20.0.3${number}`;
const fe = (number: number): string => `10.20.0.1${number}`;

/** A cluster that is watched for a while before something happens. */
const settled: Step = rounds(12);

/** Semantics 5, as far as it concerns a shared-data cluster of 3 FE and 4 CN. */
export const fromTheTable: readonly Worked[] = [
  {
    name: 'all well',
    steps: [rounds(17)],
    score: 100,
    verdict: 'ok',
    deductions: {},
  },
  {
    name: 'all well, HTTP closed',
    options: { httpOff: true },
    steps: [rounds(17)],
    score: 100,
    verdict: 'ok',
    deductions: {},
  },
  {
    name: 'one of 3 FEs dead',
    steps: [settled, happen({ kind: 'kill', node: fe(3), noticed: true }), rounds(6)],
    score: 87,
    verdict: 'warning',
    deductions: { 'fe.down': 13 },
  },
  {
    name: '2 of 3 FEs dead',
    steps: [
      settled,
      happen(
        { kind: 'kill', node: fe(1), noticed: true },
        { kind: 'kill', node: fe(2), noticed: true },
        { kind: 'noLeader' },
      ),
      rounds(6),
    ],
    score: 0,
    verdict: 'critical',
    deductions: { 'fe.leader': 100, 'fe.down': 100 },
    judgedByTable: true,
  },
  {
    name: '1 of 4 CN dead',
    steps: [settled, happen({ kind: 'kill', node: cn(3), noticed: true }), rounds(6)],
    score: 65,
    verdict: 'critical',
    deductions: { 'node.down': 35 },
  },
  {
    name: 'S = 142, T = 100, slow-down off, 10 min',
    steps: [
      configure('lake_enable_ingest_slowdown', 'false'),
      configure('lake_compaction_max_tasks', '0'),
      scored(24, 142),
    ],
    score: 90,
    verdict: 'warning',
    deductions: { 'compaction.pressure': 10 },
    saysNot: /loads (into it )?wait/i,
    judgedByTable: true,
  },
  {
    name: 'S = 640, nothing runs for 20 min, rising',
    options: { visible: true },
    steps: [configure('lake_compaction_max_tasks', '0'), scored(70, 520, 8)],
    score: 40,
    verdict: 'critical',
    deductions: { 'compaction.pressure': 30, 'compaction.stalled': 30 },
  },
  {
    name: 'B = 2000, S = 2100',
    steps: [configure('lake_compaction_max_tasks', '0'), rounds(10), scored(3, 2100)],
    score: 40,
    verdict: 'critical',
    deductions: { 'compaction.pressure': 60 },
  },
  {
    name: 'an idle cluster',
    steps: [happen({ kind: 'traffic', factor: 0 }), rounds(20)],
    score: 100,
    verdict: 'ok',
    deductions: {},
  },
  {
    name: 'a user with NODE only',
    options: { user: 'node_only' },
    steps: [rounds(17)],
    score: 100,
    // Healthy in words: the missing privilege is told as an info.
    verdict: 'info',
    deductions: {},
    judgedByTable: true,
  },
  {
    name: 'a user without NODE and OPERATE',
    options: { user: 'nobody' },
    steps: [rounds(6)],
    score: null,
    verdict: 'unknown',
    deductions: {},
    judgedByTable: true,
  },
  {
    name: 'no FE answers and the network is not proven',
    steps: [
      settled,
      (chain) => chain.disturb({ fault: { kind: 'refuse' }, target: { node: '*' } }),
      rounds(4),
    ],
    score: null,
    verdict: 'unknown',
    deductions: {},
    also: ({ lastKnown, score }) => {
      assert.equal(lastKnown?.verdict, 'ok');
      assert.ok(!score.known && score.why === 'unreachable', JSON.stringify(score));
    },
    judgedByTable: true,
  },
  {
    name: 'node.down open, then our session loses the right to look',
    steps: [
      settled,
      happen({ kind: 'kill', node: cn(2), noticed: true }),
      rounds(5),
      (chain) =>
        chain.disturb({
          fault: { kind: 'deny', privilege: 'NODE' },
          target: { protocol: 'sql', match: 'COMPUTE NODES' },
        }),
      rounds(4),
    ],
    score: null,
    verdict: 'unknown',
    // Its points are kept for an hour, though they make no score.
    deductions: { 'node.down': 35 },
    problems: [`node.down cn:${cn(2)}:9050 unverified`, 'monitor.rights null open'],
    also: ({ lastKnown, problems }) => {
      assert.equal(lastKnown?.verdict, 'critical');
      const [problem] = problems;
      assert.ok(problem?.unverifiedSince !== undefined && problem.unverifiedSince > problem.since);
    },
    judgedByTable: true,
  },
  {
    name: 'counter reset of one FE in this interval',
    steps: [settled, rounds(6), happen({ kind: 'restart', node: fe(2) }), rounds(1)],
    score: 100,
    verdict: 'ok',
    deductions: {},
  },
];

const be = (number: number): string => `10.20.0.2${number}`;
const sharedNothing: ChainOptions = { cluster: { mode: 'shared_nothing' } };

/** The demo's disks are well filled: at 80 % a warning, while nobody knows the days to the limit. */
const roomy: Step = happen({ kind: 'disk', node: 'be:*', usedPct: 60 });

/** So many rounds while the fullest tablet of a partition is kept at so many versions. */
const versions =
  (count: number, rowsets: number): Step =>
  async (chain) => {
    const { partitions } = await chain.control.truth();
    const partitionId = partitions[0]?.id ?? NaN;
    for (let i = 0; i < count; i += 1) {
      await chain.disturb({ happen: { kind: 'versions', partitionId, rowsets } });
      await chain.rounds(1);
    }
  };

/** Semantics 5 for a shared-nothing cluster of 3 FE and 4 BE. */
export const sharedNothingFromTheTable: readonly Worked[] = [
  {
    name: 'all well',
    options: sharedNothing,
    steps: [roomy, rounds(25)],
    score: 100,
    verdict: 'ok',
    deductions: {},
  },
  {
    name: 'one of 4 BEs dead',
    options: sharedNothing,
    steps: [roomy, settled, happen({ kind: 'kill', node: be(3), noticed: true }), rounds(12)],
    score: 65,
    verdict: 'critical',
    deductions: { 'node.down': 35 },
    says: /10\.20\.0\.23/,
  },
  {
    name: 'the same with half of its versions for ten minutes',
    options: sharedNothing,
    steps: [
      roomy,
      settled,
      happen({ kind: 'kill', node: be(3), noticed: true }),
      versions(22, 500),
    ],
    score: 55,
    verdict: 'critical',
    deductions: { 'node.down': 35, 'compaction.pressure': 10 },
    says: /of 1,000 versions/,
    judgedByTable: true,
  },
  {
    name: 'a disk out of room: loads stop',
    options: sharedNothing,
    steps: [roomy, settled, happen({ kind: 'disk', node: be(2), usedPct: 99 }), rounds(10)],
    score: 40,
    verdict: 'critical',
    deductions: { 'disk.full': 60 },
    says: /10\.20\.0\.22/,
  },
  {
    name: 'a disk that fails',
    options: sharedNothing,
    steps: [roomy, settled, happen({ kind: 'disk', node: be(1), usable: false }), rounds(10)],
    score: 85,
    verdict: 'critical',
    deductions: { 'disk.failed': 15 },
  },
];

export const situationsOfOurOwn: readonly Worked[] = [
  {
    name: 'memory at 92 % for three minutes',
    steps: [settled, happen({ kind: 'usage', node: cn(1), memPct: 92 }), rounds(7)],
    score: 95,
    verdict: 'warning',
    deductions: { 'mem.node': 5 },
    says: /10\.20\.0\.31/,
  },
  {
    name: 'memory at 97 % on two nodes takes its points once',
    steps: [
      settled,
      happen(
        { kind: 'usage', node: cn(1), memPct: 97 },
        { kind: 'usage', node: cn(4), memPct: 97 },
      ),
      rounds(7),
    ],
    score: 85,
    verdict: 'critical',
    deductions: { 'mem.node': 15 },
  },
  {
    name: 'memory at 97 % for a minute only',
    steps: [settled, happen({ kind: 'usage', node: cn(1), memPct: 97 }), rounds(3)],
    score: 100,
    verdict: 'ok',
    deductions: {},
  },
  {
    name: 'CPU at 96 % for a quarter of an hour',
    steps: [happen({ kind: 'usage', node: cn(2), cpuPct: 96 }), rounds(30)],
    score: 95,
    verdict: 'warning',
    deductions: { 'cpu.node': 5 },
  },
  {
    name: 'heap never below 85 % in a quarter of an hour',
    steps: [happen({ kind: 'heap', node: fe(2), pct: 85 }), rounds(30)],
    score: 95,
    verdict: 'warning',
    deductions: { 'fe.heap': 5 },
  },
  {
    name: 'heap never below 94 %',
    steps: [happen({ kind: 'heap', node: fe(2), pct: 94 }), rounds(30)],
    score: 85,
    verdict: 'critical',
    deductions: { 'fe.heap': 15 },
  },
  {
    name: '5 % of the queries fail inside',
    steps: [settled, happen({ kind: 'traffic', internalErrors: 0.05 }), rounds(20)],
    score: 90,
    verdict: 'warning',
    deductions: { 'query.errors': 10 },
  },
  {
    name: 'every sixth query times out',
    steps: [settled, happen({ kind: 'traffic', timeouts: 0.17 }), rounds(20)],
    score: 75,
    verdict: 'critical',
    deductions: { 'query.errors': 25 },
  },
  {
    name: 'a third of the queries are user mistakes',
    steps: [settled, happen({ kind: 'traffic', analysisErrors: 0.33 }), rounds(20)],
    score: 100,
    verdict: 'ok',
    deductions: {},
  },
  {
    name: 'a node being decommissioned is no loss',
    steps: [
      settled,
      happen(
        { kind: 'decommission', node: cn(4), on: true },
        { kind: 'kill', node: cn(4), noticed: true },
      ),
      rounds(6),
    ],
    score: 100,
    verdict: 'ok',
    deductions: {},
  },
  {
    name: 'all CNs dead',
    steps: [settled, happen({ kind: 'kill', node: 'cn:*', noticed: true }), rounds(6)],
    score: 0,
    verdict: 'critical',
    deductions: { 'node.down': 100 },
    judgedByTable: true,
  },
  {
    name: 'an FE dead and memory critical',
    steps: [
      settled,
      happen(
        { kind: 'kill', node: fe(3), noticed: true },
        { kind: 'usage', node: cn(2), memPct: 98 },
      ),
      rounds(7),
    ],
    score: 72,
    verdict: 'critical',
    deductions: { 'mem.node': 15, 'fe.down': 13 },
  },
  {
    name: 'failing queries explained by a dead node',
    steps: [
      settled,
      happen(
        { kind: 'kill', node: cn(1), noticed: true },
        { kind: 'traffic', internalErrors: 0.3 },
      ),
      rounds(20),
    ],
    score: 65,
    verdict: 'critical',
    deductions: { 'node.down': 35 },
  },
  {
    name: 'S = 600 for ten minutes',
    steps: [configure('lake_compaction_max_tasks', '0'), rounds(3), scored(22, 600)],
    score: 70,
    verdict: 'critical',
    deductions: { 'compaction.pressure': 30 },
    judgedByTable: true,
  },
  {
    name: 'a dead node that came back is forgotten',
    steps: [
      settled,
      happen({ kind: 'kill', node: cn(3), noticed: true }),
      rounds(5),
      happen({ kind: 'revive', node: cn(3) }),
      rounds(8),
    ],
    score: 100,
    verdict: 'ok',
    deductions: {},
    problems: [],
    judgedByTable: true,
  },
  {
    name: 'the leader changes',
    steps: [settled, happen({ kind: 'leader', node: fe(2) }), rounds(8)],
    score: 100,
    verdict: 'ok',
    deductions: {},
    judgedByTable: true,
  },
  {
    name: 'no FE leads any more',
    steps: [settled, happen({ kind: 'noLeader' }), rounds(5)],
    score: 0,
    verdict: 'critical',
    deductions: { 'fe.leader': 100 },
    judgedByTable: true,
  },
];
