import assert from 'node:assert/strict';
import { rules } from '../../../src/extension/alerts/rules';
import { openProblems } from '../../../src/extension/alerts/score';
import { renderPhrase } from '../../../src/shared/format';
import { known, unknown, type Reading } from '../../../src/shared/reading';
import { ruleIds } from '../../../src/shared/thresholds';
import {
  compute,
  dead,
  frontend,
  got,
  inputOf,
  kill,
  many,
  minute,
  Run,
  sharedData,
  sharedNothing,
  start,
  stepMs,
  type Scene,
} from '../overview/builders';

const after = (ms: number, scene: Scene) => new Run(scene).for(ms);

describe('the rule table', () => {
  it('has every rule once', () => {
    assert.deepEqual(
      rules.map(({ id }) => id),
      [...ruleIds],
    );
  });
});

describe('fe.down', () => {
  it('is critical when the majority of voters is down; observers do not vote', () => {
    const scene = (roles: readonly string[], ...hosts: string[]) =>
      kill(
        sharedNothing(3, {
          frontends: roles.map((role, i) => frontend(i + 1, { role })),
        }),
        ...hosts,
      );
    const level = (run: Run) => run.problem('fe.down')?.level;
    const roles = ['LEADER', 'FOLLOWER', 'FOLLOWER', 'OBSERVER', 'OBSERVER'];
    assert.equal(level(after(2 * minute, scene(roles, 'fe-4', 'fe-5'))), 'warning');
    assert.equal(level(after(2 * minute, scene(roles, 'fe-2', 'fe-3'))), 'critical');
    assert.equal(level(after(2 * minute, scene(['LEADER', 'FOLLOWER'], 'fe-2'))), 'critical');
  });

  it('does not call one down that answers SQL: only its heartbeat fails', () => {
    const [a, b, c] = [frontend(1), frontend(2, dead), frontend(3, dead)];
    const scene = sharedNothing(3, {
      frontends: [a, b, c],
      over: { answeringSql: new Set([a.node, b.node]) },
    });
    const run = after(2 * minute, scene);
    const problems = openProblems(run.state).filter(({ rule }) => rule === 'fe.down');
    assert.deepEqual(
      problems.map(({ subject, level, title }) => [subject, level, title.id]).sort(),
      [
        [b.node, 'warning', 'health.heartbeat.title'],
        [c.node, 'warning', 'health.down.title'],
      ],
      'and it is not lost to the majority',
    );
    const { evidence } = problems.find(({ subject }) => subject === b.node)!;
    assert.match(renderPhrase(evidence), /^It answers our statements/);
  });

  it('puts untrusted words of the cluster on one line and cuts them', () => {
    const errMsg = `boom\n${'x'.repeat(5000)}`;
    const scene = sharedNothing(3, {
      frontends: [frontend(1), frontend(2), frontend(3, { ...dead, errMsg })],
    });
    const text = renderPhrase(after(2 * minute, scene).problem('fe.down')!.evidence);
    assert.ok(text.length < 500);
    assert.match(text, /boom xxx/);
    assert.match(text, /\(SHOW FRONTENDS, \d\d:\d\d:\d\d\)$/);
  });
});

describe('node.down', () => {
  it('leaves decommissioning nodes and nodes that never started out of its pool', () => {
    const nodes = [
      ...many(3, (n) => compute('be', n)),
      compute('be', 4, { ...dead, decommissioned: true }),
      compute('be', 5, { ...dead, startedAt: null, lastHeartbeatAt: null }),
    ];
    const run = after(9 * minute, sharedNothing(0, { nodes }));
    assert.equal(run.problem('node.down'), undefined);
    run.for(3 * minute);
    assert.equal(run.problem('node.down')?.subject, 'be:be-5:9050', 'ten minutes are over');
    assert.equal(run.points, 65);
  });

  it('counts by warehouse in shared-data: the worst one takes the points', () => {
    const nodes = [
      ...many(20, (n) => compute('cn', n, { warehouse: 'big' })),
      ...many(2, (n) => compute('cn', 30 + n, { warehouse: 'small' })),
    ];
    const run = after(3 * minute, kill(sharedData(0, { nodes }), 'cn-1', 'cn-31'));
    assert.deepEqual([run.points, run.verdict], [50, 'critical']);
    assert.equal(run.score.deductions[0]?.subject, 'cn:cn-31:9050');
  });

  it('takes everything when the whole pool is dead', () => {
    assert.equal(after(3 * minute, kill(sharedData(2), 'cn-1', 'cn-2')).points, 0);
  });

  it('is not judged while a list that has rows does not answer', () => {
    const over = { computeNodes: unknown('timeout', start) };
    const run = after(3 * minute, sharedData(3, { over }));
    assert.deepEqual([run.points, run.verdict], ['timeout', 'unknown']);
  });

  it('is judged while a list that was empty, or is not offered, does not answer', () => {
    const empty = unknown('timeout', start, {
      last: { value: [] as never, observedAt: start },
    });
    assert.equal(after(3 * minute, sharedData(3, { over: { backends: empty } })).verdict, 'ok');
    const none = unknown('unsupported-version', start);
    assert.equal(
      after(3 * minute, sharedNothing(3, { over: { computeNodes: none } })).verdict,
      'ok',
    );
  });

  it('shows a loss in the list that answers while the other one fails', () => {
    const over = { backends: unknown('timeout', start) };
    const run = after(3 * minute, kill(sharedData(3, { over }), 'cn-1'));
    assert.equal(run.problem('node.down')?.state, 'open');
    assert.equal(run.verdict, 'unknown');
  });

  it('lets the missing leader decide alone when nobody knows the nodes', () => {
    const denied = unknown('denied', start);
    const scene = kill(sharedNothing(3), 'fe-1');
    const run = after(3 * minute, { ...scene, over: { backends: denied, computeNodes: denied } });
    assert.deepEqual([run.points, run.verdict], [0, 'critical']);
  });
});

