import assert from 'node:assert/strict';
import { unattendedAfterMs, WindowAttention } from '../../../src/extension/views/windowAttention';
import { ManualClock } from '../collect/support/manualClock';

describe('WindowAttention', () => {
  function setup() {
    const clock = new ManualClock(0);
    const told: boolean[] = [];
    const attention = new WindowAttention({
      after: (ms, f) => clock.after(ms, f),
      onChange: (attended) => told.push(attended),
    });
    return { clock, told, attention };
  }

  it('ends ten minutes after the focus went, and returns with it', async () => {
    const { clock, told, attention } = setup();
    attention.setFocused(false);
    await clock.advance(unattendedAfterMs - 1);
    assert.deepEqual(told, []);
    await clock.advance(1);
    assert.deepEqual(told, [false]);
    attention.setFocused(true);
    assert.deepEqual(told, [false, true]);
  });

  it('stays while the focus comes back in time', async () => {
    const { clock, told, attention } = setup();
    for (let turn = 0; turn < 3; turn += 1) {
      attention.setFocused(false);
      await clock.advance(unattendedAfterMs / 2);
      attention.setFocused(true);
      await clock.advance(unattendedAfterMs / 2);
    }
    assert.deepEqual(told, []);
  });

  it('counts from when the focus went first', async () => {
    const { clock, told, attention } = setup();
    attention.setFocused(false);
    await clock.advance(unattendedAfterMs / 2);
    attention.setFocused(false);
    await clock.advance(unattendedAfterMs / 2);
    assert.deepEqual(told, [false]);
  });
});
