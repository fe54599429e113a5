/** Each call that docs/api.md names for an endpoint of the original is made. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { moduleIds, type ModuleId } from '../../../src/shared/model/extendedOverview';
import { Chain } from '../oracle/support/chain';

const text = fs.readFileSync(path.resolve(__dirname, '../../../docs/api.md'), 'utf8');

const endpoints = [...text.matchAll(/^\| `([\w-]+)` +\| (.*) \|$/gm)].map(
  ([, endpoint = '', modules = '']) => ({
    endpoint,
    named: [...modules.matchAll(/`(\w+)`/g)].map(([, id]) => id),
  }),
);

/** All of them; the list of slow queries has a call of its own. */
const originals = [
  'capacity-prediction',
  'data-stats',
  'extended',
  'health',
  'overview',
  'performance',
  'resources',
  'slow-queries',
];

const isModule = (id: string | undefined): id is ModuleId =>
  moduleIds.some((known) => known === id);

describe('docs/api.md', function () {
  this.timeout(60_000);

  it('names a module for each endpoint, and each of them is answered', async () => {
    assert.deepEqual(
      endpoints.map(({ endpoint }) => endpoint).sort(),
      originals.filter((endpoint) => endpoint !== 'slow-queries'),
    );
    const chain = await Chain.start();
    try {
      await chain.rounds(1);
      for (const { endpoint, named } of endpoints) {
        const wanted = endpoint === 'extended' ? moduleIds : named.filter(isModule);
        assert.ok(endpoint === 'extended' || wanted.length === named.length, endpoint);
        const { modules } = await chain.api.getExtendedOverview(chain.id, { modules: wanted });
        assert.deepEqual(
          wanted.filter((id) => modules[id]?.known !== true),
          [],
          endpoint,
        );
        assert.ok(wanted.length > 0, endpoint);
      }
    } finally {
      await chain.stop();
    }
  });

  it('answers slow queries by their defaults, and by what is asked', async () => {
    const chain = await Chain.start({ visible: true });
    try {
      await chain.rounds(4);
      const usual = await chain.api.getSlowQueries(chain.id);
      const said = { hours: 24, minDurationMs: 1000, limit: 20 };
      assert.deepEqual(usual, await chain.api.getSlowQueries(chain.id, said));
      assert.ok(usual.known && usual.value.rows.length > 0 && usual.value.rows.length <= 20);
      assert.ok(usual.value.rows.every(({ durationMs }) => durationMs >= 1000));
      const one = await chain.api.getSlowQueries(chain.id, { limit: 1 });
      assert.equal(one.known && one.value.rows.length, 1);
    } finally {
      await chain.stop();
    }
  });

  it('tells what the range of the overview came to', async () => {
    const chain = await Chain.start({ visible: true, cluster: { mode: 'shared_nothing' } });
    try {
      await chain.rounds(12);
      const query = { timeRange: '1h', modules: ['window', 'performanceTrends'] } as const;
      const { modules } = await chain.api.getExtendedOverview(chain.id, query);
      const { window, performanceTrends } = modules;
      assert.ok(window?.known === true && performanceTrends?.known === true);
      const { queriesPerSecond, measuredPct, p99Max, cpuPct, diskMaxPct } = window.value;
      const qps = performanceTrends.value.series.find(({ series }) => series === 'query.qps');
      const values = (qps?.avg ?? []).filter((value) => value !== null);
      const { average, maximum } = queriesPerSecond;
      assert.ok(average.known && maximum.known && measuredPct.known);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      assert.ok(Math.abs(average.value - mean) < 1e-9);
      assert.equal(maximum.value, Math.max(...(qps?.max ?? []).filter((value) => value !== null)));
      // Six of sixty minutes.
      assert.ok(measuredPct.value > 5 && measuredPct.value < 15, String(measuredPct.value));
      assert.ok(p99Max.known && cpuPct.maximum.known && diskMaxPct.known);
      assert.ok(cpuPct.average.known && cpuPct.maximum.value >= cpuPct.average.value);
    } finally {
      await chain.stop();
    }
  });
});