describe('fe.heap and cpu.node', () => {
  it('judge what stays for five minutes, not the peaks', () => {
    const run = new Run(sharedData());
    for (let i = 0; i < 30; i += 1) {
      run.round(sharedData(3, { heapPct: i % 4 === 0 ? 50 : 99 }));
    }
    assert.equal(run.problem('fe.heap'), undefined);
    run.for(6 * minute, sharedData(3, { heapPct: 91 }));
    assert.equal(run.problem('fe.heap')?.level, 'critical');
    assert.equal(run.points, 85, 'once per rule, though three FEs are full');
  });

  it('are unknown with less than half of the window', () => {
    const run = after(2 * minute, sharedData());
    assert.equal(run.state.rules['cpu.node']?.why, 'insufficient-history');
    run.for(minute);
    assert.equal(run.state.rules['cpu.node'].judged, true);
  });

  it('open five minutes after a busy start', () => {
    const busy = sharedData(3, { nodes: many(3, (n) => compute('cn', n, { cpuUsedPct: 97 })) });
    const run = after(4 * minute, busy);
    assert.equal(run.problem('cpu.node'), undefined);
    run.for(90_000);
    assert.deepEqual([run.problem('cpu.node')?.level, run.points], ['warning', 95]);
  });
});

describe('compaction rules', () => {
  const score = (value: number, config: Record<string, string> = {}) =>
    sharedData(3, { series: { 'compaction.score': value }, config });

  it('speak of waiting loads only when the cluster slows them', () => {
    const run = after(6 * minute, score(142, { lake_enable_ingest_slowdown: 'true' }));
    assert.match(
      renderPhrase(run.problem('compaction.pressure')!.evidence),
      /wait 4\.2 times as long/,
    );
  });

  it('claim nothing of waiting or refusal on assumed settings', () => {
    const over = { feConfig: unknown('denied', start) };
    const run = after(6 * minute, sharedData(3, { over, series: { 'compaction.score': 2100 } }));
    const problem = run.problem('compaction.pressure')!;
    assert.deepEqual([problem.points, problem.level], [30, 'critical']);
    assert.match(renderPhrase(problem.evidence), /assumed/);
    assert.doesNotMatch(renderPhrase(problem.evidence), /wait/);
  });

  it('are at once critical near the bound, and say when it will be reached', () => {
    const run = new Run(sharedData());
    const bound = { lake_compaction_score_upper_bound: '2000' };
    for (let i = 0; i < 60; i += 1) {
      run.round(score(1000 + 10 * i, bound));
    }
    assert.match(renderPhrase(run.problem('compaction.pressure')!.evidence), /2,000 is reached/);
    run.round(score(1801, bound));
    assert.match(renderPhrase(run.problem('compaction.pressure')!.title), /close to being refused/);
  });

  it('take the threshold from the cluster, never below 10', () => {
    const low = { lake_ingest_slowdown_threshold: '3' };
    assert.equal(after(6 * minute, score(9, low)).verdict, 'ok');
    assert.equal(after(6 * minute, score(11, low)).verdict, 'warning');
  });

  it('judge no shared-nothing cluster by the marks of shared-data', () => {
    const run = after(6 * minute, sharedNothing(3, { series: { 'compaction.score': 5000 } }));
    assert.equal(run.verdict, 'ok');
  });

  it('name the cause of a standstill', () => {
    const run = new Run(sharedData());
    for (let i = 0; i < 40; i += 1) {
      run.round(
        sharedData(3, {
          series: { 'compaction.score': 20 + i, 'compaction.running': 0 },
          config: { lake_compaction_max_tasks: '0' },
        }),
      );
    }
    const problem = run.problem('compaction.stalled')!;
    assert.equal(problem.level, 'warning');
    assert.match(renderPhrase(problem.evidence), /switched off/);
  });

  it('see no standstill while the score does not rise', () => {
    const run = after(
      30 * minute,
      sharedData(3, { series: { 'compaction.score': 60, 'compaction.running': 0 } }),
    );
    assert.equal(run.problem('compaction.stalled'), undefined);
  });
});

