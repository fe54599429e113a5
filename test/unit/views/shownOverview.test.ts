import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { ShownOverview } from '../../../src/extension/views/shownOverview';
import type { OverviewQuery, StarRocksOverviewApi } from '../../../src/shared/api';
import { liveModuleIds, type ExtendedOverview } from '../../../src/shared/model/extendedOverview';
import { unknown } from '../../../src/shared/reading';

function aShownOverview() {
  const asked: OverviewQuery[] = [];
  const api = {
    getExtendedOverview: async (_id: string, query: OverviewQuery = {}) => {
      asked.push(query);
      const at = query.at ?? 1_000;
      return {
        at,
        ...(query.at === undefined ? {} : { past: { askedAt: query.at } }),
        header: { now: 1_000 + asked.length },
        modules: query.modules?.length === 0 ? {} : { health: unknown('timeout', at) },
      } as unknown as ExtendedOverview;
    },
  } as unknown as StarRocksOverviewApi;
  return { shown: new ShownOverview(api), asked };
}

describe('ShownOverview', () => {
  it('reads a past moment once, and of now only the header again', async () => {
    const { shown, asked } = aShownOverview();
    const first = await shown.read('c', 500);

    const second = await shown.read('c', 500);

    assert.deepEqual(
      asked.map(({ at, modules }) => [at, modules?.length]),
      [
        [500, liveModuleIds.length],
        [undefined, 0],
      ],
    );
    assert.equal(second.modules, first.modules);
    assert.deepEqual(second.past, { askedAt: 500 });
    assert.equal(second.header.now, 1_002);
  });

  it('reads anew for another moment, for another cluster, and after it was live', async () => {
    const { shown, asked } = aShownOverview();
    await shown.read('c', 500);
    await shown.read('c', 600);
    await shown.read('d', 600);
    const live = await shown.read('d', undefined);
    await shown.read('d', 600);

    assert.equal(live.past, undefined);
    assert.deepEqual(
      asked.map(({ at }) => at),
      [500, 600, 600, undefined, 600],
    );
  });
});
