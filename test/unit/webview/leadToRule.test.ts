import assert from 'node:assert/strict';
import type { ViewState } from '../../../src/shared/protocol';
import { leadToRule } from '../../../src/webview/components/leadToRule';
import { PanelStore } from '../../../src/webview/store';
import { messageNow, stateMessage } from './support/stateMessage';

function aLedStore(view: ViewState) {
  const store = new PanelStore(
    { post: () => undefined, getState: () => view, setState: () => undefined },
    messageNow,
  );
  leadToRule(store);
  return store;
}

describe('leadToRule', () => {
  const frames: (() => void)[] = [];

  before(() => {
    Object.assign(globalThis, {
      requestAnimationFrame: (frame: () => void) => frames.push(frame),
    });
  });

  after(() => {
    Reflect.deleteProperty(globalThis, 'requestAnimationFrame');
  });

  it('opens the section of the rule that the reader hid or folded, from a page of a node', () => {
    const store = aLedStore({
      page: { kind: 'node', node: 'be:be-1:9050' },
      hidden: ['tasks'],
      folds: { wide: { tasks: true } },
    });

    store.receive({ kind: 'showRule', rule: 'load.failed' }, messageNow);
    assert.notEqual(store.view.value.page, undefined, 'not before there are figures');
    store.receive(stateMessage(), messageNow);

    assert.equal(store.view.value.page, undefined);
    assert.deepEqual(store.view.value.hidden, []);
    assert.deepEqual(store.view.value.folds, { wide: { tasks: false } });
    assert.equal(frames.length, 1, 'goes there once it is drawn');
    assert.equal(store.wantedRule.value, undefined);
  });
});
