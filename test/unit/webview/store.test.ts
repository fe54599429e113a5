import assert from 'node:assert/strict';
import { effect } from '@preact/signals';
import type { ToHost, ViewState } from '../../../src/shared/protocol';
import type { Bridge } from '../../../src/webview/bridge';
import { PanelStore } from '../../../src/webview/store';
import { messageNow, stateMessage } from './support/stateMessage';

function aStore(view: ViewState = {}) {
  const sent: ToHost[] = [];
  const kept: ViewState[] = [];
  const bridge: Bridge = {
    post: (message) => sent.push(message),
    getState: () => view,
    setState: (next) => kept.push(next),
  };
  return { store: new PanelStore(bridge, messageNow), sent, kept };
}

function aState(seq: number, change: Record<string, unknown> = {}, modules?: unknown) {
  const message = stateMessage();
  return {
    ...message,
    seq,
    header: { ...message.header, ...change },
    modules: modules ?? message.modules,
  };
}

const groups = (value: Record<string, unknown>) => ({
  known: true,
  value,
  observedAt: 0,
  source: 'resourceGroups',
});

describe('PanelStore', () => {
  it('says ready with the kept view', () => {
    const { store, sent } = aStore({ timeRange: '6h', scrollTop: 300 });

    store.ready();

    assert.deepEqual(sent, [{ kind: 'ready', view: { timeRange: '6h', scrollTop: 300 } }]);
    assert.equal(store.timeRange.value, '6h');
  });

  it('drops a state that is not newer than what it shows', () => {
    const { store } = aStore();

    store.receive(aState(5, { name: 'fifth' }), messageNow);
    store.receive(aState(4, { name: 'fourth' }), messageNow);
    store.receive(aState(5, { name: 'again' }), messageNow);

    assert.equal(store.header.value?.name, 'fifth');
    assert.equal(store.seq.value, 5);
  });

  it('keeps the modules that a later state does not carry', () => {
    const { store } = aStore();
    store.receive(aState(1), messageNow);
    const before = store.modules.nodes.value;

    store.receive(aState(2, {}, {}), messageNow);

    assert.ok(before !== undefined);
    assert.equal(store.modules.nodes.value, before);
  });

  it('puts the kept fields of a module beside those that a message tells', () => {
    const { store } = aStore();
    store.receive(aState(1, {}, { resourceGroups: groups({ usage: 'old', groups: 'old' }) }), 0);

    const update = aState(2, {}, { resourceGroups: groups({ groups: 'new' }) });
    store.receive({ ...update, kept: { resourceGroups: { fields: ['usage'] } } }, 0);

    const { value } = store.modules.resourceGroups;
    assert.deepEqual(value?.known === true && value.value, { usage: 'old', groups: 'new' });
  });

  it('asks for everything when the message before did not arrive, and shows nothing half old', () => {
    const { store, sent } = aStore();
    store.receive(aState(1, {}, { resourceGroups: groups({ usage: 'old', groups: 'old' }) }), 0);
    const before = store.modules.resourceGroups.value;

    const update = aState(3, {}, { resourceGroups: groups({ groups: 'new' }) });
    store.receive({ ...update, kept: { resourceGroups: { fields: ['usage'] } } }, 0);

    assert.equal(store.modules.resourceGroups.value, before);
    assert.equal(sent.at(-1)?.kind, 'ready');
  });

  it('forgets every module of another cluster, and takes its state whatever its number', () => {
    const { store } = aStore();
    store.receive(aState(9), messageNow);

    store.receive(aState(1, { clusterId: 'other' }, {}), messageNow);

    assert.equal(store.header.value?.clusterId, 'other');
    assert.equal(store.modules.health.value, undefined);
    assert.equal(store.view.value.clusterId, 'other');
  });

  it('goes back from any depth of zoom to the range before it', () => {
    const { store, kept } = aStore({ timeRange: '6h' });
    store.zoomTo({ from: 1, to: 100 });
    store.zoomTo({ from: 10, to: 20 });
    assert.deepEqual(store.timeRange.value, { from: 10, to: 20 });
    assert.equal(kept.at(-1)?.zoomedFrom, '6h');

    store.showRange();

    assert.deepEqual(kept.at(-1), { timeRange: '6h' });
    store.showRange();
    assert.equal(store.timeRange.value, '6h');
  });

  it('forgets the zoom when another range is chosen', () => {
    const { store } = aStore({ timeRange: '6h' });
    store.zoomTo({ from: 1, to: 100 });
    store.showRange('24h');
    assert.equal(store.timeRange.value, '24h');

    store.showRange();

    assert.equal(store.timeRange.value, '24h');
  });

  it('shows a past moment, opens the charts around it, and goes back to live and to the range', () => {
    const { store, sent } = aStore({ timeRange: '1h' });
    store.receive(aState(1), messageNow);
    const at = messageNow - 5 * 3_600_000;

    store.showMoment(at);

    assert.equal(store.view.value.at, at);
    const range = store.timeRange.value;
    assert.ok(typeof range !== 'string' && range.from < at && at < range.to);
    store.showLive();
    assert.equal(store.view.value.at, undefined);
    assert.equal(store.timeRange.value, '1h');
    const last = sent.at(-1);
    assert.ok(last?.kind === 'view' && !('at' in last.view));
  });

  it('leaves charts that reach the moment as they are, and takes the newest one for live', () => {
    const { store } = aStore({ timeRange: '1h' });
    store.receive(aState(1), messageNow);

    store.showMoment(messageNow - 600_000);
    assert.equal(store.timeRange.value, '1h');

    store.showMoment(messageNow - 1_000);
    assert.equal(store.view.value.at, undefined);
  });

  it('mixes no modules of two moments, and counts ages up to the moment shown', () => {
    const { store } = aStore();
    store.receive(aState(1), messageNow);
    const past = { askedAt: messageNow - 900_000 };
    const { health } = stateMessage().modules;

    store.receive({ ...aState(2, {}, { health }), past }, messageNow);

    assert.deepEqual(store.modules.health.value, health);
    assert.equal(store.modules.nodes.value, undefined);
    assert.equal(store.shownAt.value, past.askedAt);
    store.receive(aState(3), messageNow);
    assert.equal(store.past.value, undefined);
    assert.equal(store.shownAt.value, store.now.value);
  });

  it('leaves the past of one cluster behind when another is shown', () => {
    const { store } = aStore();
    store.receive(aState(1), messageNow);
    store.showMoment(messageNow - 600_000);

    store.receive(aState(1, { clusterId: 'other' }), messageNow);

    assert.equal(store.view.value.at, undefined);
  });

  it('asks the host for an action, and does nothing itself', () => {
    const { store, sent } = aStore();
    const action = { kind: 'cancelCompaction', txnId: '7' } as const;

    store.act(action);

    assert.deepEqual(sent, [{ kind: 'act', action }]);
  });

  it('offers the actions of the newest state: none once the cluster is read-only', () => {
    const { store } = aStore();
    store.receive({ ...aState(1), actions: ['killQuery'] }, messageNow);
    assert.deepEqual(store.actions.value, ['killQuery']);

    store.receive({ ...aState(2), actions: [] }, messageNow);

    assert.deepEqual(store.actions.value, []);
  });

  it('ignores what is no message of the host', () => {
    const { store } = aStore();

    for (const message of [
      null,
      'state',
      { kind: 'state' },
      { kind: 'explode' },
      { kind: 'state', seq: 1 },
    ]) {
      store.receive(message, messageNow);
    }

    assert.equal(store.phase.value, 'connecting');
  });

  it('counts ages from the clock of the collector and at its speed', () => {
    const { store } = aStore();
    store.receive(aState(1, { now: messageNow + 3_600_000, timeScale: 10 }), 1_000);

    store.tick(3_000);

    assert.equal(store.now.value, messageNow + 3_600_000 + 20_000);
  });

  it('answers a question by its id and no other', async () => {
    const { store, sent } = aStore();
    const first = store.ask(
      { method: 'getTrend', args: { series: [], timeRange: '1h' } },
      new AbortController().signal,
    );
    const second = store.ask(
      { method: 'getTrend', args: { series: [], timeRange: '6h' } },
      new AbortController().signal,
    );
    const ids = sent.flatMap((message) => (message.kind === 'ask' ? [message.id] : []));
    const trend = (from: number) => ({ from, to: 1, stepMs: 1, series: [], events: [] });

    store.receive({ kind: 'answer', id: ids[1], ok: true, value: trend(2) }, messageNow);
    store.receive({ kind: 'answer', id: 999, ok: true, value: trend(9) }, messageNow);
    store.receive(
      { kind: 'answer', id: ids[0], ok: false, message: 'history is closed' },
      messageNow,
    );

    assert.equal((await second).from, 2);
    await assert.rejects(first, /history is closed/);
  });

  it('cancels at the host, rejects here, and drops the late answer', async () => {
    const { store, sent } = aStore();
    const abort = new AbortController();
    const asked = store.ask(
      { method: 'getTrend', args: { series: [], timeRange: '1h' } },
      abort.signal,
    );

    abort.abort();
    store.receive({ kind: 'answer', id: 1, ok: true, value: {} }, messageNow);

    await assert.rejects(asked, /cancelled/);
    assert.deepEqual(sent.at(-1), { kind: 'cancel', id: 1 });
  });

  it('does not ask what is cancelled already', async () => {
    const { store, sent } = aStore();

    await assert.rejects(
      store.ask({ method: 'getTrend', args: { series: [], timeRange: '1h' } }, AbortSignal.abort()),
    );

    assert.deepEqual(sent, []);
  });

  it('keeps the view in the page and at the host', () => {
    const { store, sent, kept } = aStore({ timeRange: '24h' });

    store.fold('nodes', true);
    store.widthClass.value = 'narrow';
    store.fold('nodes', false);
    store.hide('trends', true);

    assert.deepEqual(kept.at(-1), {
      timeRange: '24h',
      folds: { wide: { nodes: true }, narrow: { nodes: false } },
      hidden: ['trends'],
    });
    assert.deepEqual(sent.at(-1), { kind: 'view', view: kept.at(-1) });
  });

  it('does not draw tables and tabs again when the reader has scrolled', () => {
    const { store, kept } = aStore({ sorts: { nodes: { column: 'cpu', descending: true } } });
    let drawn = 0;
    const stop = effect(() => {
      assert.ok(store.sorts.value !== undefined && store.hidden.value === undefined);
      assert.equal(store.page.value, undefined);
      drawn += 1;
    });

    store.updateView({ scrollTop: 300 });
    stop();

    assert.equal(drawn, 1);
    assert.equal(kept.at(-1)?.scrollTop, 300);
  });

  it('shows a section that is hidden and folded when something leads there', () => {
    const { store, kept, sent } = aStore({
      hidden: ['slow', 'days'],
      folds: { wide: { slow: true } },
    });

    store.reveal('slow');

    assert.deepEqual(kept.at(-1), { hidden: ['days'], folds: { wide: { slow: false } } });
    assert.deepEqual(sent, [{ kind: 'view', view: kept.at(-1) }], 'it is told once');
  });

  it('keeps the page of a node over reloads, and leaves it for a section or another cluster', () => {
    const page = { kind: 'node', node: 'be:be-1:9050' } as const;
    const { store, kept } = aStore({ page });
    store.receive(aState(1), messageNow);
    assert.deepEqual(store.view.value.page, page);

    store.reveal('nodes');
    assert.equal(kept.at(-1)?.page, undefined);

    store.openPage(page);
    store.receive(aState(1, { clusterId: 'another' }), messageNow);
    assert.equal(store.view.value.page, undefined);
  });

  it('names the shown cluster in a command unless another is meant', () => {
    const { store, sent } = aStore();
    store.command('addCluster');
    store.receive(aState(1, { clusterId: 'shown' }), messageNow);

    store.command('refresh');
    store.command('switchCluster', 'other');

    assert.deepEqual(
      sent.filter(({ kind }) => kind === 'command'),
      [
        { kind: 'command', command: 'addCluster' },
        { kind: 'command', command: 'refresh', clusterId: 'shown' },
        { kind: 'command', command: 'switchCluster', clusterId: 'other' },
      ],
    );
  });
});
