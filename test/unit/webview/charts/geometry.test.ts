import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Gap, Trend, TrendSeries } from '../../../../src/shared/model/trends';
import { dayMs, hourMs, minuteMs } from '../../../../src/shared/time';
import type { LineSpec } from '../../../../src/webview/charts/chartModel';
import {
  chartModel,
  commonGaps,
  gapAt,
  largestValue,
  latestValue,
  stepCursor,
  subtractGaps,
  valueAt,
} from '../../../../src/webview/charts/chartModel';
import { gapBoxes, spans } from '../../../../src/webview/charts/marks';
import { compactionScale, scalePosition } from '../../../../src/webview/charts/scaleMath';
import { sparkGeometry } from '../../../../src/webview/charts/sparkGeometry';
import { timeTicks } from '../../../../src/webview/charts/timeTicks';
import {
  fromLog,
  logTicks,
  niceTop,
  niceTopOfBytes,
  toLog,
  valueTicks,
} from '../../../../src/webview/charts/valueTicks';

describe('timeTicks', () => {
  it('falls on round minutes and leaves room for "now"', () => {
    const to = 100 * dayMs + 3 * hourMs + 12.5 * minuteMs;
    const clock = (at: number) => (at % dayMs) / minuteMs;

    const ticks = timeTicks(to - hourMs, to, 4, 0, 0.09);

    assert.deepEqual(ticks.map(clock), [135, 150, 165, 180]);
  });

  it('keeps the room of the label at the right end, however short the range', () => {
    const to = 100 * dayMs + 13 * minuteMs;

    const ticks = timeTicks(to - 8 * minuteMs, to, 4, 0, 0.2);

    assert.ok(ticks.length > 0);
    assert.ok(ticks.every((tick) => tick <= to - 0.2 * 8 * minuteMs));
  });

  it('falls on local days in a zone of half hours', () => {
    const zone = 5.5 * hourMs;
    const to = 100 * dayMs + 7 * hourMs;

    const ticks = timeTicks(to - 3 * dayMs, to, 4, zone, 0.09);

    assert.ok(ticks.length >= 2);
    for (const tick of ticks) {
      assert.equal((tick + zone) % dayMs, 0);
    }
  });

  it('gives at most the wanted number, in order, inside the range', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 10 * minuteMs, max: 7 * dayMs }),
        fc.integer({ min: 0, max: 400 * dayMs }),
        fc.integer({ min: -12, max: 14 }),
        (length, from, zone) => {
          const ticks = timeTicks(from, from + length, 4, zone * hourMs, 0.09);
          assert.ok(ticks.length <= 5);
          assert.ok(ticks.every((tick) => tick >= from && tick <= from + length));
          assert.ok(ticks.every((tick, index) => index === 0 || tick > ticks[index - 1]!));
        },
      ),
    );
  });
});

describe('value axes', () => {
  it('ends at a round number at or above the data', () => {
    assert.equal(niceTop(1_284), 1_500);
    assert.equal(niceTop(0.03), 0.03);
    assert.equal(niceTop(0), 1);
    assert.equal(niceTopOfBytes(700 * 1024 ** 2), 800 * 1024 ** 2);
    assert.equal(niceTopOfBytes(900 * 1024 ** 2), 1024 ** 3);
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e15, noNaN: true }), (max) => {
        assert.ok(niceTop(max) >= max * 0.999);
        assert.ok(niceTop(max) <= max * 10);
      }),
    );
  });

  it('mirrors around zero and keeps powers of ten on a logarithmic axis', () => {
    assert.deepEqual(valueTicks(8, true), [-8, 0, 8]);
    assert.deepEqual(valueTicks(8, false), [0, 4, 8]);
    assert.deepEqual(logTicks(1_500), [0, 10, 100, 1_000]);
    assert.equal(toLog(0), 0);
    assert.ok(Math.abs(fromLog(toLog(142)) - 142) < 1e-9);
  });
});

