import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  backoffMs,
  cadenceOf,
  cadences,
  effectivePeriodMs,
  isDue,
} from '../../../src/extension/collect/cadence';
import {
  SourceScheduler,
  type ScheduleFacts,
} from '../../../src/extension/collect/sourceScheduler';

const facts: ScheduleFacts = {
  visible: false,
  quiet: false,
  httpOff: false,
  httpClosed: new Set(),
  audit: { why: 'not-installed' },
  mixed: false,
  large: new Set(),
  emptyLists: new Set(['backends']),
  runMode: null,
  older: new Set(),
};

const slots = { tickMs: 30_000, slotMs: 30_000 };

describe('cadence', () => {
  it('takes the longest of table, interval, ten times the last duration and back-off', () => {
    const timing = { tableS: 30, intervalS: 15, lastTookMs: undefined, backoffMs: 0 };
    assert.equal(effectivePeriodMs(timing), 30_000);
    assert.equal(effectivePeriodMs({ ...timing, intervalS: 60 }), 60_000);
    assert.equal(effectivePeriodMs({ ...timing, lastTookMs: 6_200 }), 62_000);
    assert.equal(effectivePeriodMs({ ...timing, backoffMs: 240_000 }), 240_000);
  });

  it('backs off from the third failure in a row, doubling up to ten minutes', () => {
    assert.deepEqual(
      [0, 2, 3, 4, 20].map((failures) => backoffMs(30_000, failures)),
      [0, 0, 60_000, 120_000, 600_000],
    );
  });

  it('asks a hidden source once per period, whatever the phase and the jitter', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(60_000, 120_000, 300_000),
        fc.nat({ max: 9 }),
        fc.array(fc.integer({ min: 0, max: 2_000 }), { minLength: 40, maxLength: 40 }),
        (period, phase, jitter) => {
          let last: number | undefined;
          const asked: number[] = [];
          jitter.forEach((late, slot) => {
            const slotAt = (1_000 + slot) * 30_000;
            if (isDue(slotAt, slots, period, phase, last)) {
              last = slotAt + late;
              asked.push(slot);
            }
          });
          const gaps = asked.slice(2).map((slot, i) => slot - (asked[i + 1] ?? Number.NaN));
          assert.ok(
            gaps.every((gap) => gap === period / 30_000),
            String(asked),
          );
        },
      ),
    );
  });

  it('asks what never was asked at once', () => {
    assert.equal(isDue(0, slots, 1_800_000, 17, undefined), true);
  });
});

describe('SourceScheduler', () => {
  /** Runs the scheduler over a day of hidden or visible slots. */
  function statementsPer30s(visible: boolean): number {
    const scheduler = new SourceScheduler(30, 0);
    let sent = 0;
    const slots = 2_880;
    for (let slot = 0; slot < slots; slot += 1) {
      const at = slot * 30_000;
      for (const cadence of scheduler.due(at, at, { ...facts, visible })) {
        scheduler.asked(cadence.source, at);
        scheduler.answered(cadence.source, 20, true);
        sent += cadence.statements;
      }
    }
    return sent / slots;
  }

  it('stays within six statements per 30 s hidden and twelve visible', () => {
    const hidden = statementsPer30s(false);
    const visible = statementsPer30s(true);
    assert.ok(hidden > 2 && hidden <= 6, String(hidden));
    assert.ok(visible > hidden && visible <= 12, String(visible));
  });

  it('delays the least urgent when the budget is used up, and catches up later', () => {
    const scheduler = new SourceScheduler(30, 0);
    const first = scheduler.due(0, 0, facts);
    first.forEach((cadence) => {
      scheduler.asked(cadence.source, 0);
    });
    const visible = { ...facts, visible: true };
    const later = 86_400_000;
    scheduler.due(later, 0, visible).forEach((cadence) => {
      scheduler.asked(cadence.source, later);
    });
    // All are due again, but of the burst only what 18 s brought back is there: seven statements.
    const next = scheduler.due(2 * later, 18_000, visible).map((cadence) => {
      scheduler.asked(cadence.source, 2 * later);
      return cadence.source;
    });
    const delayed = cadences.filter((cadence) => scheduler.isDelayed(cadence.source));
    assert.deepEqual(
      delayed.map((cadence) => cadence.urgency).filter((urgency) => urgency === 'keep'),
      [],
    );
    assert.ok(delayed.length > 0 && next.includes('frontends'), String(next));
    const caughtUp = [30_000, 60_000, 90_000, 120_000, 150_000].flatMap((ms) =>
      scheduler.due(2 * later + ms, 18_000 + 2 * ms, visible).map((cadence) => {
        scheduler.asked(cadence.source, 2 * later + ms);
        return cadence;
      }),
    );
    assert.ok(delayed.every((cadence) => caughtUp.includes(cadence)));
  });

  it('never runs SQL faster than the table, even with an interval of 15 s', () => {
    const scheduler = new SourceScheduler(15, 0);
    assert.equal(scheduler.periodMs('frontends', facts), cadenceOf('frontends').hiddenS * 1000);
    assert.equal(scheduler.periodMs('backends', facts), 300_000);
  });

  it('asks a quiet cluster no SELECT but its clock, and a cluster without HTTP nothing over it', () => {
    const scheduler = new SourceScheduler(30, 0);
    const due = scheduler.due(0, 0, { ...facts, quiet: true, httpOff: true }).map((c) => c.source);
    assert.ok(
      !due.includes('partitions') && !due.includes('feMetrics') && due.includes('frontends'),
    );
  });
});
