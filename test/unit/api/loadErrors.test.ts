/** The rows that a load rejected, asked of demo clusters through the whole chain. */
import assert from 'node:assert/strict';
import type { LoadErrors } from '../../../src/shared/model/loadErrors';
import type { LoadJob } from '../../../src/shared/model/loadJobStats';
import type { Chain } from '../oracle/support/chain';
import { withChain } from '../oracle/support/withChain';

async function rejecting(chain: Chain): Promise<LoadJob> {
  await chain.rounds(2);
  const { rows } = await chain.api.getRows(chain.id, 'loads', { offset: 0, limit: 1000 });
  const load = rows.find(({ trackingSql }) => trackingSql !== null);
  assert.ok(load !== undefined, `${rows.length} loads, none with rejected rows`);
  return load;
}

function whyOf(errors: LoadErrors): string {
  assert.ok(!errors.found);
  return errors.why.id;
}

describe('the errors of a load', function () {
  this.timeout(60_000);

  for (const profile of ['4.0', '3.2'] as const) {
    it(`are the rows that its nodes logged: ${profile}`, async () => {
      await withChain({ cluster: { profile, scenario: 'degraded' } }, async (chain) => {
        const { id, table } = await rejecting(chain);

        const errors = await chain.api.getLoadErrors(chain.id, { loadId: id });

        assert.ok(errors.found, JSON.stringify(errors));
        assert.match(errors.text, new RegExp(`^Error: Value count .* Row: \\[1,'${table ?? ''}`));
        assert.equal(errors.cut, false);
      });
    });
  }

  it('are absent for a load of which nothing is kept, also where its id ends the text of the statement', async () => {
    await withChain({}, async (chain) => {
      for (const loadId of ['1', `1' OR LABEL = '' -- "\\`]) {
        const errors = await chain.api.getLoadErrors(chain.id, { loadId });
        assert.equal(whyOf(errors), 'loadErrors.why.absent');
      }
    });
  });

  it('are not asked where the version has none, nor where no SELECT may be sent', async () => {
    await withChain({ cluster: { profile: '2.5' } }, async (chain) => {
      const errors = await chain.api.getLoadErrors(chain.id, { loadId: '1' });
      assert.equal(whyOf(errors), 'loadErrors.why.version');
    });
    await withChain({ profile: { quiet: true } }, async (chain) => {
      const errors = await chain.api.getLoadErrors(chain.id, { loadId: '1' });
      assert.equal(whyOf(errors), 'loadErrors.why.quiet');
    });
  });

  it('say with the words of the cluster why they were not told', async () => {
    await withChain({}, async (chain) => {
      await chain.disturb({
        fault: { kind: 'error', code: 1064, text: 'the log is gone' },
        target: { protocol: 'sql', match: 'load_tracking_logs' },
      });
      const errors = await chain.api.getLoadErrors(chain.id, { loadId: '1' });

      assert.equal(whyOf(errors), 'profile.why.failed');
      assert.match(JSON.stringify(errors), /the log is gone/);
    });
  });
});
