import { strict as assert } from 'node:assert';
import type { ClusterAction } from '../../../src/shared/model/action';
import { actionKinds } from '../../../src/shared/model/action';
import { systemClock } from '../../../src/extension/collect/clock';
import { ActionBench, clusterId, textOf } from './support';

const view = { database: 'sales', name: '' };
const anyAction: Readonly<Record<ClusterAction['kind'], ClusterAction>> = {
  killQuery: { kind: 'killQuery', queryId: 'q', frontend: null, connectionId: '1' },
  killSession: { kind: 'killSession', frontend: '10.20.0.11', connectionId: '1', user: 'u' },
  killSleepers: {
    kind: 'killSleepers',
    sessions: [{ frontend: '10.20.0.11', connectionId: '1', user: 'u' }],
  },
  cancelCompaction: { kind: 'cancelCompaction', txnId: '1' },
  compact: { kind: 'compact', database: 'sales', table: 'orders' },
  refreshView: { kind: 'refreshView', ...view, name: 'v' },
  cancelRefresh: { kind: 'cancelRefresh', ...view, name: 'v' },
  activateView: { kind: 'activateView', ...view, name: 'v' },
  inactivateView: { kind: 'inactivateView', ...view, name: 'v' },
  pauseRoutineLoad: { kind: 'pauseRoutineLoad', ...view, name: 'v' },
  resumeRoutineLoad: { kind: 'resumeRoutineLoad', ...view, name: 'v' },
  cancelLoad: { kind: 'cancelLoad', database: 'sales', label: 'l' },
  cancelSchemaChange: {
    kind: 'cancelSchemaChange',
    database: 'sales',
    table: 'orders',
    change: 'COLUMN',
  },
};

