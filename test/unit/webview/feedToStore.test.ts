/** What a page holds after many messages is what a page holds that hears everything at once. */
import assert from 'node:assert/strict';
import { PanelFeed, type PanelContent } from '../../../src/extension/views/panelFeed';
import { liveModuleIds } from '../../../src/shared/model/extendedOverview';
import { pack, unpack } from '../../../src/shared/packed';
import { PanelStore } from '../../../src/webview/store';
import { Chain } from '../oracle/support/chain';

/** A page, and what it asked for beside its first word. */
function newPage() {
  const said: string[] = [];
  const store = new PanelStore(
    { post: ({ kind }) => said.push(kind), getState: () => undefined, setState: () => undefined },
    0,
  );
  return { store, said };
}

/** @returns bytes that travelled */
function tell(store: PanelStore, feed: PanelFeed, content: PanelContent): number {
  return feed.next(content).reduce((bytes, message) => {
    const text = JSON.stringify(pack(message));
    store.receive(unpack(JSON.parse(text)), 0);
    return bytes + Buffer.byteLength(text);
  }, 0);
}

/** When a module was put together is no news of its own: its readings have their own ages. */
const held = ({ modules }: PanelStore) =>
  Object.fromEntries(
    liveModuleIds.map((id) => {
      const { value: module } = modules[id];
      return [id, module?.known === true ? module.value : module];
    }),
  );

describe('a page that is told of changes', function () {
  this.timeout(60_000);

  it('holds in every round what a page holds that is told everything', async () => {
    const chain = await Chain.start({ visible: true, cluster: { scenario: 'compaction' } });
    const { store, said } = newPage();
    const feed = new PanelFeed();
    const changes: number[] = [];
    const wholes: number[] = [];
    try {
      for (let round = 0; round < 12; round += 1) {
        if (round === 6) {
          await chain.disturb({ fault: { kind: 'refuse' }, target: { node: '10.20.0.12' } });
        }
        await chain.rounds(1);
        const { header, modules } = await chain.api.getExtendedOverview(chain.id, {
          modules: liveModuleIds,
        });
        const content = { header, modules, clusters: [], actions: [] };
        changes.push(tell(store, feed, content));

        const fresh = newPage();
        wholes.push(tell(fresh.store, new PanelFeed(), content));
        assert.deepEqual(held(store), held(fresh.store), `round ${round}`);
      }
    } finally {
      await chain.stop();
    }
    assert.equal(said.filter((kind) => kind === 'ready').length, 0);
    assert.equal(changes[0], wholes[0]);
    assert.ok(changes.slice(1).every((bytes, index) => bytes < Number(wholes[index + 1])));
  });
});
