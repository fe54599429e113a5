import assert from 'node:assert/strict';
import { evaluate } from '../../../src/extension/alerts/evaluator';
import { emptyEvaluatorState } from '../../../src/extension/alerts/evaluatorState';
import { rules } from '../../../src/extension/alerts/rules';
import {
  problemChanges,
  stateFromStored,
  storedProblems,
} from '../../../src/extension/alerts/storedProblems';
import { openProblems } from '../../../src/extension/alerts/score';
import { renderPhrase } from '../../../src/shared/format';
import {
  compute,
  FakeHistory,
  inputOf,
  kill,
  minute,
  Run,
  sharedData,
  sharedNothing,
  memory,
  memoryUnknown,
  start,
  stepMs,
  type Scene,
} from '../overview/builders';

const score = (value: number): Scene => sharedData(3, { series: { 'compaction.score': value } });

describe('for-durations', () => {
  it('open after the condition has held for its time, not before', () => {
    const run = new Run(memory(50)).for(minute);
    run.for(2 * minute, memory(92));
    assert.equal(run.problem('mem.node'), undefined);
    run.round();
    const problem = run.problem('mem.node');
    assert.equal(problem?.level, 'warning');
    assert.equal(problem.since, start + 90_000);
  });

  it('start anew after one good sample', () => {
    const run = new Run(memory(92)).for(90_000);
    run.round(memory(80)).for(2 * minute, memory(92));
    assert.equal(run.problem('mem.node'), undefined);
  });

  it('say that a run may be older than what is remembered, and go on saying so', () => {
    const run = new Run(score(142));
    run.history.fill('compaction.score', null, start - 200 * minute, start + 1, 142);
    run.round();
    const begun = run.problem('compaction.pressure');
    assert.equal(begun?.sinceOrEarlier, true);

    run.for(5 * minute);

    assert.deepEqual(
      [
        run.problem('compaction.pressure')?.since,
        run.problem('compaction.pressure')?.sinceOrEarlier,
      ],
      [begun.since, true],
    );
  });

  it('find the beginning of the run in history, from before the editor was opened', () => {
    const run = new Run(score(142));
    run.history.fill('compaction.score', null, start - 20 * minute, start + 1, 142);
    run.round();
    assert.equal(run.problem('compaction.pressure')?.since, start - 20 * minute);
  });

  it('do not reach back over a gap of more than three periods', () => {
    const run = new Run(score(142));
    run.history.fill('compaction.score', null, start - 20 * minute, start - 2 * minute, 142);
    run.round();
    assert.equal(run.problem('compaction.pressure'), undefined);
  });

  it('are paused by unknown for two intervals, then reset', () => {
    const paused = new Run(memory(92)).for(minute);
    paused.round(memoryUnknown(paused)).for(minute, memory(92));
    assert.equal(paused.problem('mem.node'), undefined, 'the unknown time does not count');
    paused.for(minute);
    assert.equal(paused.problem('mem.node')?.level, 'warning');

    const reset = new Run(memory(92)).for(90_000);
    for (let i = 0; i < 4; i += 1) {
      reset.round(memoryUnknown(reset));
    }
    reset.for(90_000, memory(92));
    assert.equal(reset.problem('mem.node'), undefined);
  });

  it('start anew after a sleep', () => {
    const run = new Run(memory(92))
      .for(90_000)
      .sleep(10 * minute)
      .for(2 * minute);
    assert.equal(run.problem('mem.node'), undefined);
    run.round();
    assert.equal(run.problem('mem.node')?.level, 'warning');
  });

  it('do not open for one sample of a flapping value', () => {
    const run = new Run(memory(50));
    for (let i = 0; i < 40; i += 1) {
      run.round(memory(i % 3 === 0 ? 70 : 99));
      assert.equal(run.problem('mem.node'), undefined);
    }
    assert.equal(run.verdict, 'ok');
  });
});

describe('clearing', () => {
  const open = () => new Run(memory(92)).for(5 * minute);

  it('takes the threshold relaxed by 10 %, two evaluations and a minute', () => {
    const run = open().for(10 * minute, memory(81));
    assert.equal(run.problem('mem.node')?.level, 'warning', '81 is not below 0.9 × 90');
    run.for(minute, memory(80.9));
    assert.notEqual(run.problem('mem.node'), undefined, 'not yet a minute');
    assert.match(renderPhrase(run.problem('mem.node')!.evidence), /No longer so since/);
    run.round();
    assert.equal(run.problem('mem.node'), undefined);
    assert.equal(run.points, 100);
  });

  it('begins again when the value comes back in between', () => {
    const run = open().round(memory(50)).round(memory(92)).for(minute, memory(50));
    assert.notEqual(run.problem('mem.node'), undefined);
  });

  it('uses 0.8 for compaction pressure', () => {
    const run = new Run(score(142)).for(10 * minute).for(10 * minute, score(85));
    assert.equal(run.problem('compaction.pressure')?.level, 'warning');
    run.for(2 * minute, score(80));
    assert.equal(run.problem('compaction.pressure'), undefined);
  });

  it('continues the same problem when it opens again within ten minutes', () => {
    const run = open();
    const { since } = run.problem('mem.node')!;
    run.for(2 * minute, memory(50));
    assert.equal(run.problem('mem.node'), undefined);
    run.for(3 * minute, memory(92));
    const again = run.problem('mem.node');
    assert.deepEqual([again?.since, again?.times], [since, 2]);
    run.for(20 * minute, memory(50)).for(3 * minute, memory(92));
    assert.equal(run.problem('mem.node')?.times, undefined);
    assert.notEqual(run.problem('mem.node')?.since, since);
  });

  it('ends critical and warning each at its own mark', () => {
    const run = new Run(memory(97)).for(5 * minute);
    assert.deepEqual([run.problem('mem.node')?.level, run.points], ['critical', 85]);
    run.for(2 * minute, memory(84));
    assert.deepEqual([run.problem('mem.node')?.level, run.points], ['warning', 95]);
  });
});

