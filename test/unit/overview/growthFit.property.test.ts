import fc from 'fast-check';
import assert from 'node:assert/strict';
import type { DayUse } from '../../../src/extension/overview/growthFit';
import { daysUntil, fitDays, fitGrowth } from '../../../src/extension/overview/growthFit';

const gb = 1e9;
const capacity = 1000 * gb;

/** Straight growth from 100 GB, day by day. */
const straight = (count: number, perDay: number): readonly DayUse[] =>
  Array.from({ length: count }, (_, day) => ({ day, value: 100 * gb + day * perDay, capacity }));

const growing = fc.record({
  count: fc.integer({ min: 12, max: 30 }),
  perDay: fc.integer({ min: 2, max: 20 }).map((n) => n * gb),
});

describe('fitGrowth', () => {
  it('finds the slope of straight growth, with no doubt about it', () => {
    fc.assert(
      fc.property(growing, ({ count, perDay }) => {
        const fit = fitGrowth(straight(count, perDay));
        assert.ok(fit.fits);
        for (const slope of [fit.perDay, fit.low, fit.high]) {
          assert.ok(Math.abs(slope - perDay) < 1, String(slope));
        }
        assert.equal(fit.days, count);
      }),
    );
  });

  it('is not moved by one day that is far off, wherever it is', () => {
    fc.assert(
      fc.property(growing, fc.nat(), fc.integer({ min: 0, max: 900 }), (line, at, off) => {
        const days = straight(line.count, line.perDay).map((day, index) =>
          index === at % line.count ? { ...day, value: off * gb } : day,
        );
        const fit = fitGrowth(days);
        assert.ok(fit.fits && Math.abs(fit.perDay - line.perDay) < 1, JSON.stringify(fit));
      }),
    );
  });

  it('does not mind days without a measurement', () => {
    fc.assert(
      fc.property(growing, fc.infiniteStream(fc.boolean()), ({ count, perDay }, kept) => {
        const all = straight(count, perDay);
        const left = all.filter(() => kept.next().value === true);
        fc.pre(left.length >= fitDays.least);
        const fit = fitGrowth(left);
        assert.ok(fit.fits && Math.abs(fit.perDay - perDay) < 1);
      }),
    );
  });

  it('begins anew where a disk is replaced or a node joins', () => {
    fc.assert(
      fc.property(growing, fc.integer({ min: 0, max: 30 }), fc.boolean(), (line, since, joins) => {
        const before = straight(line.count, line.perDay);
        const after = straight(since, 3 * gb).map((day) => ({
          ...day,
          day: day.day + line.count,
          ...(joins ? { parts: 'one more' } : { capacity: 2 * capacity }),
        }));
        const fit = fitGrowth([...before, ...after]);
        if (since === 0) {
          assert.ok(fit.fits && Math.abs(fit.perDay - line.perDay) < 1);
        } else if (since < fitDays.least) {
          assert.deepEqual(fit, { fits: false, why: 'days', days: since });
        } else if (fit.fits) {
          assert.ok(Math.abs(fit.perDay - 3 * gb) < 1);
        } else {
          assert.equal(fit.why, 'flat');
        }
      }),
    );
  });

  it('says nothing of fewer than seven days, nor of a disk that hardly changes', () => {
    assert.deepEqual(fitGrowth(straight(6, gb * 9)), { fits: false, why: 'days', days: 6 });
    assert.deepEqual(fitGrowth(straight(9, gb)), { fits: false, why: 'flat', days: 9 });
    assert.deepEqual(fitGrowth([]), { fits: false, why: 'days', days: 0 });
  });

  it('holds its median between its bounds, and these between the extreme slopes', () => {
    const noisy = fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 7, maxLength: 30 });
    fc.assert(
      fc.property(noisy, (values) => {
        const fit = fitGrowth(values.map((value, day) => ({ day, value: value * gb, capacity })));
        if (fit.fits) {
          assert.ok(fit.low <= fit.perDay && fit.perDay <= fit.high, JSON.stringify(fit));
        }
      }),
    );
  });
});

describe('daysUntil', () => {
  const growth = { perDay: 10, low: 5, high: 20, days: 9 };

  it('is soonest at the greatest growth and latest at the least', () => {
    assert.deepEqual(daysUntil(100, growth), { soonest: 5, likely: 10, latest: 20 });
  });

  it('is now where there is no room left, and never where nothing grows', () => {
    assert.deepEqual(daysUntil(-1, growth), { soonest: 0, likely: 0, latest: 0 });
    assert.deepEqual(daysUntil(100, { ...growth, perDay: 0, low: -3 }), {
      soonest: 5,
      likely: null,
      latest: null,
    });
  });

  it('does not tell of what is more than five years away', () => {
    assert.equal(daysUntil(18_263, growth).likely, null);
    assert.equal(daysUntil(18_262, growth).likely, 1826.2);
  });
});
