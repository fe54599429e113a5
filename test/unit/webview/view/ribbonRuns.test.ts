import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { HealthHistory } from '../../../../src/shared/model/healthHistory';
import {
  cellAt,
  problemsIn,
  ribbonRuns,
  verdictTimes,
} from '../../../../src/webview/view/ribbonRuns';

const history: HealthHistory = {
  from: 1_000,
  to: 7_000,
  stepMs: 1_000,
  verdicts: ['ok', 'info', 'warning', 'unknown', 'unknown', 'ok'],
  problems: [
    { rule: 'fe.heap', subject: 'be:a:1', level: 'warning', from: 2_500, to: 3_500 },
    { rule: 'node.down', subject: 'be:a:1', level: 'critical', from: 3_200, to: 3_400 },
    { rule: 'fe.heap', subject: 'be:a:1', level: 'critical', from: 3_600, to: 3_800 },
    { rule: 'fe.threads', subject: null, level: 'info', from: 6_500, to: 6_600 },
  ],
  events: [],
  gaps: [],
};

describe('ribbonRuns', () => {
  it('joins neighbours of one verdict; what is worth knowing needs nobody', () => {
    assert.deepEqual(
      ribbonRuns(history).map(({ verdict, from, to, cells }) => [verdict, from, to, cells]),
      [
        ['ok', 1_000, 3_000, 2],
        ['warning', 3_000, 4_000, 1],
        ['unknown', 4_000, 6_000, 2],
        ['ok', 6_000, 7_000, 1],
      ],
    );
  });

  it('sums how long each verdict lasted, worst first', () => {
    assert.deepEqual(verdictTimes(ribbonRuns(history)), [
      { verdict: 'warning', ms: 1_000 },
      { verdict: 'unknown', ms: 2_000 },
      { verdict: 'ok', ms: 3_000 },
    ]);
  });

  it('finds the cell of a moment, the nearest of one outside', () => {
    assert.equal(cellAt(history, 2_999), 1);
    assert.equal(cellAt(history, 0), 0);
    assert.equal(cellAt(history, 99_000), 5);
  });

  it('names what was open in a stretch, worst first, each once', () => {
    assert.deepEqual(
      problemsIn(history, 3_000, 4_000).map(({ rule, level }) => [rule, level]),
      [
        ['node.down', 'critical'],
        ['fe.heap', 'critical'],
      ],
    );
  });
});