describe('unknown while open', () => {
  it('stays open, keeps its points for an hour, then is lost sight of', () => {
    const run = new Run(memory(92)).for(5 * minute);
    run.round(memoryUnknown(run));
    const unverifiedSince = run.now;
    for (let i = 0; i < 119; i += 1) {
      run.round(memoryUnknown(run));
      const problem = run.problem('mem.node');
      assert.deepEqual(
        [problem?.state, problem?.points, problem?.unverifiedSince],
        ['unverified', 5, unverifiedSince],
      );
    }
    run.round(memoryUnknown(run));
    assert.equal(run.problem('mem.node'), undefined);
    const [ended] = problemChanges(run.before, run.state).ended;
    assert.equal(ended?.how, 'lost-sight');
  });

  it('is verified again by the next measurement', () => {
    const run = new Run(memory(92)).for(5 * minute);
    run.round(memoryUnknown(run)).round(memory(92));
    assert.equal(run.problem('mem.node')?.state, 'open');
  });

  it('ends at once, without "resolved", when its node leaves the cluster', () => {
    const run = new Run(kill(sharedNothing(4), 'be-4')).for(5 * minute);
    run.round(sharedNothing(3));
    assert.equal(run.problem('node.down'), undefined);
    assert.equal(problemChanges(run.before, run.state).ended[0]?.how, 'gone');
  });
});

describe('cause before effect', () => {
  const failing = {
    'query.qps': 100,
    'query.err_internal': 8,
    'query.err_timeout': 0,
  };

  it('holds failing queries while a node is down', () => {
    const scene = sharedNothing(4, { series: failing });
    const run = new Run(scene).for(10 * minute);
    assert.equal(run.problem('query.errors')?.state, 'open');
    run.for(5 * minute, kill(scene, 'be-4'));
    assert.deepEqual(
      [run.problem('query.errors')?.state, run.problem('query.errors')?.points],
      ['held', 0],
    );
    assert.equal(run.points, 65);
    run.for(5 * minute, scene);
    assert.equal(run.problem('query.errors')?.state, 'open');
  });

  it('holds what only the leader knows while there is none', () => {
    const run = new Run(kill(sharedNothing(4), 'be-4')).for(5 * minute);
    run.for(5 * minute, kill(sharedNothing(4), 'be-4', 'fe-1'));
    assert.equal(run.problem('node.down')?.state, 'held');
    assert.deepEqual([run.points, run.verdict], [0, 'critical']);
  });

  it('holds the memory of one node only for that node', () => {
    const nodes = [
      compute('be', 1, { memUsedPct: 97 }),
      compute('be', 2, { memUsedPct: 97 }),
      compute('be', 3),
    ];
    const scene = sharedNothing(3, { nodes });
    const run = new Run(scene).for(5 * minute).for(5 * minute, kill(scene, 'be-1'));
    const states = openProblems(run.state)
      .filter(({ rule }) => rule === 'mem.node')
      .map(({ subject, state }) => [subject, state]);
    assert.deepEqual(
      new Map(states as [string, string][]),
      new Map([
        ['be:be-1:9050', 'held'],
        ['be:be-2:9050', 'open'],
      ]),
    );
  });

  it('holds a lost node for two rounds after the start', () => {
    const scene = kill(sharedNothing(4, { over: { startedAt: start } }), 'be-4');
    const run = new Run(scene);
    run.history.fill('be.up', 'be:be-4:9050', start - 5 * minute, start + 1, 0);
    run.round();
    assert.equal(run.problem('node.down')?.state, 'held');
    assert.equal(run.verdict, 'ok');
    run.round();
    assert.deepEqual([run.problem('node.down')?.state, run.points], ['open', 65]);
  });
});

