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

const isModule = (id: string | undefined): id is ModuleId =>
  moduleIds.some((known) => known === id);

describe('docs/api.md', function () {
  this.timeout(60_000);

  it('names a module for each endpoint, and each of them is answered', async () => {
    assert.ok(endpoints.length > 0);
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
});
