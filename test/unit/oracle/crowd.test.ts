/** What a cluster costs does not grow with it, and what is told of it stays true. */
import * as assert from 'node:assert/strict';
import type { DemoClusterOptions } from '../../../src/demo/demoCluster';
import type { ClusterState } from '../../../src/demo/truth';
import type { ExtendedOverview } from '../../../src/shared/model/extendedOverview';
import type { Reading } from '../../../src/shared/reading';
import { Chain } from './support/chain';

const crowd = { databases: 2000, tables: 100_000, sessions: 5000, loads: 10_000 };
const rounds = 12;

describe('a cluster with 100,000 tables in 2,000 databases, 5,000 sessions and 10,000 loads', function () {
  this.timeout(300_000);

  it('is asked as a small one is, and its numbers are its own', async () => {
    const small = await watched({}, ({ statements }) => statements);
    const large = await watched({ situation: { crowd } }, ({ statements, overview, stateOf }) => {
      const dataStatistics = valueOf(overview.modules.dataStatistics);
      const tables = stateOf('metadata').tables.filter(({ kind }) => kind === 'table');
      assert.equal(valueOf(dataStatistics.tables), tables.length);
      assert.ok(tables.length > crowd.tables);
      const sessions = valueOf(overview.modules.sessions);
      const foreign = stateOf('sessions').frontends.flatMap((frontend) =>
        frontend.sessions.filter(({ real }) => !real),
      );
      assert.equal(valueOf(sessions.total), foreign.length);
      // Some of them have left since.
      assert.ok(foreign.length > 0.9 * crowd.sessions);
      // Of a list that is cut the newest are known, and that there are more.
      const { finished } = valueOf(overview.modules.loads);
      assert.equal(finished.known && finished.bound, 'lower');
      assert.ok(valueOf(finished) > 1000);
      return statements;
    });

    // Under load an answer may come too late, and another form be tried once.
    assert.ok(large <= 1.3 * small, `${large} statements instead of ${small}`);
  });
});

type Watched = {
  readonly overview: ExtendedOverview;
  /** How many were sent. */
  readonly statements: number;
  /** The cluster as it was when the source answered last. */
  readonly stateOf: (source: string) => ClusterState;
};

async function watched<T>(cluster: DemoClusterOptions, tell: (watched: Watched) => T): Promise<T> {
  const chain = await Chain.start({ cluster, visible: true });
  try {
    await chain.rounds(rounds);
    const { sights, own } = await chain.situation();
    const overview = await chain.api.getExtendedOverview(chain.id, {});
    return tell({
      overview,
      statements: own.length,
      stateOf(source) {
        const state = sights.get(source)?.at(-1)?.states.at(-1);
        assert.ok(state, `${source} has not answered`);
        return state;
      },
    });
  } finally {
    await chain.stop();
  }
}

function valueOf<T>(reading: Reading<T> | undefined): T {
  assert.ok(reading?.known, JSON.stringify(reading));
  return reading.value;
}
