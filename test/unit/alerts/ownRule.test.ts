import assert from 'node:assert/strict';
import { parseCondition } from '../../../src/shared/condition';
import { openProblems } from '../../../src/extension/alerts/score';
import { judgeCondition } from '../../../src/extension/alerts/ownRule';
import type { OwnRule } from '../../../src/shared/ownRules';
import { renderPhrase } from '../../../src/shared/format';
import { known, unknown } from '../../../src/shared/reading';
import {
  compute,
  FakeHistory,
  inputOf,
  kill,
  minute,
  Run,
  sharedData,
  sharedNothing,
  start,
  type Scene,
} from '../overview/builders';

const judged = (text: string, scene: Scene, history = new FakeHistory()) => {
  const parsed = parseCondition(text);
  assert.ok(parsed.ok);
  const now = judgeCondition(parsed.condition, inputOf(scene, start, history));
  return now.known ? [now.left, now.right, now.met, now.node] : now.why;
};

describe('judgeCondition', () => {
  const calm = sharedData(3, { series: { 'query.qps': 100, 'query.err_internal': 8 } });

  it('calculates with the series of this moment', () => {
    assert.deepEqual(judged('query.err_internal / query.qps > 0.05', calm), [
      0.08,
      0.05,
      true,
      null,
    ]);
    assert.deepEqual(judged('100 - 2 * query.err_internal <= 84', calm), [84, 84, true, null]);
    assert.deepEqual(judged('-query.qps < -100', calm), [-100, -100, false, null]);
  });

  it('does not take what is unknown, or a share of nothing, for fine', () => {
    const scene = sharedData(3, { series: { 'query.qps': 0, 'load.running': 'denied' } });
    assert.equal(judged('load.running > 1', scene), 'denied');
    assert.equal(judged('query.rps > 1 + load.running', calm), 'not-collected-yet');
    assert.equal(judged('query.err_internal / query.qps > 0.05', scene), 'no-traffic');
    assert.equal(judged('query.err_internal / query.qps >= 0', scene), 'no-traffic', '0 ÷ 0');
  });

  it('does not judge by a sum that misses a node', () => {
    const partial = known(
      5,
      { observedAt: start, source: 'feMetrics' },
      { bound: 'lower', coverage: { have: 2, of: 3, missing: ['fe:fe-3:9010'] } },
    );
    assert.equal(
      judged('query.qps < 10', sharedData(3, { series: { 'query.qps': partial } })),
      'unreachable',
    );
  });

  it('makes windows of what is remembered, if half of it is', () => {
    const history = new FakeHistory();
    history.fill('query.qps', null, start - 10 * minute, start, (at) =>
      at < start - 5 * minute ? 10 : 20,
    );
    assert.deepEqual(
      judged('max(query.qps, 3m) > 50', calm, history).at(2),
      true,
      'this moment too',
    );
    assert.deepEqual(judged('min(query.qps, 8m) < 15', calm, history).at(0), 10);
    assert.equal(judged('avg(query.qps, 40m) > 1', calm, history), 'insufficient-history');
    const count = judged('count(query.err_internal, 1m) > 100', calm);
    assert.deepEqual(Array.isArray(count) ? count[0] : count, 480);
  });

  it('names the node at which it holds most clearly', () => {
    const nodes = [
      compute('cn', 1, { memUsedPct: 86 }),
      compute('cn', 2, { memUsedPct: 92 }),
      compute('cn', 3),
    ];
    const scene = sharedData(0, { nodes });
    assert.deepEqual(judged('be.mem > 85', scene), [92, 85, true, 'cn:cn-2:9050']);
    assert.deepEqual(judged('be.mem < 50', scene), [40, 50, true, 'cn:cn-3:9050']);
    assert.deepEqual(judged('be.mem > 85', kill(scene, 'cn-1', 'cn-2')), [
      40,
      85,
      false,
      'cn:cn-3:9050',
    ]);
    assert.equal(judged('be.mem > 85', kill(scene, 'cn-1', 'cn-2', 'cn-3')), 'node-down');
  });

  it('is fine only if it is known of each node', () => {
    const lost = sharedNothing(2);
    const blind = new Map([
      ['be:be-1:9050', { 'be.mem': known(40, { observedAt: start, source: 'backends' }) }],
      ['be:be-2:9050', { 'be.mem': unknown('timeout', start) }],
    ] as const);
    assert.equal(judged('be.mem > 85', { ...lost, over: { nodeSeries: blind } }), 'timeout');
    assert.deepEqual(judged('be.mem > 35', { ...lost, over: { nodeSeries: blind } }).at(2), true);
  });
});

describe('the rule own', () => {
  const rules: readonly OwnRule[] = [
    {
      title: 'Errors: too many',
      warning: 'query.err_internal / query.qps > 0.05',
      critical: 'query.err_internal / query.qps > 0.2',
      forMinutes: 2,
    },
    { title: 'Many sessions', warning: 'conn.total > 500', forMinutes: 0 },
  ];
  const scene = (errors: number, connections = 10, muted: readonly string[] = []): Scene => {
    const made = sharedData(3, {
      series: { 'query.err_internal': errors, 'query.qps': 100, 'conn.total': connections },
      // Its own rule of the table would tell of the errors too.
      config: {},
    });
    const { profile } = inputOf(made, start, new FakeHistory());
    return {
      ...made,
      over: { profile: { ...profile, ownRules: rules, muted: ['query.errors', ...muted] } },
    };
  };

  it('is counted by its worst open subject, told with both sides, and ends', () => {
    const run = new Run(scene(8, 600));
    run.for(3 * minute);
    const open = () =>
      openProblems(run.state)
        .filter(({ rule }) => rule === 'own')
        .map(({ subject, level, points }) => [subject, level, points]);
    assert.deepEqual(
      open(),
      [
        ['own:Errors: too many', 'warning', 5],
        ['own:Many sessions', 'warning', 0],
      ].sort((a, b) => Number(b[2]) - Number(a[2])),
    );
    run.for(3 * minute, scene(30));
    assert.deepEqual(open(), [['own:Errors: too many', 'critical', 15]]);
    const worst = run.problem('own');
    assert.ok(worst !== undefined);
    assert.equal(renderPhrase(worst.title), 'Errors: too many');
    assert.match(
      renderPhrase(worst.evidence),
      /^query\.err_internal \/ query\.qps > 0\.2: 0\.3 against 0\.2\./,
    );
    run.for(3 * minute, scene(4.8));
    assert.deepEqual(
      open().map(([, level]) => level),
      ['warning'],
      'a tenth below 0.05 is not reached',
    );
    run.for(3 * minute, scene(4));
    assert.deepEqual(open(), []);
  });

  it('is muted alone, and not applicable without rules', () => {
    const run = new Run(scene(30, 10, ['own own:Errors: too many'])).for(4 * minute);
    assert.equal(run.problem('own')?.state, 'muted');
    assert.equal(run.points, 100);
    assert.equal(new Run(sharedData(3)).for(minute).state.rules.own?.applicable, false);
  });
});
