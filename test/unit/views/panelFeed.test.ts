import assert from 'node:assert/strict';
import type { PanelContent } from '../../../src/extension/views/panelFeed';
import { maxMessageBytes, PanelFeed } from '../../../src/extension/views/panelFeed';
import type { Modules, OverviewHeader } from '../../../src/shared/model/extendedOverview';
import { pack } from '../../../src/shared/packed';
import { isToPage } from '../../../src/shared/protocol';
import { known, unknown } from '../../../src/shared/reading';
import { at } from './builders';

const header: OverviewHeader = {
  clusterId: 'c',
  name: 'prod',
  production: false,
  demo: false,
  state: 'live',
  intervalS: 30,
  refreshing: false,
  now: at,
  timeScale: 1,
  version: unknown('not-collected-yet', at),
  runMode: unknown('not-collected-yet', at),
  sources: [],
  ownCost: { statements: unknown('no-traffic', at), ms: unknown('no-traffic', at) },
  historyBytes: unknown('not-collected-yet', at),
};

function content(modules: Modules, state: OverviewHeader['state'] = 'live'): PanelContent {
  const clusters = [{ id: 'c', name: 'prod' }];
  return { header: { ...header, state }, modules, clusters, actions: [] };
}

const big = (bytes: number) =>
  unknown('failed', at, {
    detail: { id: 'text.verbatim', args: { text: 'x'.repeat(bytes) } },
  });

describe('PanelFeed', () => {
  it('sends everything first, then only modules whose content changed', () => {
    const feed = new PanelFeed();
    const health = unknown('timeout', at);
    feed.next(content({ health, kpis: health }));

    const [update] = feed.next(content({ health, kpis: unknown('timeout', at + 1) }));

    assert.deepEqual(Object.keys(update?.modules ?? {}), ['kpis']);
    assert.equal(update?.seq, 2);
  });

  it('leaves out the fields that are as the message before told them, and names them', () => {
    const feed = new PanelFeed();
    const told = { observedAt: at, source: 'resourceGroups' } as const;
    const modules = (total: number): Modules => {
      const rows = unknown('timeout', at);
      const value = { total: known(total, told), groups: rows, usage: rows };
      return { resourceGroups: known(value, told) };
    };
    const [first] = feed.next(content(modules(1)));

    const [second] = feed.next(content(modules(2)));

    assert.equal(first?.kept, undefined);
    assert.deepEqual(second?.kept, { resourceGroups: { fields: ['groups', 'usage'] } });
    const groups = second.modules.resourceGroups;
    assert.deepEqual(groups?.known === true && Object.keys(groups.value), ['total']);
    feed.reset();
    assert.equal(feed.next(content(modules(2)))[0]?.kept, undefined);
  });

  it('tells with each message of a past moment which it is', () => {
    const feed = new PanelFeed();
    const past = { askedAt: at - 60_000 };
    const modules = { health: big(30_000), kpis: big(30_000) };

    const messages = feed.next({ ...content(modules), past });

    assert.deepEqual(
      messages.map((message) => message.past),
      [past, past],
    );
    assert.equal(feed.next(content(modules))[0]?.past, undefined);
  });

  it('sends nothing when nothing changed', () => {
    const feed = new PanelFeed();
    const modules = { health: unknown('timeout', at) };
    feed.next(content(modules));

    const later = content({ ...modules });
    assert.deepEqual(feed.next({ ...later, header: { ...later.header, now: at + 1_000 } }), []);
  });

  it('sends the header alone when only the state changed', () => {
    const feed = new PanelFeed();
    feed.next(content({ health: unknown('timeout', at) }));

    const messages = feed.next(content({}, 'stale'));

    assert.deepEqual(
      messages.map(({ header: h, modules }) => [h.state, modules]),
      [['stale', {}]],
    );
  });

  it('sends everything again after a reset, with a rising number', () => {
    const feed = new PanelFeed();
    const modules = { health: unknown('timeout', at), nodes: unknown('denied', at) };
    const [first] = feed.next(content(modules));
    feed.reset();

    const [second] = feed.next(content(modules));

    assert.deepEqual(second?.modules, first?.modules);
    assert.ok(first !== undefined && second !== undefined && second.seq > first.seq);
  });

  it('splits between modules so that no message is larger than the limit', () => {
    const feed = new PanelFeed();
    const modules = {
      health: big(9_000),
      nodes: big(30_000),
      sessions: big(30_000),
      kpis: big(9_000),
    };

    const messages = feed.next(content(modules));

    assert.ok(messages.length > 1);
    for (const message of messages) {
      assert.ok(Buffer.byteLength(JSON.stringify(pack(message))) <= maxMessageBytes);
      assert.ok(isToPage(message));
    }
    assert.deepEqual(
      messages.flatMap((message) => Object.keys(message.modules)),
      ['health', 'kpis', 'nodes', 'sessions'],
    );
  });
});
