import assert from 'node:assert/strict';
import type { DeriveContext } from '../../../src/extension/collect/deriveContext';
import { LiveState } from '../../../src/extension/collect/liveState';
import { storageFigures } from '../../../src/extension/collect/storageSeries';
import type { ComputeMetrics } from '../../../src/extension/starrocks/sources/beMetrics';
import type { ComputeRow } from '../../../src/extension/starrocks/sources/computeRows';
import type { RunMode } from '../../../src/shared/model/clusterHealth';
import { known, type Reading } from '../../../src/shared/reading';
import { compute } from '../overview/builders';
import { computeMetrics, idleCompaction } from './support/fakeAsker';

const stepMs = 30_000;

/** BEs whose /metrics were read once a step; `undefined` = that one failed. */
class Scene {
  readonly #live = new LiveState(() => stepMs, stepMs);
  now = 0;

  readonly rows: readonly ComputeRow[];

  constructor(rows: readonly ComputeRow[]) {
    this.rows = rows;
  }

  round(metrics: (n: number) => ComputeMetrics | undefined): this {
    this.now += stepMs;
    const seen = {
      asked: '',
      form: '',
      askedAt: this.now,
      observedAt: this.now,
      tookMs: 1,
      receivedAtMono: this.now,
    };
    const lists = { be: 'backends', cn: 'computeNodes' } as const;
    for (const role of ['be', 'cn'] as const) {
      const value = this.rows.filter((row) => row.role === role);
      this.#live.put(lists[role], { ...seen, source: lists[role], ok: true, value, rows: 0 });
    }
    this.rows.forEach(({ node }, i) => {
      const value = metrics(i + 1);
      this.#live.putNode(
        'beMetrics',
        node,
        value === undefined
          ? { ...seen, source: 'beMetrics', ok: false, why: 'timeout', message: '' }
          : { ...seen, source: 'beMetrics', ok: true, value, rows: 1 },
      );
    });
    return this;
  }

  figures(runMode: RunMode = 'shared_nothing') {
    const context: DeriveContext = {
      live: this.#live,
      now: this.now,
      scrapeMs: stepMs,
      runMode: known(runMode, { observedAt: this.now, source: 'capabilities' }),
      isOwnSession: () => false,
      compactionFailuresPerSecond: undefined,
      jobs: {
        loads: undefined,
        streamLoads: undefined,
        routineLoads: new Map(),
        transactions: new Map(),
        drains: new Map(),
        alters: { databases: undefined, counts: new Map(), lists: [], noOptimize: false },
      },
      audit: { minutes: [], slow: undefined },
      ownCost: undefined,
    };
    return storageFigures(context);
  }
}

const busy = (
  running: number,
  counters: { bytes: number; failed: number },
  maxVersions: number,
): ComputeMetrics =>
  computeMetrics({
    maxVersions,
    compaction: {
      base: { ...idleCompaction, running },
      cumulative: { ...idleCompaction, ...counters, running: 1 },
      update: { ...idleCompaction, waiting: null, failed: counters.failed },
    },
  });

const valueOf = (reading: Reading<number> | undefined) =>
  reading?.known === true ? reading.value : reading?.why;

describe('storageFigures', () => {
  const backends = [compute('be', 1), compute('be', 2)];

  it('names the fullest tablet of all BEs, and adds their tasks up', () => {
    const { cluster, worst, nodes } = new Scene(backends)
      .round((n) => busy(n, { bytes: 0, failed: 0 }, 100 * n))
      .figures();

    assert.equal(valueOf(cluster['compaction.versions']), 200);
    assert.deepEqual(worst['compaction.versions'], { node: 'be:be-2:9050', value: 200 });
    assert.equal(valueOf(cluster['compaction.running']), 2 + 3);
    assert.equal(valueOf(nodes.get('be:be-1:9050')?.['be.compactions']), 2);
  });

  it('makes rates of counters, of all kinds for the failures', () => {
    const { cluster, compaction } = new Scene(backends)
      .round(() => busy(0, { bytes: 1_000, failed: 3 }, 5))
      .round(() => busy(0, { bytes: 61_000, failed: 6 }, 5))
      .figures();

    assert.equal(valueOf(compaction.get('be:be-1:9050')?.cumulative.bytes), 2_000);
    assert.equal(valueOf(cluster['compaction.failed']), (2 * (3 + 3)) / 30);
  });

  it('does not take a restarted BE for one that has failed less', () => {
    const { compaction } = new Scene(backends)
      .round(() => busy(0, { bytes: 61_000, failed: 6 }, 5))
      .round(() => busy(0, { bytes: 1_000, failed: 0 }, 5))
      .figures();

    assert.equal(valueOf(compaction.get('be:be-1:9050')?.cumulative.bytes), 'counter-reset');
  });

  it('says so when a BE does not tell: a lower bound over the others', () => {
    const { cluster } = new Scene(backends)
      .round((n) => (n === 2 ? undefined : busy(1, { bytes: 0, failed: 0 }, 40)))
      .figures();
    const versions = cluster['compaction.versions'];

    assert.ok(versions?.known === true && versions.bound === 'lower');
    assert.deepEqual(versions.coverage, { have: 1, of: 2, missing: ['be:be-2:9050'] });
  });

  it('leaves CNs out: what they export of compaction are zeros', () => {
    const { cluster, nodes } = new Scene([compute('be', 1), compute('cn', 1)])
      .round((n) => busy(n, { bytes: 0, failed: 0 }, n === 1 ? 40 : 0))
      .figures();

    const running = cluster['compaction.running'];
    assert.deepEqual(running?.known === true && running.coverage?.of, 1);
    assert.equal(valueOf(nodes.get('cn:cn-1:9050')?.['be.versions']), 'not-applicable');
  });

  it('does not apply to shared-data', () => {
    const { cluster, compaction } = new Scene(backends)
      .round(() => busy(1, { bytes: 0, failed: 0 }, 40))
      .figures('shared_data');

    assert.equal(valueOf(cluster['compaction.versions']), 'not-applicable');
    assert.equal(cluster['compaction.running'], undefined);
    assert.equal(compaction.size, 0);
  });
});