describe('gapBoxes', () => {
  const pixel = (at: number) => at;

  it('cuts at the edges and drops what lies outside', () => {
    const gaps: Gap[] = [
      [-50, 10, 'paused'],
      [90, 200, 'timeout'],
      [300, 400, 'paused'],
    ];

    assert.deepEqual(gapBoxes(gaps, pixel, 0, 100), [
      { x: 0, width: 10, why: 'paused' },
      { x: 90, width: 10, why: 'timeout' },
    ]);
  });

  it('keeps a short gap visible, inside the plot', () => {
    const [box] = gapBoxes([[99.8, 100, 'paused']], pixel, 0, 100);

    assert.equal(box?.width, 3);
    assert.equal(box.x, 97);
  });

  it('joins touching gaps of one reason only', () => {
    const joined = gapBoxes(
      [
        [10, 20, 'paused'],
        [20, 30, 'paused'],
        [30, 40, 'timeout'],
      ],
      pixel,
      0,
      100,
    );

    assert.deepEqual(
      joined.map(({ x, width }) => [x, width]),
      [
        [10, 20],
        [30, 10],
      ],
    );
    assert.deepEqual(spans([[5, 15]], pixel, 0, 100), [{ x: 5, width: 10 }]);
  });
});

describe('gaps of several lines', () => {
  it('takes as a gap of the chart only what every line misses', () => {
    const a: Gap[] = [
      [0, 10, 'paused'],
      [20, 40, 'unreachable'],
    ];
    const b: Gap[] = [[5, 30, 'paused']];

    assert.deepEqual(commonGaps([a, b]), [
      [5, 10, 'paused'],
      [20, 30, 'unreachable'],
    ]);
    assert.deepEqual(commonGaps([a, []]), []);
    assert.deepEqual(
      subtractGaps(
        [[0, 40, 'paused']],
        [
          [5, 10, 'paused'],
          [20, 30, 'paused'],
        ],
      ),
      [
        [0, 5, 'paused'],
        [10, 20, 'paused'],
        [30, 40, 'paused'],
      ],
    );
  });
});

describe('chartModel', () => {
  const aSeries = (
    series: TrendSeries['series'],
    avg: (number | null)[],
    change = {},
  ): TrendSeries => ({
    series,
    unit: 'perSecond',
    from: 1_000,
    stepMs: 100,
    avg,
    gaps: [],
    ...change,
  });
  const aTrend = (...series: TrendSeries[]): Trend => ({
    from: 1_000,
    to: 1_400,
    stepMs: 100,
    series,
    events: [],
  });
  const now: LineSpec = { series: 'query.qps', label: 'panel.line.now', colour: 'blue' };
  const ghost: LineSpec = { ...now, style: 'ghost', colour: 'muted' };

  it('moves yesterday under today and takes no gaps from it', () => {
    const before = {
      ...aTrend(aSeries('query.qps', [9, null], { from: 0, gaps: [[50, 100, 'not-recorded']] })),
      from: 0,
      to: 400,
    };

    const model = chartModel(
      [ghost, now],
      aTrend(aSeries('query.qps', [1, 2, 3, 4])),
      { trend: before, shiftMs: 1_000 },
      [],
    );

    assert.equal(model.lines[0]?.from, 1_000);
    assert.deepEqual(model.gaps, []);
    assert.equal(valueAt(model.lines[0], 1_050), 9);
  });

  it('scales values but never turns null into a number', () => {
    const model = chartModel(
      [{ ...now, times: 60, bars: true }],
      aTrend(aSeries('query.qps', [0.5, null, 0])),
      undefined,
      [],
    );

    assert.deepEqual(model.lines[0]?.values, [30, null, 0]);
  });

  it('leaves out a series the host did not send', () => {
    assert.deepEqual(chartModel([now], aTrend(), undefined, []).lines, []);
  });

  it('turns index pairs of partial buckets into time', () => {
    const model = chartModel(
      [now],
      aTrend(aSeries('query.qps', [1, 2, 3, 4], { partial: [[1, 2]] })),
      undefined,
      [],
    );

    assert.deepEqual(model.partial, [[1_100, 1_300]]);
  });

  it('steps the cursor by buckets and stops at the ends', () => {
    const model = chartModel([now], aTrend(aSeries('query.qps', [1, 2, 3, 4])), undefined, []);

    assert.equal(stepCursor(model, undefined, -1), 1_350);
    assert.equal(stepCursor(model, 1_350, -1), 1_250);
    assert.equal(stepCursor(model, 1_350, 10), 1_350);
    assert.equal(stepCursor(model, 1_350, -10), 1_050);
    assert.equal(stepCursor(model, 1_149, 0), 1_150);
  });

  it('passes over one open bucket for the newest value, not over a gap', () => {
    const line = (values: (number | null)[]) => ({ ...now, from: 0, stepMs: 1, values });

    assert.equal(latestValue(line([1, 2, null])), 2);
    assert.equal(latestValue(line([1, null, null])), null);
    assert.equal(gapAt([[5, 10, 'paused']], 9), 'paused');
    assert.equal(gapAt([[5, 10, 'paused']], 10), undefined);
  });

  it('reaches the sum where bars stand on each other', () => {
    const line = (values: (number | null)[]) => ({ ...now, from: 0, stepMs: 1, values });

    assert.equal(largestValue([line([1, 5, null]), line([4, 2, 6])], true), 7);
    assert.equal(largestValue([line([1, 5, null]), line([4, 2, 6])], false), 6);
  });
});