describe('actions on a cluster', function () {
  this.timeout(60_000);
  let bench: ActionBench;

  afterEach(async () => {
    await bench.stop();
  });

  it('refuses every action of a read-only cluster, and sends nothing', async () => {
    bench = await ActionBench.start({}, { access: 'read-only' });
    for (const kind of actionKinds) {
      const action = anyAction[kind];
      const plan = await bench.api.planAction(clusterId, action);
      assert.equal(plan.allowed ? '' : plan.why.id, 'action.why.readOnly', kind);
      // Whoever does not care for the plan is refused as well.
      const outcome = await bench.api.runAction(clusterId, action, { statements: ['KILL 1'] });
      assert.equal(outcome.state, 'refused');
      assert.equal(outcome.text.id, 'action.why.readOnly');
    }
    assert.deepEqual(await bench.sent(), []);
  });

  it('sends nothing for a plan, for other statements than shown, or without the typed name', async () => {
    bench = await ActionBench.start({}, { production: true });
    const action = anyAction.compact;
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
    const empty = { ...anyAction.killQuery, queryId: '' } as ClusterAction;
    const { text } = await bench.run(empty);
    assert.equal(text.id, 'action.why.notAnAction');
    assert.deepEqual(await bench.sent(), []);
  });

  it('kills a query of another FE, and tells of it in the history', async () => {
    bench = await ActionBench.start({});
    const { runningQueries, frontends } = await bench.truth();
    const leader = frontends.find(({ role }) => role === 'LEADER')?.name;
    const query = longest(runningQueries.filter(({ frontend }) => frontend !== leader));
    const host = frontends.find(({ name }) => name === query.frontend)?.host ?? '';

    const outcome = await bench.run({
      kind: 'killQuery',
      queryId: query.queryId,
      frontend: host,
      connectionId: String(query.connectionId),
    });

    assert.equal(outcome.state, 'done');
    const after = await bench.truth();
    assert.ok(after.runningQueries.every(({ queryId }) => queryId !== query.queryId));
    assert.deepEqual(await bench.changes(), [`KILL QUERY '${query.queryId}'`]);
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

  it('cancels a compaction, and does not believe OK for a transaction that is not there', async () => {
    bench = await ActionBench.start({ scenario: 'compaction' });
    const gone = await bench.run({ kind: 'cancelCompaction', txnId: '1' });
    assert.equal(gone.state, 'gone');
    assert.deepEqual(await bench.changes(), []);

    const { compactions } = await bench.truth();
    const task = [...compactions.running]
      .filter(({ committedAt }) => committedAt === null)
      .sort((a, b) => b.plan.commitAt - a.plan.commitAt)[0];
    assert.ok(task !== undefined);
    const txnId = String(task.txnId);
    assert.equal((await bench.run({ kind: 'cancelCompaction', txnId })).state, 'done');
    const after = await bench.truth();
    assert.ok(after.compactions.running.every((each) => each.txnId !== task.txnId));
  });

  it('refreshes, inactivates and activates a view', async () => {
    bench = await ActionBench.start({});
    const find = async (id: number) =>
      (await bench.truth()).materializedViews.find((each) => each.id === id);
    const { materializedViews } = await bench.truth();
    const idle = materializedViews.find(
      ({ active, lastState }) => active && lastState !== 'RUNNING',
    );
    assert.ok(idle !== undefined);
    const { id, database, name } = idle;

    assert.equal((await bench.run({ kind: 'refreshView', database, name })).state, 'done');
    assert.ok(((await find(id))?.lastStartedAt ?? 0) > (idle.lastStartedAt ?? 0));
    assert.equal((await bench.run({ kind: 'inactivateView', database, name })).state, 'done');
    assert.equal((await find(id))?.active, false);
    assert.equal((await bench.run({ kind: 'activateView', database, name })).state, 'done');
    assert.equal((await find(id))?.active, true);
  });

  it('pauses and resumes a routine load, asked by way of a follower', async () => {
    bench = await ActionBench.start({}, {}, { frontend: 1 });
    const { routineLoads } = await bench.truth();
    const job = routineLoads.find(({ state }) => state === 'RUNNING');
    assert.ok(job !== undefined);
    const { database, name } = job;
    const state = async () =>
      (await bench.truth()).routineLoads.find(({ id }) => id === job.id)?.state;

    assert.equal((await bench.run({ kind: 'pauseRoutineLoad', database, name })).state, 'done');
    assert.equal(await state(), 'PAUSED');
    const again = await bench.run({ kind: 'pauseRoutineLoad', database, name });
    assert.equal(again.state, 'failed');
    assert.match(textOf(again), /PAUSED/);
    assert.equal((await bench.run({ kind: 'resumeRoutineLoad', database, name })).state, 'done');
    assert.equal(await state(), 'RUNNING');
  });

  it('cancels a load and a schema change, and compacts a partition', async () => {
    bench = await ActionBench.start({});
    const { alterJobs, partitions, loads } = await bench.truth();
    const load = [...loads]
      .filter(({ state, committedAt }) => state === 'LOADING' && committedAt === null)
      .sort((a, b) => b.plan.endAt - a.plan.endAt)[0];
    const job = alterJobs.find(({ state }) => state === 'RUNNING');
    const [partition] = partitions;
    assert.ok(load !== undefined && job !== undefined && partition !== undefined);

    const { database, label } = load;
    assert.equal((await bench.run({ kind: 'cancelLoad', database, label })).state, 'done');
    const change = job.kind === 'ROLLUP' ? 'ROLLUP' : 'COLUMN';
    const alter = { database: job.database, table: job.table, change } as const;
    assert.equal((await bench.run({ kind: 'cancelSchemaChange', ...alter })).state, 'done');
    const where = { database: partition.database, table: partition.table };
    const compact = await bench.run({ kind: 'compact', ...where, partition: partition.name });
    assert.equal(compact.state, 'done');

    const after = await bench.truth();
    assert.equal(after.loads.find((each) => each.label === label)?.state, 'CANCELLED');
    assert.equal(after.alterJobs.find(({ jobId }) => jobId === job.jobId)?.state, 'CANCELLED');
    assert.equal(
      (await bench.changes()).at(-1),
      `ALTER TABLE \`${where.database}\`.\`${where.table}\` COMPACT (\`${partition.name}\`)`,
    );
  });

  it('says which right is missing, and what is not there', async () => {
    bench = await ActionBench.start({}, { user: 'nobody' });
    const { materializedViews } = await bench.truth();
    const [{ database, name }] = materializedViews as [(typeof materializedViews)[number]];
    const denied = await bench.run({ kind: 'refreshView', database, name });
    assert.equal(denied.state, 'failed');
    assert.match(textOf(denied), /REFRESH privilege/);
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
