/** The profile of a query, asked of demo clusters through the whole chain. */
import assert from 'node:assert/strict';
import type { QueryProfile, QueryProfileQuery } from '../../../src/shared/model/queryProfile';
import type { Chain } from '../oracle/support/chain';
import { withChain } from '../oracle/support/withChain';

/** A query that runs long enough to be profiled, and its FE, by the product's own list. */
async function runaway(chain: Chain): Promise<QueryProfileQuery> {
  await chain.disturb({ happen: { kind: 'runaway', forMs: 10 * 60_000 } });
  await chain.rounds(2);
  const { rows } = await chain.api.getRows(chain.id, 'runningQueries', { offset: 0, limit: 200 });
  const long = rows.find(({ durationMs }) => durationMs !== null && durationMs >= 30_000);
  assert.ok(long !== undefined, JSON.stringify(rows));
  return { queryId: long.queryId, frontend: long.frontend };
}

function textOf(profile: QueryProfile): string {
  assert.ok(profile.found, JSON.stringify(profile));
  return profile.text;
}

function whyOf(profile: QueryProfile): string {
  assert.ok(!profile.found);
  return profile.why.id;
}

const unknownId = '00000000-0000-11f0-0000-0123456789ab';

describe('the profile of a query', function () {
  this.timeout(60_000);

  for (const profile of ['4.0', '3.2'] as const) {
    it(`is the text that the FE keeps, also where it is not known which FE ran it: ${profile}`, async () => {
      await withChain({ cluster: { profile, scenario: 'compaction' } }, async (chain) => {
        const { queryId, frontend } = await runaway(chain);

        const text = textOf(await chain.api.getQueryProfile(chain.id, { queryId, frontend }));
        const found = textOf(
          await chain.api.getQueryProfile(chain.id, { queryId, frontend: null }),
        );

        assert.match(text, new RegExp(`^Query:\n  Summary:\n     - Query ID: ${queryId}\n`));
        assert.match(text, /OLAP_SCAN/);
        assert.equal(found, text);
      });
    });
  }

  it('is absent for a query that was not profiled, with the FEs that were asked and how to have one', async () => {
    await withChain({}, async (chain) => {
      const answer = await chain.api.getQueryProfile(chain.id, {
        queryId: unknownId,
        frontend: null,
      });

      assert.equal(whyOf(answer), 'profile.why.absent');
      assert.match(
        JSON.stringify(answer),
        /10\.20\.0\.11:\d+, 10\.20\.0\.12:\d+, 10\.20\.0\.13:\d+/,
      );
    });
  });

  it('is not asked of an FE that does not run any more, nor where the version has none', async () => {
    await withChain({}, async (chain) => {
      const gone = { queryId: unknownId, frontend: '10.20.0.99' };
      assert.equal(whyOf(await chain.api.getQueryProfile(chain.id, gone)), 'profile.why.frontend');
    });
    await withChain({ cluster: { profile: '2.5' } }, async (chain) => {
      const query = { queryId: unknownId, frontend: null };
      assert.equal(whyOf(await chain.api.getQueryProfile(chain.id, query)), 'profile.why.version');
    });
  });

  it('is not asked where no SELECT may be sent', async () => {
    await withChain({ profile: { quiet: true } }, async (chain) => {
      const query = { queryId: unknownId, frontend: null };
      assert.equal(whyOf(await chain.api.getQueryProfile(chain.id, query)), 'profile.why.quiet');
    });
  });

  it('says with the words of the FE why it was not told', async () => {
    await withChain({}, async (chain) => {
      await chain.disturb({
        fault: { kind: 'error', code: 1064, text: 'out of profiles' },
        target: { protocol: 'sql', match: 'get_query_profile' },
      });
      const query = { queryId: unknownId, frontend: '10.20.0.12' };
      const answer = await chain.api.getQueryProfile(chain.id, query);

      assert.equal(whyOf(answer), 'profile.why.failed');
      assert.match(JSON.stringify(answer), /10\.20\.0\.12.*out of profiles/);
    });
  });

  it('takes an id that ends the text of the statement for an id', async () => {
    await withChain({}, async (chain) => {
      const query = { queryId: `x') AS profile; -- "\\`, frontend: null };
      assert.equal(whyOf(await chain.api.getQueryProfile(chain.id, query)), 'profile.why.absent');
    });
  });
});