describe('query.errors', () => {
  const failing = (qps: number, internal: number, timeouts = 0) =>
    sharedData(3, {
      series: { 'query.qps': qps, 'query.err_internal': internal, 'query.err_timeout': timeouts },
    });

  it('counts internal errors and time-outs, at 2 and at 10 %', () => {
    assert.equal(after(10 * minute, failing(100, 1, 0.5)).problem('query.errors'), undefined);
    assert.equal(after(10 * minute, failing(100, 1, 1)).problem('query.errors')?.level, 'warning');
    const worse = after(10 * minute, failing(100, 8, 2)).problem('query.errors');
    assert.equal(worse?.level, 'critical');
    assert.match(
      renderPhrase(worse.evidence),
      /10% of 30,000 queries in 5 m failed: 2,400 internal errors, 600 time-outs\. User mistakes, not counted: 300\./,
    );
  });

  it('judges nothing by fewer than 20 queries or 5 errors', () => {
    const few = after(10 * minute, failing(0.05, 0.05));
    assert.equal(few.problem('query.errors'), undefined, '15 queries');
    assert.equal(few.state.rules['query.errors']?.judged, true);
    assert.equal(
      after(10 * minute, failing(0.2, 0.01)).problem('query.errors'),
      undefined,
      '3 errors',
    );
  });

  it('ends when the traffic ends', () => {
    const run = after(10 * minute, failing(100, 50)).for(7 * minute, failing(0, 0));
    assert.equal(run.problem('query.errors'), undefined);
  });

  it('never divides rates of different FEs', () => {
    const partial = (value: number): Reading<number> =>
      known(
        value,
        { observedAt: start, source: 'feMetrics' },
        { bound: 'lower', coverage: { have: 2, of: 3, missing: ['fe:fe-3:9010'] } },
      );
    const scene = sharedData(3, {
      series: { 'query.qps': partial(10), 'query.err_internal': 5, 'query.err_timeout': 0 },
    });
    const run = after(10 * minute, scene);
    assert.equal(run.problem('query.errors'), undefined);
    assert.equal(run.state.rules['query.errors']?.judged, false);
  });
});

describe('monitor.partial', () => {
  const closed = (host: string) => {
    const scene = sharedData();
    const input = inputOf(scene, start, new Run(scene).history);
    const feMetrics = new Map(input.feMetrics);
    feMetrics.set(`fe:${host}:9010`, unknown('timeout', start));
    return { ...scene, over: { feMetrics } };
  };

  it('is an info after three rounds, without points', () => {
    const run = after(2 * stepMs, closed('fe-3'));
    assert.equal(run.problem('monitor.partial'), undefined);
    run.round();
    const problem = run.problem('monitor.partial')!;
    assert.deepEqual([problem.level, problem.points, run.points], ['info', 0, 100]);
    assert.equal(run.verdict, 'info');
    assert.match(renderPhrase(problem.evidence), /2 of 3 frontends.*fe-3: no answer in time/);
  });

  it('does not apply with HTTP switched off', () => {
    const scene = sharedData();
    const { profile } = inputOf(scene, start, new Run(scene).history);
    const off = unknown('disabled', start);
    const run = after(5 * minute, {
      ...scene,
      over: {
        profile: { ...profile, http: { mode: 'off' } },
        feMetrics: new Map(scene.frontends.map(({ node }) => [node, off])),
        beMetrics: new Map(),
      },
    });
    assert.equal(run.state.rules['monitor.partial']?.applicable, false);
  });
});

describe('fe.leader', () => {
  it('needs proof: an unknown leader is not a missing one', () => {
    const run = after(5 * minute, sharedData(3, { over: { leader: unknown('timeout', start) } }));
    assert.equal(run.problem('fe.leader'), undefined);
    assert.equal(run.verdict, 'unknown');
    run.round(sharedData(3, { over: { leader: got(null, start) } }));
    assert.equal(run.problem('fe.leader'), undefined, 'not before 30 s');
    run.round();
    assert.deepEqual([run.points, run.verdict], [0, 'critical']);
  });
});