describe('after a restart', () => {
  const lossOf = () => new Run(kill(sharedNothing(4), 'be-4')).for(5 * minute);

  it('goes on with the stored problem, with its beginning and without a new event', () => {
    const first = lossOf();
    const stored = storedProblems(first.state);
    const seeded = stateFromStored(rules, stored, first.now);
    const input = inputOf(
      kill(sharedNothing(4, { over: { startedAt: first.now + stepMs } }), 'be-4'),
      first.now + stepMs,
      first.history,
    );
    const state = evaluate(rules, input, seeded);
    assert.deepEqual(problemChanges(seeded, state), { begun: [], ended: [] });
    const [problem] = openProblems(state);
    assert.deepEqual(
      [problem?.rule, problem?.since, problem?.state, problem?.points],
      ['node.down', stored[0]?.since, 'open', 35],
    );
  });

  it('lists remembered problems before the first evaluation', () => {
    const seeded = stateFromStored(rules, storedProblems(lossOf().state), start);
    const [problem] = openProblems(seeded);
    assert.equal(renderPhrase(problem!.title), 'be-4 is down');
    assert.match(renderPhrase(problem!.evidence), /before the restart/);
  });

  it('forgets them after an hour that nobody saw', () => {
    const first = lossOf();
    const seeded = stateFromStored(rules, storedProblems(first.state), first.now);
    const later = first.now + 2 * 3_600_000;
    const state = evaluate(rules, inputOf(sharedNothing(4), later, first.history), seeded);
    assert.deepEqual(openProblems(state), []);
    assert.equal(problemChanges(seeded, state).ended[0]?.how, 'lost-sight');
  });

  it('keeps an open problem over a short gap', () => {
    const run = lossOf()
      .sleep(10 * minute)
      .round();
    assert.equal(run.problem('node.down')?.state, 'open');
    assert.equal(run.points, 65);
  });

  it('ignores stored problems of rules that no longer exist', () => {
    const stored = [{ rule: 'no.such', subject: null, level: 'warning', since: 1 }] as never;
    assert.deepEqual(stateFromStored(rules, stored, start).subjects, []);
  });
});

describe('events', () => {
  it('name what began and what ended', () => {
    const run = new Run(sharedNothing(4)).for(minute);
    const begun: string[] = [];
    const ended: string[] = [];
    const watch = (scene: Scene, rounds: number) => {
      for (let i = 0; i < rounds; i += 1) {
        run.round(scene);
        const changes = problemChanges(run.before, run.state);
        begun.push(...changes.begun.map(({ rule, subject }) => `${rule} ${subject}`));
        ended.push(...changes.ended.map(({ rule, how }) => `${rule} ${how}`));
      }
    };
    watch(kill(sharedNothing(4), 'be-4'), 10);
    watch(sharedNothing(4), 10);
    assert.deepEqual(begun, ['node.down be:be-4:9050']);
    assert.deepEqual(ended, ['node.down resolved']);
  });
});

describe('a rule that breaks', () => {
  it('is not judged and costs the others nothing', () => {
    const run = new Run(kill(sharedNothing(4), 'be-4')).for(5 * minute);
    const broken = rules.map((rule) =>
      rule.id === 'mem.node'
        ? {
            ...rule,
            judge() {
              throw new Error('broken');
            },
          }
        : rule,
    );
    const state = evaluate(broken, run.input, emptyEvaluatorState);
    assert.equal(state.rules['mem.node']?.judged, false);
    assert.equal(state.rules['cpu.node']?.judged, true);
  });
});

describe('muted rules', () => {
  const withMuted = (scene: Scene, ...muted: string[]): Scene => ({
    ...scene,
    over: { profile: { ...inputOf(scene, start, new FakeHistory()).profile, muted } },
  });

  it('cost no points, are not in the verdict, and are said beside the score', () => {
    const run = new Run(withMuted(memory(92), 'mem.node')).for(5 * minute);
    assert.equal(run.problem('mem.node')?.state, 'muted');
    assert.deepEqual([run.points, run.verdict], [100, 'ok']);
    assert.deepEqual(run.score.muted, { count: 1, points: 5 });
    assert.deepEqual(storedProblems(run.state), []);
  });

  it('are muted for one subject alone, where only that is named', () => {
    const both = sharedData(3, {
      nodes: [
        compute('cn', 1, { memUsedPct: 92 }),
        compute('cn', 2, { memUsedPct: 92 }),
        compute('cn', 3),
      ],
    });
    const run = new Run(withMuted(both, 'mem.node cn:cn-1:9050')).for(5 * minute);
    const states = openProblems(run.state).map(({ subject, state }) => `${subject ?? ''} ${state}`);
    assert.deepEqual(states.sort(), ['cn:cn-1:9050 muted', 'cn:cn-2:9050 open']);
    // The rule costs its points anyway: nothing is left uncounted.
    assert.deepEqual([run.points, run.score.muted], [95, { count: 1, points: 0 }]);
  });

  it('count again once they are no longer muted', () => {
    const run = new Run(withMuted(memory(92), 'mem.node')).for(5 * minute);
    run.round(memory(92));
    assert.deepEqual([run.points, run.score.muted], [95, undefined]);
  });
});
