import assert from 'node:assert/strict';
import { emptyEvaluatorState } from '../../../src/extension/alerts/evaluatorState';
import { computeCompactionStats } from '../../../src/extension/overview/compactionStats';
import type { OverviewInput } from '../../../src/extension/overview/overviewInput';
import type { LakeCompactionRow } from '../../../src/extension/starrocks/sources/lakeCompactions';
import { renderPhrase } from '../../../src/shared/format';
import { unknown } from '../../../src/shared/reading';
import {
  compute,
  FakeHistory,
  got,
  inputOf,
  kill,
  many,
  minute,
  sharedData,
  sharedNothing,
  start,
  type Scene,
} from './builders';

const adviceOf = (scene: Scene, over: Partial<OverviewInput> = {}) =>
  computeCompactionStats(
    { ...inputOf(scene, start, new FakeHistory()), ...over },
    emptyEvaluatorState,
  ).advice;
const signs = (scene: Scene, over: Partial<OverviewInput> = {}) =>
  adviceOf(scene, over).map(({ sign }) => sign);

const task = (over: Partial<LakeCompactionRow> = {}): LakeCompactionRow => ({
  table: 'sales.orders',
  partitionId: '7',
  txnId: '1',
  startedAt: start - minute,
  committedAt: null,
  finishedAt: null,
  error: null,
  profile: null,
  ...over,
});
const tasks = (...rows: readonly LakeCompactionRow[]) => ({
  lakeCompactions: got(rows, start, 'lakeCompactions'),
});
const threadsOf = (...values: readonly string[]) => ({
  beConfig: got(
    values.map((value, i) => ({ backend: String(10_001 + i), key: 'compact_threads', value })),
    start,
    'beConfig',
  ),
});
const full: Scene = sharedData(3, {
  series: { 'compaction.score': 640, 'compaction.running': 48 },
});

describe('advice about compaction', () => {
  it('says nothing about a cluster that shows no sign', () => {
    assert.deepEqual(signs(sharedData()), []);
    assert.deepEqual(signs(sharedNothing()), []);
  });

  it('reads from the configuration what somebody switched off', () => {
    const scene = sharedData(3, {
      config: { lake_compaction_max_tasks: '0', lake_compaction_disable_ids: '11;12' },
    });
    assert.deepEqual(
      adviceOf(scene).map(({ sign, setting }) => [sign, setting?.changes]),
      [
        ['switchedOff', [{ backend: null, present: '0', suggested: '-1' }]],
        ['disabledTables', [{ backend: null, present: '11;12', suggested: '' }]],
      ],
    );
  });

  it('tells a limit that somebody set from one that grows with the nodes', () => {
    assert.deepEqual(signs(full), ['saturated']);
    const capped = sharedData(3, {
      series: { 'compaction.score': 640, 'compaction.running': 6 },
      config: { lake_compaction_max_tasks: '6' },
    });
    assert.deepEqual(signs(capped), ['capped']);
  });

  it('doubles threads up to half the cores of the smallest living node', () => {
    const changes = (...values: readonly string[]) =>
      adviceOf(
        {
          ...full,
          nodes: [compute('cn', 1), compute('cn', 2, { cpuCores: 12 }), compute('cn', 3)],
        },
        threadsOf(...values),
      )[0]?.setting?.changes;

    assert.deepEqual(changes('2', '2'), [{ backend: null, present: '2', suggested: '4' }]);
    assert.deepEqual(changes('4', '8'), [{ backend: '10001', present: '4', suggested: '6' }]);
    assert.deepEqual(changes('6'), [], 'at the bound already');
  });

  it('suggests no value where the present one is not known: there would be no undo', () => {
    const [advice] = adviceOf(full, { beConfig: unknown('denied', start) });
    assert.deepEqual(advice?.setting?.changes, []);
  });

  it('recognises a queue, cache misses, repeated failures and a stuck publish by the tasks', () => {
    const ended = (profile: LakeCompactionRow['profile']) => task({ finishedAt: start, profile });
    assert.deepEqual(signs(sharedData(), tasks(ended({ sub_task_count: 2, in_queue_sec: 130 }))), [
      'queued',
    ]);
    assert.deepEqual(
      signs(sharedData(), tasks(ended({ read_remote_mb: 500, read_local_mb: 10 }))),
      ['remoteReads'],
    );
    const failed = task({ error: 'tablet metadata not found', finishedAt: start });
    assert.deepEqual(signs(sharedData(), tasks(failed)), [], 'one failure is none to speak of');
    const [advice] = adviceOf(sharedData(), tasks(...many(2, () => failed)));
    assert.match(renderPhrase(advice!.evidence), /sales\.orders 7 failed 2 times: tablet metadata/);
    assert.deepEqual(signs(sharedData(), tasks(task({ committedAt: start - 2 * minute }))), [
      'publishStuck',
    ]);
  });

  it('names the table whose rows lie in one tablet', () => {
    const worst = {
      database: 'sales',
      table: 'orders',
      partition: 'p1',
      partitionId: '7',
      averageScore: 4,
      p50Score: 3,
      maxScore: 300,
    };
    const over = {
      partitions: got({ worst: [worst], seen: 1, over: 1, threshold: 100 }, start, 'partitions'),
    };
    assert.deepEqual(signs(sharedData(), over), ['skewed']);
  });

  it('misses the nodes only when both lists say that there are none', () => {
    const high = sharedData(2, { series: { 'compaction.score': 50 } });
    const none = kill(high, 'cn-1', 'cn-2');
    assert.deepEqual(signs(none), ['noNode']);
    assert.deepEqual(signs(none, { backends: unknown('timeout', start) }), []);
  });

  it('looks at the BEs where they compact by themselves', () => {
    const off = {
      beConfig: got(
        [{ backend: '10001', key: 'max_compaction_concurrency', value: '0' }],
        start,
        'beConfig',
      ),
    };
    assert.deepEqual(signs(sharedNothing(), off), ['localOff']);
    assert.deepEqual(signs(sharedData(), off), [], 'it is no setting of shared-data');
  });
});
