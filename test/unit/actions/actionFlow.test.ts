import { strict as assert } from 'node:assert';
import { actionFlow } from '../../../src/extension/actions/actionFlow';
import { actionTargets } from '../../../src/extension/actions/actionTargets';
import type { ActionKind, ClusterAction } from '../../../src/shared/model/action';
import { Person } from './person';
import { ActionBench, clusterId } from './support';

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

  it('sends nothing to a production cluster whose name was not typed', async () => {
    bench = await ActionBench.start({}, { production: true });
    const action = await target('killQuery');
    assert.equal(
      await actionFlow(bench.api, clusterId, action, new Person({ agrees: true }).ui),
      undefined,
    );
    const wrong = await actionFlow(
      bench.api,
      clusterId,
      action,
      new Person({ agrees: true, types: 'stage' }).ui,
    );
    assert.equal(wrong?.state, 'refused');
    assert.deepEqual(await bench.sent(), []);
  });

  it('kills the sleeping sessions that the overview lists, once the name is typed', async () => {
    bench = await ActionBench.start({}, { production: true });
    const action = await target('killSleepers');
    assert.ok(action.kind === 'killSleepers');
    const one = { ...action, sessions: action.sessions.slice(0, 1) };
    const person = new Person({ agrees: true, types: 'prod' });
    const outcome = await actionFlow(bench.api, clusterId, one, person.ui);
    assert.equal(outcome?.state, 'done');
    assert.deepEqual(await bench.changes(), [
      `KILL CONNECTION ${String(one.sessions[0]?.connectionId)}`,
    ]);
  });
});