describe('sparkGeometry', () => {
  it('breaks the line at unknown values and hatches them', () => {
    const spark = sparkGeometry([1, 2, null, null, 3], [], 105, 30);

    assert.equal(spark.path.match(/M/g)?.length, 2);
    assert.equal(spark.gaps.length, 1);
    assert.ok(spark.end !== undefined);
    assert.equal(sparkGeometry([1, null], [], 105, 30).end, undefined);
  });

  it('stays inside its box for any values', () => {
    const values = fc.array(fc.option(fc.double({ min: 0, max: 1e12, noNaN: true })), {
      minLength: 1,
      maxLength: 60,
    });
    fc.assert(
      fc.property(values, (series) => {
        const spark = sparkGeometry(series, [], 120, 30);
        const numbers = [...spark.path.matchAll(/[ML]([\d.-]+) ([\d.-]+)/g)];
        for (const [, x, y] of numbers) {
          assert.ok(Number(x) >= 0 && Number(x) <= 120);
          assert.ok(Number(y) >= 0 && Number(y) <= 30);
        }
        assert.equal(numbers.length, series.filter((value) => value !== null).length);
      }),
    );
  });
});

describe('compactionScale', () => {
  const marks = {
    selectorMin: 10,
    slowdown: 100,
    slowdownEnabled: true,
    critical: 500,
    upperBound: null,
    assumed: false,
  };

  it('has the zones of the cluster, without gaps, up to beyond the score', () => {
    const { zones, end } = compactionScale({ ...marks, upperBound: 2_000 }, 3_000);

    assert.deepEqual(
      zones.map(({ from }) => from),
      [0, 10, 100, 500, 2_000],
    );
    assert.ok(zones.every((zone, index) => zone.to === (zones[index + 1]?.from ?? end)));
    assert.equal(end, 4_000);
  });

  it('drops an empty zone and says "slowed" only of a cluster that slows', () => {
    const { zones } = compactionScale(
      { ...marks, slowdown: 10, slowdownEnabled: false },
      undefined,
    );

    assert.deepEqual(
      zones.map(({ label }) => label),
      ['panel.zone.fine', 'panel.zone.high', 'panel.zone.critical'],
    );
  });

  it('places 0 at the left end and nothing beyond the right one', () => {
    assert.equal(scalePosition(0, 1_000), 0);
    assert.equal(scalePosition(5_000, 1_000), 1);
  });
});
