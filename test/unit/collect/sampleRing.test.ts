import assert from 'node:assert/strict';
import { counterRate, SampleRing } from '../../../src/extension/collect/sampleRing';

type Counters = { readonly n: number | null };
const window = { stepMs: 30_000, periodMs: 30_000 };

function ring(
  ...samples: [mono: number, n: number | null, startText?: string][]
): SampleRing<Counters> {
  const made = new SampleRing<Counters>(400_000);
  for (const [mono, n, startText] of samples) {
    made.push({
      observedAt: mono,
      mono,
      startText: startText ?? null,
      source: 'feMetrics',
      value: { n },
    });
  }
  return made;
}

const rate = (samples: SampleRing<Counters>, own?: 'ended') =>
  counterRate(
    samples,
    'feMetrics',
    (value) => value.n,
    window,
    () => 'unsupported-version',
    own,
  );

describe('counterRate', () => {
  it('is the increase per second between two receipts', () => {
    const reading = rate(ring([0, 1_000], [30_000, 1_600]));
    assert.deepEqual(reading, { known: true, value: 20, observedAt: 30_000, source: 'feMetrics' });
  });

  it('is unknown on the first sample', () => {
    const reading = rate(ring([0, 1_000]));
    assert.equal(reading.known ? reading.value : reading.why, 'insufficient-history');
  });

  it('is unknown for the interval of a reset, and known again after it', () => {
    const samples = ring([0, 1_000], [30_000, 40]);
    const reset = rate(samples);
    assert.equal(reset.known ? reset.value : reset.why, 'counter-reset');
    samples.push({
      observedAt: 60_000,
      mono: 60_000,
      startText: null,
      source: 'feMetrics',
      value: { n: 340 },
    });
    const after = rate(samples);
    assert.equal(after.known && after.value, 10);
  });

  it('recognises a restart by its start time although the counter has overtaken the old one', () => {
    const reading = rate(ring([0, 10, '08:00:00'], [30_000, 400, '08:00:20']));
    assert.equal(reading.known ? reading.value : reading.why, 'counter-reset');
  });

  it('takes a sample from after the start for one of that process, though the list told it late', () => {
    const samples = (startedAt: number): SampleRing<Counters> => {
      const made = ring([100_000, 1_000, 'before']);
      made.push({
        observedAt: 130_000,
        mono: 130_000,
        startText: 'after',
        startedAt,
        source: 'feMetrics',
        value: { n: 1_600 },
      });
      return made;
    };

    assert.equal(rate(samples(90_000)).known, true);
    const reset = rate(samples(110_000));
    assert.equal(reset.known ? undefined : reset.why, 'counter-reset');
  });

  it('gives no rate across a gap of more than three periods', () => {
    const reading = rate(ring([0, 1_000], [100_000, 2_000]));
    assert.equal(reading.known ? reading.value : reading.why, 'insufficient-history');
  });

  it('reaches back to the counter step when samples come faster', () => {
    const reading = rate(ring([0, 0], [15_000, 150], [30_000, 600]));
    assert.equal(reading.known && reading.value, 20);
  });

  it('leaves our own part out, and never below zero', () => {
    const before = { ended: 4, failed: 0, connections: 1, unplaced: false };
    for (const [ended, expected] of [
      [6, 1 / 30],
      [19, 0],
    ] as const) {
      const samples = new SampleRing<Counters>(400_000);
      samples.push({
        observedAt: 0,
        mono: 0,
        startText: null,
        source: 'feMetrics',
        value: { n: 100 },
        own: before,
      });
      samples.push({
        observedAt: 30_000,
        mono: 30_000,
        startText: null,
        source: 'feMetrics',
        value: { n: 103 },
        own: { ended, failed: 0, connections: 1, unplaced: false },
      });
      const reading = rate(samples, 'ended');
      assert.ok(reading.known && Math.abs(reading.value - expected) < 1e-9, String(ended));
    }
  });

  it('is an upper bound while our own part cannot be told', () => {
    const own = { ended: 0, failed: 0, connections: 0 };
    const samples = new SampleRing<Counters>(400_000);
    for (const [at, n, ended, unplaced] of [
      [0, 100, 0, true],
      [30_000, 130, 20, false],
    ] as const) {
      samples.push({
        observedAt: at,
        mono: at,
        startText: null,
        source: 'feMetrics',
        value: { n },
        own: { ...own, ended, unplaced },
      });
    }
    const reading = rate(samples, 'ended');
    assert.ok(reading.known);
    assert.deepEqual([reading.value, reading.bound], [1, 'upper']);
  });

  it('is unknown while the counter is absent', () => {
    const reading = rate(ring([0, null], [30_000, null]));
    assert.equal(reading.known ? reading.value : reading.why, 'unsupported-version');
  });
});
