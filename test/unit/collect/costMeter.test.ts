import assert from 'node:assert/strict';
import { CostMeter } from '../../../src/extension/collect/costMeter';
import { OwnCost } from '../../../src/extension/starrocks/ownCost';
import type { Cost } from '../../../src/shared/model/collectorCost';

const roundMs = 30_000;

/** A session that asks the same in each round. */
class Scene {
  readonly #cost = new OwnCost();
  readonly meter = new CostMeter();
  now = 0;

  round(source = 'sessions', statements = 2): this {
    this.now += roundMs;
    for (let n = 0; n < statements; n += 1) {
      this.#cost.add(source, { statements: 1, ms: 10, rows: 3, bytes: 500 });
    }
    this.#cost.add('feMetrics', { requests: 1, bytes: 4_000 });
    this.meter.add(this.#cost.bySource, this.now, this.now);
    return this;
  }

  rounds(n: number): this {
    for (let i = 0; i < n; i += 1) {
      this.round();
    }
    return this;
  }
}

function lastRoundOf({ measured }: CostMeter): Cost {
  assert.ok(measured !== undefined);
  return measured.lastRound;
}

describe('CostMeter', () => {
  it('knows nothing before the first round, and no rate before the second', () => {
    assert.deepEqual([new CostMeter().measured], [undefined]);
    const { meter } = new Scene().round();
    assert.equal(meter.per30s(roundMs).statements.known, false);
    assert.deepEqual([meter.measured?.recent, meter.perSecond], [undefined, undefined]);
    assert.deepEqual(lastRoundOf(meter), {
      statements: 2,
      requests: 1,
      ms: 20,
      rows: 6,
      bytes: 5_000,
    });
  });

  it('tells what the last round cost, not what all did', () => {
    const { meter } = new Scene().rounds(3).round('sessions', 5);
    const { statements, requests } = lastRoundOf(meter);
    assert.deepEqual({ statements, requests }, { statements: 5, requests: 1 });
    assert.equal(meter.perSecond?.statements, 5 / 30);
  });

  it('looks back a little more than five minutes, and forgets what was asked before', () => {
    const { meter } = new Scene().round('metadata').rounds(11);
    const recent = meter.measured?.recent;
    assert.ok(recent !== undefined);
    assert.equal(recent.elapsedMs, 11 * roundMs);
    assert.deepEqual([...recent.bySource.keys()].sort(), ['feMetrics', 'sessions']);
    assert.equal(recent.bySource.get('sessions')?.statements, 22);
  });
});
