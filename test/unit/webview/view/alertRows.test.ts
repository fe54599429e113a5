import assert from 'node:assert/strict';
import type { ProblemInterval } from '../../../../src/shared/model/healthHistory';
import type { Problem } from '../../../../src/shared/model/problem';
import { phrase } from '../../../../src/shared/phrase';
import { alertRows } from '../../../../src/webview/view/alertRows';

const interval = (
  rule: ProblemInterval['rule'],
  subject: string | null,
  level: ProblemInterval['level'],
  from: number,
  to: number,
): ProblemInterval => ({ rule, subject, level, from, to });

const openProblem = (rule: Problem['rule'], subject: string, state: Problem['state']): Problem => ({
  rule,
  subject,
  level: 'warning',
  points: 5,
  title: phrase('health.down.title', { node: subject }),
  evidence: phrase('health.down.silent'),
  since: 0,
  state,
  nextStep: { kind: 'openLog', label: phrase('tasks.step.views') },
  source: 'frontends',
  observedAt: 0,
});

describe('alertRows', () => {
  const problems = [
    interval('cpu.node', 'be:a:1', 'warning', -50, 100),
    interval('fe.heap', 'fe:a:1', 'warning', 200, 250),
    interval('fe.heap', 'fe:a:1', 'critical', 250, 300),
    interval('fe.heap', 'fe:b:1', 'warning', 900, 1_000),
    interval('routine.paused', 'routine:d.j', 'warning', 400, 1_000),
  ];
  const open = [
    openProblem('fe.heap', 'fe:b:1', 'open'),
    openProblem('routine.paused', 'routine:d.j', 'muted'),
  ];
  const rows = alertRows({ problems, events: [], from: 0, to: 1_000 }, open);

  it('has one row for each rule and subject: open first, then the worst', () => {
    assert.deepEqual(
      rows.map(({ rule, subject, level, state }) => [rule, subject, level, state]),
      [
        ['fe.heap', 'fe:b:1', 'warning', 'open'],
        ['routine.paused', 'routine:d.j', 'warning', 'muted'],
        ['fe.heap', 'fe:a:1', 'critical', 'ended'],
        ['cpu.node', 'be:a:1', 'warning', 'ended'],
      ],
    );
  });

  it('sums how long it lasted inside of the stretch, over its levels', () => {
    const lasted = rows.map(({ subject, lastedMs, to }) => [subject, lastedMs, to]);
    assert.deepEqual(lasted, [
      ['fe:b:1', 100, 1_000],
      ['routine:d.j', 600, 1_000],
      ['fe:a:1', 100, 300],
      ['be:a:1', 100, 100],
    ]);
  });
});
