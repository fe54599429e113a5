import { strict as assert } from 'node:assert';
import { actionFlow, type ActionUi } from '../../../src/extension/actions/actionFlow';
import { actionTargets } from '../../../src/extension/actions/actionTargets';
import type { ActionKind, ClusterAction } from '../../../src/shared/model/action';
import { ActionBench, clusterId } from './support';

/** A person who does as told, and everything they were shown. */
class Person implements ActionUi {
  readonly seen: string[] = [];
  readonly #agrees: boolean;
  readonly #types: string | undefined;

  constructor(agrees: boolean, types?: string) {
    this.#agrees = agrees;
    this.#types = types;
  }

  confirm: ActionUi['confirm'] = (plan) => {
    this.seen.push(`${plan.cluster}: ${plan.statements.join('; ')}`);
    return Promise.resolve(this.#agrees);
  };

  typeName: ActionUi['typeName'] = () => Promise.resolve(this.#types);

  whileRunning: ActionUi['whileRunning'] = (_plan, work) => work();

  refused: ActionUi['refused'] = (why) => {
    this.seen.push(why.id);
  };

  ended: ActionUi['ended'] = (_plan, outcome) => {
    this.seen.push(outcome.state);
  };
}

describe('actionFlow', function () {
  this.timeout(60_000);
  let bench: ActionBench;

  afterEach(async () => {
    await bench.stop();
  });

  const target = async (kind: ActionKind): Promise<ClusterAction> => {
    const [first] = await actionTargets(bench.api, clusterId, kind);
    assert.ok(first !== undefined, `nothing to ${kind}`);
    return first.action;
  };

  it('shows the exact statements, and sends nothing when the dialog is cancelled', async () => {
    bench = await ActionBench.start({});
    const action = await target('killQuery');
    assert.ok(action.kind === 'killQuery');
    const person = new Person(false);
    assert.equal(await actionFlow(bench.api, clusterId, action, person), undefined);
    assert.deepEqual(person.seen, [`prod: KILL QUERY '${action.queryId}'`]);
    assert.deepEqual(await bench.sent(), []);
  });

  it('sends nothing to a production cluster whose name was not typed', async () => {
    bench = await ActionBench.start({}, { production: true });
    const action = await target('killQuery');
    assert.equal(await actionFlow(bench.api, clusterId, action, new Person(true)), undefined);
    const wrong = await actionFlow(bench.api, clusterId, action, new Person(true, 'stage'));
    assert.equal(wrong?.state, 'refused');
    assert.deepEqual(await bench.sent(), []);
  });

  it('kills the sleeping sessions that the overview lists, once the name is typed', async () => {
    bench = await ActionBench.start({}, { production: true });
    const action = await target('killSleepers');
    assert.ok(action.kind === 'killSleepers');
    const one = { ...action, sessions: action.sessions.slice(0, 1) };
    const person = new Person(true, 'prod');
    const outcome = await actionFlow(bench.api, clusterId, one, person);
    assert.equal(outcome?.state, 'done');
    assert.deepEqual(await bench.changes(), [
      `KILL CONNECTION ${String(one.sessions[0]?.connectionId)}`,
    ]);
  });

  it('asks nothing where the cluster is read only', async () => {
    bench = await ActionBench.start({}, { access: 'read-only' });
    const person = new Person(true);
    await actionFlow(bench.api, clusterId, await target('killQuery'), person);
    assert.deepEqual(person.seen, ['action.why.readOnly']);
    assert.deepEqual(await bench.sent(), []);
  });
});
