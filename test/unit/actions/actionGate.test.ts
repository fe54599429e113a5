import { strict as assert } from 'node:assert';
import { systemClock } from '../../../src/extension/collect/clock';
import { ActionBench, clusterId, textOf } from './support';

describe('actions on a cluster', function () {
  this.timeout(60_000);
  let bench: ActionBench;

  afterEach(async () => {
    await bench.stop();
  });

  it('sends nothing for a plan, for other statements than shown, or without the typed name', async () => {
    bench = await ActionBench.start({}, { production: true });
    const action = { kind: 'compact', database: 'sales', table: 'orders' } as const;
    const plan = await bench.api.planAction(clusterId, action);
    assert.ok(plan.allowed);
    assert.equal(plan.typedName, true);
    const { statements } = plan;
    const refused = async (consent: Parameters<typeof bench.api.runAction>[2]): Promise<string> => {
      const { state, text } = await bench.api.runAction(clusterId, action, consent);
      return `${state} ${text.id}`;
    };

    assert.equal(await refused({ statements }), 'refused action.why.typedName');
    assert.equal(await refused({ statements, typedName: 'PROD' }), 'refused action.why.typedName');
    assert.equal(
      await refused({ statements: [...statements, 'DROP TABLE t'], typedName: 'prod' }),
      'refused action.why.notWhatWasShown',
    );
    assert.deepEqual(await bench.sent(), []);
  });

  it('refuses what is no action, such as an empty query id', async () => {
    bench = await ActionBench.start({});
    const { text } = await bench.run({
      kind: 'killQuery',
      queryId: '',
      frontend: null,
      connectionId: '1',
    });
    assert.equal(text.id, 'action.why.notAnAction');
    assert.deepEqual(await bench.sent(), []);
  });

  it('kills by connection on its FE where the version knows no query ids', async () => {
    bench = await ActionBench.start({ profile: '3.2' });
    const { runningQueries, frontends } = await bench.truth();
    const query = longest(runningQueries);
    const frontend = frontends.find(({ name }) => name === query.frontend)?.host ?? '';
    const connectionId = String(query.connectionId);
    const action = { kind: 'killQuery', queryId: query.queryId, connectionId } as const;

    const blind = await bench.run({ ...action, frontend: null });
    assert.equal(blind.text.id, 'action.why.frontendUnknown');
    assert.equal((await bench.run({ ...action, frontend })).state, 'done');
    assert.deepEqual(await bench.changes(), [`KILL QUERY ${connectionId}`]);
  });

  it('leaves a connection alone that runs another query by now', async () => {
    bench = await ActionBench.start({ profile: '3.2' });
    const { runningQueries, frontends } = await bench.truth();
    const query = longest(runningQueries);
    const outcome = await bench.run({
      kind: 'killQuery',
      queryId: '00000000-0000-0000-0000-000000000000',
      connectionId: String(query.connectionId),
      frontend: frontends.find(({ name }) => name === query.frontend)?.host ?? '',
    });
    assert.equal(outcome.state, 'gone');
    assert.deepEqual(await bench.changes(), []);
  });

  it('kills sleeping sessions, and none that has another user by now', async () => {
    bench = await ActionBench.start({});
    const { frontends } = await bench.truth();
    const [frontend] = frontends;
    const sleeping = (frontend?.sessions ?? [])
      .filter(({ command, user }) => command === 'Sleep' && user !== 'monitor')
      .slice(0, 2)
      .map(({ connectionId, user }) => ({
        frontend: frontend?.host ?? '',
        connectionId: String(connectionId),
        user,
      }));
    const [first, second] = sleeping;
    assert.ok(first !== undefined && second !== undefined);

    const outcome = await bench.run({
      kind: 'killSleepers',
      sessions: [first, { ...second, user: 'somebody else' }],
    });

    assert.deepEqual([outcome.state, outcome.text.args], ['done', { done: 1, gone: 1 }]);
    assert.deepEqual(await bench.changes(), [`KILL CONNECTION ${first.connectionId}`]);
    const after = (await bench.truth()).frontends[0]?.sessions ?? [];
    const ids = after.map(({ connectionId }) => String(connectionId));
    assert.deepEqual(
      [ids.includes(first.connectionId), ids.includes(second.connectionId)],
      [false, true],
    );
  });

  it('writes what was tried into the history', async () => {
    bench = await ActionBench.start({}, {}, { clock: systemClock(20) });
    const outcome = await bench.run({ kind: 'refreshView', database: 'sales', name: 'none' });
    assert.equal(outcome.state, 'failed');
    assert.match(textOf(outcome), /none/);
    const events = (await bench.stored()).flatMap((snapshot) => snapshot.events);
    assert.ok(
      events.some(({ kind, detail }) => kind === 'action' && detail === 'refreshView failed'),
    );
  });
});

function longest<Q extends { readonly endsAt: number; readonly startedAt: number }>(
  queries: readonly Q[],
): Q {
  const [query] = [...queries].sort((a, b) => b.endsAt - a.endsAt);
  if (query === undefined) {
    throw new Error('the demo cluster runs no query');
  }
  return query;
}
