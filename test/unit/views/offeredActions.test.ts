import { strict as assert } from 'node:assert';
import { offeredKinds, offersOf } from '../../../src/extension/views/offeredActions';
import { contextValueOf } from '../../../src/extension/views/treeNode';
import { actionKinds } from '../../../src/shared/model/action';
import { known, unknown } from '../../../src/shared/reading';
import { at, from } from './builders';

const cancel = { kind: 'cancelCompaction', txnId: '5' } as const;
const kill = { kind: 'killQuery', queryId: 'q', frontend: 'fe1', connectionId: '7' } as const;
const sharedData = { runMode: known('shared_data' as const, from) };

describe('offersOf', () => {
  it('offers nothing on a read-only cluster, or one that is gone', () => {
    const header = { version: known('4.0.0', from), ...sharedData };
    assert.equal(offersOf({ access: 'read-only' }, header)(kill), false);
    assert.equal(offersOf(undefined, header)(kill), false);
    assert.equal(offersOf({ access: 'confirm' }, header)(kill), true);
  });

  it('offers only what the version is known to have', () => {
    const header = (version: string) => ({ version: known(version, from), ...sharedData });
    assert.equal(offersOf({ access: 'confirm' }, header('3.1.9'))(cancel), false);
    assert.equal(offersOf({ access: 'confirm' }, header('3.2.0'))(cancel), true);
    const untold = { version: unknown<string>('denied', at), ...sharedData };
    assert.equal(offersOf({ access: 'confirm' }, untold)(cancel), false);
  });
});

describe('offeredKinds', () => {
  it('lacks what the version or the run mode lacks', () => {
    const header = { version: known('3.1.9', from), ...sharedData };
    const lacking = actionKinds.filter(
      (kind) => !offeredKinds({ access: 'confirm' }, header).includes(kind),
    );
    assert.deepEqual(lacking, ['cancelCompaction', 'compact']);
    const local = {
      version: known('3.5.2', from),
      runMode: known('shared_nothing' as const, from),
    };
    assert.equal(offeredKinds({ access: 'confirm' }, local).includes('cancelCompaction'), false);
    assert.equal(offeredKinds({ access: 'confirm' }, local).includes('compact'), true);
  });

  it('is empty for a read-only cluster', () => {
    const header = { version: known('4.0.0', from), ...sharedData };
    assert.deepEqual(offeredKinds({ access: 'read-only' }, header), []);
  });
});

describe('contextValueOf', () => {
  it('names the kinds after the context, for the when clauses of the menus', () => {
    assert.equal(
      contextValueOf({ context: 'query:running', actions: [kill] }),
      'query:running killQuery',
    );
    assert.equal(contextValueOf({ context: 'message' }), 'message');
  });
});
