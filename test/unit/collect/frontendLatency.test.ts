import assert from 'node:assert/strict';
import { latencyOf } from '../../../src/extension/collect/frontendLatency';
import { LiveState } from '../../../src/extension/collect/liveState';
import type { FrontendMetrics } from '../../../src/extension/starrocks/sources/feMetrics';
import { frontendMetrics } from './support/fakeAsker';

const node = 'fe:fe-1:9010';
const stepMs = 30_000;

/** One FE whose metrics were read once a step. */
class Scene {
  readonly live = new LiveState(() => stepMs, stepMs);
  now = 0;

  overHttp(latencyCount: number | null): this {
    return this.#answer('feMetrics', frontendMetrics({ latencyCount, p99: 90 }));
  }

  bySql(): this {
    const needsHttp = ['p75', 'p95', 'p99', 'latencyCount'];
    const none = { p75: null, p95: null, p99: null, latencyCount: null };
    return this.#answer('feMetricsSql', frontendMetrics({ ...none, needsHttp }));
  }

  get latency(): unknown {
    const reading = latencyOf({ live: this.live, now: this.now }, node);
    return reading.known ? reading.value : reading.why;
  }

  #answer(source: 'feMetrics' | 'feMetricsSql', value: FrontendMetrics): this {
    this.now += stepMs;
    this.live.putNode('feMetrics', node, {
      ok: true,
      source,
      asked: '',
      form: '',
      askedAt: this.now,
      observedAt: this.now,
      receivedAtMono: this.now,
      tookMs: 1,
      rows: 1,
      value,
    });
    return this;
  }
}

describe('latencyOf', () => {
  it('is known once enough queries ended', () => {
    assert.equal(new Scene().overHttp(0).latency, 'insufficient-history');
    assert.equal(new Scene().overHttp(0).overHttp(19).latency, 'insufficient-history');
    assert.equal(new Scene().overHttp(0).overHttp(20).latency, 90);
  });

  it('needs HTTP while metrics come by SQL', () => {
    assert.equal(new Scene().overHttp(0).bySql().latency, 'not-applicable');
  });

  it('waits for new queries after metrics came by SQL, instead of blaming the version', () => {
    const back = new Scene().bySql().bySql().overHttp(500);
    assert.equal(back.latency, 'insufficient-history');
    assert.equal(back.overHttp(530).latency, 90);
  });

  it('counts on from before a while by SQL', () => {
    assert.equal(new Scene().overHttp(0).bySql().overHttp(40).latency, 90);
  });

  it('tells a restart in a while by SQL', () => {
    assert.equal(new Scene().overHttp(500).bySql().overHttp(40).latency, 'counter-reset');
  });

  it('does not show a quantile without knowing how many queries it is of', () => {
    const { live, now } = new Scene().overHttp(500);
    live.forgetSamples();
    const reading = latencyOf({ live, now }, node);
    assert.deepEqual(reading.known || reading.why, 'insufficient-history');
    assert.equal(new Scene().overHttp(null).latency, 'unsupported-version');
  });
});
