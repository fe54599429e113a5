/** What a cluster costs does not grow with it, and what is told of it stays true. */
import * as assert from 'node:assert/strict';
import type { DemoClusterOptions } from '../../../src/demo/demoCluster';
import type { ExtendedOverview } from '../../../src/shared/model/extendedOverview';
import type { Reading } from '../../../src/shared/reading';
import { Chain } from './support/chain';

const crowd = { databases: 2000, tables: 100_000, sessions: 5000, loads: 10_000 };
const rounds = 12;

describe('a cluster with 100,000 tables in 2,000 databases, 5,000 sessions and 10,000 loads', function () {
  this.timeout(300_000);

  it('is asked as a small one is, and its numbers are its own', async () => {
    const small = await watched({}, ({ control, user }) => statementsOf(control, user));
    const large = await watched({ situation: { crowd } }, async ({ control, user, overview }) => {
      const truth = await control.truth();
      const dataStatistics = valueOf(overview.modules.dataStatistics);
      const sessions = valueOf(overview.modules.sessions);
      const loads = valueOf(overview.modules.loads);
      const tables = truth.tables.filter(({ kind }) => kind === 'table');
      assert.equal(valueOf(dataStatistics.tables), tables.length);
      assert.ok(tables.length > crowd.tables);
      assert.equal(valueOf(dataStatistics.existing), truth.tables.length);
      const foreign = truth.frontends.flatMap((fe) => fe.sessions.filter(({ real }) => !real));
      assert.equal(valueOf(sessions.total), foreign.length);
      // Some of them have left since.
      assert.ok(foreign.length > 0.9 * crowd.sessions);
      // Of a list that is cut the newest are known, and that there are more.
      assert.equal(loads.finished.known && loads.finished.bound, 'lower');
      assert.ok(valueOf(loads.finished) > 1000);
      return statementsOf(control, user);
    });

    // Under load an answer may come too late, and another form be tried once.
    assert.ok(large <= 1.3 * small, `${large} statements instead of ${small}`);
  });
});

type Watched = {
  readonly control: Chain['control'];
  readonly user: string;
  readonly overview: ExtendedOverview;
};

async function watched<T>(
  cluster: DemoClusterOptions,
  tell: (watched: Watched) => Promise<T>,
): Promise<T> {
  const chain = await Chain.start({ cluster, visible: true });
  try {
    await chain.rounds(rounds);
    const { user } = await chain.situation();
    const overview = await chain.api.getExtendedOverview(chain.id, {});
    return await tell({ control: chain.control, user: user.name, overview });
  } finally {
    await chain.stop();
  }
}

async function statementsOf(control: Chain['control'], user: string): Promise<number> {
  const log = await control.log();
  return log.filter((entry) => entry.protocol === 'sql' && entry.user === user).length;
}

function valueOf<T>(reading: Reading<T> | undefined): T {
  assert.ok(reading?.known, JSON.stringify(reading));
  return reading.value;
}
