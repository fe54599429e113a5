import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { Gap, Trend } from '../../../src/shared/model/trends';
import type { UnknownReason } from '../../../src/shared/reading';
import { tailRange, withTail } from '../../../src/webview/trendTail';

const stepMs = 60_000;

type Bucket = { readonly value: number | null; readonly partial: boolean };

const reasonOf = (index: number): UnknownReason => (index % 7 < 4 ? 'not-recorded' : 'unreachable');

/** The trend of buckets `first` … `end` of a history, gaps and partial buckets as the store tells them. */
function trendOf(history: readonly Bucket[], first: number, end: number): Trend {
  const shown = history.slice(first, end);
  const gaps: Gap[] = [];
  const partial: [number, number][] = [];
  shown.forEach(({ value, partial: isPartial }, index) => {
    const from = (first + index) * stepMs;
    const gap = gaps.at(-1);
    if (value === null && gap?.[1] === from && gap[2] === reasonOf(first + index)) {
      gaps[gaps.length - 1] = [gap[0], from + stepMs, gap[2]];
    } else if (value === null) {
      gaps.push([from, from + stepMs, reasonOf(first + index)]);
    }
    const stretch = partial.at(-1);
    if (isPartial && stretch?.[1] === index - 1) {
      stretch[1] = index;
    } else if (isPartial) {
      partial.push([index, index]);
    }
  });
  const avg = shown.map(({ value }) => value);
  return {
    from: first * stepMs,
    to: end * stepMs,
    stepMs,
    series: [
      {
        series: 'query.qps',
        unit: 'perSecond',
        from: first * stepMs,
        stepMs,
        avg,
        max: avg,
        gaps,
        ...(partial.length === 0 ? {} : { partial }),
      },
    ],
    events: Array.from({ length: Math.ceil(end / 5) }, (_, index) => index * 5 * stepMs)
      .filter((at) => at >= first * stepMs && at < end * stepMs)
      .map((at) => ({ at, kind: 'leader-changed' })),
  };
}

const bucket = fc.record({
  value: fc.option(fc.nat(1000), { nil: null, freq: 3 }),
  partial: fc.boolean(),
});

describe('the end of a trend', () => {
  it('makes the trend what asking for all of it would have brought', () => {
    fc.assert(
      fc.property(
        fc.array(bucket, { minLength: 80, maxLength: 80 }),
        fc.array(bucket, { minLength: 3, maxLength: 3 }),
        fc.integer({ min: 0, max: 9 }),
        (history, later, closed) => {
          // The last three buckets may have been told otherwise before they settled.
          const before = trendOf([...history.slice(0, 57), ...later], 0, 60);
          const tail = tailRange(before, (60 + closed) * stepMs);
          assert.ok(tail !== undefined);
          const end = tail.to / stepMs;
          const answer = trendOf(history, tail.from / stepMs, end);
          assert.equal(answer.series[0]?.avg.length, tail.buckets);
          assert.deepEqual(withTail(before, answer), trendOf(history, end - 60, end));
        },
      ),
    );
  });

  const empty = Array.from({ length: 200 }, () => ({ value: 1, partial: false }));
  const shown = trendOf(empty, 0, 60);

  it('is asked for only where it is a small part', () => {
    assert.equal(tailRange(shown, 80 * stepMs), undefined);
    assert.equal(tailRange(trendOf(empty, 0, 6), 6 * stepMs), undefined);
    assert.equal(tailRange(shown, 50 * stepMs), undefined);
  });

  it('does not fit over a hole, with another step, or with other series', () => {
    assert.equal(withTail(shown, trendOf(empty, 61, 64)), undefined);
    assert.equal(withTail(shown, { ...trendOf(empty, 58, 61), stepMs: 30_000 }), undefined);
    assert.equal(withTail(shown, { ...trendOf(empty, 58, 61), series: [] }), undefined);
    const [series] = trendOf(empty, 58, 61).series;
    const other = { ...series!, series: 'query.rps' } as const;
    assert.equal(withTail(shown, { ...trendOf(empty, 58, 61), series: [other] }), undefined);
  });
});
