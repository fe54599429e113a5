import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { evaluate } from '../../../src/extension/alerts/evaluator';
import { emptyEvaluatorState } from '../../../src/extension/alerts/evaluatorState';
import { rules } from '../../../src/extension/alerts/rules';
import { storedProblems } from '../../../src/extension/alerts/storedProblems';
import { snapshotOf } from '../../../src/extension/collect/snapshot';
import { assembleModules } from '../../../src/extension/overview/assemble';
import { pastOverview, pastRows } from '../../../src/extension/past/pastOverview';
import { liveModuleIds, type Modules } from '../../../src/shared/model/extendedOverview';
import { dayMs } from '../../../src/shared/time';
import { FakeHistory, inputOf, kill, sharedNothing } from '../overview/builders';
import { aSnapshot, clusterId, start, testHistory } from '../store/support/historyFixture';

/** Readings inside of a model, by path. */
function readingsIn(value: unknown, path = ''): [string, { known: boolean; why?: string }][] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  const own: [string, { known: boolean; why?: string }][] =
    'known' in value ? [[path, value as { known: boolean; why?: string }]] : [];
  return [
    ...own,
    ...Object.entries(value).flatMap(([key, part]) => readingsIn(part, `${path}.${key}`)),
  ];
}

/** What a module is made of; the module itself is always known. */
const partsOf = (modules: Modules) =>
  Object.entries(modules).flatMap(([id, reading]) =>
    reading.known ? readingsIn(reading.value, id) : [],
  );

describe('pastOverview', () => {
  let test: Awaited<ReturnType<typeof testHistory>>;
  beforeEach(async () => {
    test = await testHistory();
  });
  afterEach(async () => {
    await test.dispose();
  });

  const scene = kill(
    sharedNothing(4, {
      series: {
        'query.qps': 250,
        'cpu.max': 20,
        'mem.avg': { known: true, value: 40, observedAt: 0, source: 'backends' },
        'query.p99': 'denied',
        'load.rows': {
          known: true,
          value: 5,
          observedAt: 0,
          source: 'beMetrics',
          bound: 'lower',
          coverage: { have: 3, of: 4, missing: ['be:be-4:9050'] },
        },
      },
    }),
    'be-2',
  );

  async function stored() {
    let state = emptyEvaluatorState;
    // So long that the loss of the node counts.
    for (let at = start - 5 * 60_000; at <= start; at += 30_000) {
      state = evaluate(rules, inputOf(scene, at, new FakeHistory()), state);
    }
    const input = inputOf(scene, start, new FakeHistory());
    const live = assembleModules(input, state, liveModuleIds);
    const score = live.health?.known === true ? live.health.value.score : assert.fail();
    const derived = {
      cluster: { ...input.series, 'health.score': score },
      nodes: new Map(input.nodeSeries),
    };
    await test.engine.append(
      clusterId,
      snapshotOf(start, 30_000, derived, storedProblems(state), []),
    );
    return { live, profile: { ...input.profile, id: clusterId } };
  }

  it('says of a past moment what was said then, as far as it is stored', async () => {
    const { live, profile } = await stored();

    const { at, past, modules } = await pastOverview(
      test.engine,
      profile,
      start + 10_000,
      liveModuleIds,
    );

    assert.equal(at, start);
    assert.deepEqual(past, { askedAt: start + 10_000, stored: { at: start, coversMs: 30_000 } });
    const { health, kpis, resources, nodes } = modules;
    assert.ok(health?.known === true && live.health?.known === true);
    assert.equal(health.value.verdict, 'critical');
    assert.equal(health.value.verdict, live.health.value.verdict);
    assert.deepEqual(
      health.value.problems.map(({ rule, subject, level, since }) => [rule, subject, level, since]),
      live.health.value.problems
        .filter((problem) => problem.state === 'open')
        .map(({ rule, subject, level, since }) => [rule, subject, level, since]),
    );
    const score = live.health.value.score;
    assert.ok(score.known && health.value.score.known);
    assert.equal(health.value.score.value, score.value);
    assert.ok(kpis?.known === true);
    assert.ok(kpis.value.qps.value.known && kpis.value.qps.value.value === 250);
    assert.ok(!kpis.value.p99.value.known && kpis.value.p99.value.why === 'denied');
    assert.ok(kpis.value.loadRows.value.known);
    assert.equal(kpis.value.loadRows.value.bound, 'lower');
    assert.equal(kpis.value.loadRows.value.coverage?.have, 3);
    assert.ok(resources?.known === true && resources.value.cpu.worst.known);
    assert.equal(resources.value.cpu.worst.value.value, 20);
    assert.ok(nodes?.known === true && nodes.value.compute.known);
    assert.deepEqual(
      nodes.value.compute.value.rows.map(({ host, state }) => [host, state]),
      [
        ['be-1', 'up'],
        ['be-2', 'down'],
        ['be-3', 'up'],
        ['be-4', 'up'],
      ],
    );
    const rows = await pastRows(test.engine, profile, start, 'computeNodes');
    assert.equal(rows.length, 4);
    await assert.rejects(
      pastRows(test.engine, profile, start, 'sessions'),
      /nothing was recorded at that time/,
    );
  });

  it('knows nothing that is not stored, and says so', async () => {
    const { profile } = await stored();
    await test.engine.append(clusterId, aSnapshot(start + dayMs));

    const { modules } = await pastOverview(test.engine, profile, start + dayMs, liveModuleIds);

    const parts = partsOf(modules);
    assert.ok(parts.length > 100, 'the modules have readings');
    const wrong = parts.filter(([, { known, why }]) => known || why === 'not-collected-yet');
    assert.deepEqual(wrong, []);
    assert.ok(modules.health?.known === true);
    assert.equal(modules.health.value.verdict, 'unknown');
  });

  it('says that nothing is stored of a gap', async () => {
    const { profile } = await stored();

    const { at, past, modules } = await pastOverview(test.engine, profile, start - dayMs, [
      'kpis',
      'nodes',
    ]);

    assert.equal(at, start - dayMs);
    assert.deepEqual(past, { askedAt: start - dayMs });
    assert.deepEqual(Object.keys(modules), ['kpis', 'nodes']);
    assert.ok(modules.kpis?.known === false && modules.kpis.why === 'not-recorded');
    assert.deepEqual(await pastRows(test.engine, profile, start - dayMs, 'frontends'), []);
  });
});
