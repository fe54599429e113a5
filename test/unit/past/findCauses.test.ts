import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { findCauses } from '../../../src/extension/past/findCauses';
import type { RanInterval } from '../../../src/shared/model/ran';
import { minuteMs } from '../../../src/shared/time';
import { aSnapshot, start } from '../store/support/historyFixture';

const from = start + 10 * minuteMs;
const to = start + 20 * minuteMs;

function load(id: string, begun: number, ended: number): RanInterval {
  return { kind: 'load', id, what: 'sales.orders', user: null, from: begun, to: ended };
}
const ran = [
  load('before', start, to),
  load('short', from, from + minuteMs),
  load('long', from - minuteMs, to),
];

/** Rounds of both stretches: so many queries a second in each. */
function rounds(before: number, during: number) {
  return Array.from({ length: 20 }, (_, index) =>
    aSnapshot(start + index * minuteMs, {
      values: { 'query.qps': index < 10 ? before : during },
    }),
  );
}

describe('findCauses', () => {
  it('adds what began to run to what stands out, the longest first', () => {
    const { suspects } = findCauses(rounds(10, 400), ran, from, to);

    assert.deepEqual(
      suspects.map((suspect) => (suspect.kind === 'ran' ? suspect.ran.id : suspect.kind)),
      ['change', 'long', 'short'],
    );
  });

  it('suspects a rolling restart once, not each of its nodes', () => {
    const restart = (minute: number) => ({
      at: start + minute * minuteMs,
      kind: 'node-restarted' as const,
      node: `cn:cn-${minute}:9050`,
    });
    const snapshots = rounds(10, 10).map((snapshot, index) =>
      index >= 11 && index < 15 ? { ...snapshot, events: [restart(index)] } : snapshot,
    );
    const { suspects } = findCauses(snapshots, [], from, to);
    assert.deepEqual(
      suspects.map((suspect) => suspect.kind === 'event' && suspect.event.kind),
      ['rolling-restart'],
    );
  });

  it('suspects nothing that runs while nothing stands out', () => {
    assert.deepEqual(findCauses(rounds(10, 10), ran, from, to).suspects, []);
  });
});
