import assert from 'node:assert/strict';
import { isToHost, panelCommands } from '../../../src/shared/protocol';

describe('messages of the page', () => {
  const command = (more: object) => isToHost({ kind: 'command', command: 'copyGrant', ...more });

  it('name a command of the closed list', () => {
    assert.ok(panelCommands.every((name) => isToHost({ kind: 'command', command: name })));
    assert.equal(isToHost({ kind: 'command', command: 'workbench.action.quit' }), false);
    assert.equal(isToHost({ kind: 'command' }), false);
  });

  it('takes a view only if the moment in it is one', () => {
    const view = (at: unknown) => isToHost({ kind: 'view', view: { at } });

    assert.ok(view(undefined));
    assert.ok(view(1_795_000_200_000));
    assert.equal(view('yesterday'), false);
    assert.equal(view(Number.NaN), false);
  });

  it('ask for an action by what it is about, never by a statement', () => {
    const act = (action: unknown) => isToHost({ kind: 'act', action });
    const kill = { kind: 'killQuery', queryId: 'q', frontend: null, connectionId: '1' };
    assert.ok(act(kill));
    for (const action of ['KILL 1', { sql: 'KILL 1' }, { ...kill, queryId: '' }, undefined]) {
      assert.equal(act(action), false, JSON.stringify(action));
    }
  });

  it('name a limitation by its right, and never bring a text to copy', () => {
    assert.ok(command({}));
    assert.ok(command({ needs: 'operate' }));
    for (const needs of ["GRANT ALL ON *.* TO 'x'", 'toString', 1, null, ['operate']]) {
      assert.equal(command({ needs }), false, String(needs));
    }
  });
});
