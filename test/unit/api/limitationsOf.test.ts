/** What each user of the demo cluster may not see, through the whole chain. */
import assert from 'node:assert/strict';
import { liveModuleIds, type OverviewHeader } from '../../../src/shared/model/extendedOverview';
import type { Limitation } from '../../../src/shared/model/limitation';
import { Chain } from '../oracle/support/chain';
import type { ChainOptions } from '../oracle/support/chain';

type Case = Pick<ChainOptions, 'httpOff'> & {
  readonly profile: '4.0' | '3.2';
  readonly user: string;
  readonly expected: readonly Pick<Limitation, 'needs' | 'modules'>[];
};

const withoutOperate = [
  'kpis',
  'nodes',
  'compaction',
  'sessions',
  'runningQueries',
  'transactions',
  'schemaChanges',
  'tabletHealth',
  'capacity',
  'slowQueries',
  'queryTop',
  'warehouses',
] as const;
/** Nothing is known of a node that is not listed. */
const withoutNode = liveModuleIds.filter(
  (id) => id !== 'materializedViews' && id !== 'collectorCost',
);
const views = {
  needs: 'rows',
  modules: ['materializedViews', 'dataStatistics', 'capacity'],
} as const;
/** Who has no right on any warehouse. */
const rowsAndWarehouses = {
  needs: 'rows',
  modules: ['compaction', 'materializedViews', 'dataStatistics', 'capacity', 'warehouses'],
} as const;
const viewsAndWarehouses = {
  needs: 'rows',
  modules: ['materializedViews', 'dataStatistics', 'capacity', 'warehouses'],
} as const;
const rows = {
  needs: 'rows',
  modules: ['compaction', 'materializedViews', 'dataStatistics', 'capacity'],
} as const;

const cases: readonly Case[] = [
  { profile: '4.0', user: 'root', expected: [] },
  { profile: '4.0', user: 'monitor', expected: [] },
  {
    profile: '4.0',
    user: 'node_only',
    expected: [{ needs: 'operate', modules: withoutOperate }, rows],
  },
  {
    profile: '4.0',
    user: 'nobody',
    expected: [{ needs: 'operate', modules: withoutNode }, rowsAndWarehouses],
  },
  { profile: '3.2', user: 'root', expected: [] },
  { profile: '3.2', user: 'monitor', expected: [] },
  {
    profile: '3.2',
    user: 'node_only',
    expected: [{ needs: 'operate', modules: withoutOperate }, views],
  },
  {
    profile: '3.2',
    user: 'nobody',
    expected: [{ needs: 'operate', modules: withoutNode }, viewsAndWarehouses],
  },
  {
    profile: '4.0',
    user: 'node_only',
    httpOff: true,
    expected: [
      {
        needs: 'operate',
        // Metrics by SQL want OPERATE as well; nodes themselves are listed.
        modules: withoutNode.filter((id) => id !== 'health'),
      },
      rows,
    ],
  },
];

describe('limitations of a cluster', function () {
  this.timeout(60_000);

  for (const { profile, user, expected, ...options } of cases) {
    const mode = options.httpOff === true ? ' by SQL only' : '';
    it(`of ${user} on ${profile}${mode} name every module that has a denied reading`, async () => {
      const chain = await Chain.start({ cluster: { profile }, user, ...options });
      try {
        await chain.rounds(1);
        const { header, modules } = (await chain.overview()).overview;
        const found = header.limitations ?? [];

        assert.deepEqual(
          found.map(({ needs, modules: limited }) => ({ needs, modules: limited })),
          expected,
        );
        for (const [id, module] of Object.entries(modules)) {
          const kept = found
            .filter((each) => each.modules.some((limited) => limited === id))
            .flatMap(({ sources }) => sources as readonly string[]);
          const denied = deniedSources(module, header);
          assert.deepEqual(
            denied.filter((source) => !kept.includes(source)),
            [],
            id,
          );
        }
      } finally {
        await chain.stop();
      }
    });
  }

  it('begin with a denial and end with the next answer, whatever was probed at connect', async () => {
    const chain = await Chain.start();
    const limited = async () => {
      const { header } = (await chain.overview()).overview;
      return header.limitations?.flatMap(({ sources }) => sources);
    };
    try {
      assert.equal(await limited(), undefined);
      await chain.disturb({
        fault: { kind: 'deny' },
        target: { match: 'global_current_queries', times: 1 },
      });
      await chain.rounds(2);
      assert.deepEqual(await limited(), ['runningQueries']);
      await chain.rounds(2);
      assert.equal(await limited(), undefined);
    } finally {
      await chain.stop();
    }
  });
});

/** Sources of the denied readings anywhere in a model; what is not asked of this cluster left out. */
function deniedSources(value: unknown, header: OverviewHeader): readonly string[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  const { known, why, source } = value as Readonly<Record<string, unknown>>;
  if (known === false) {
    const isAsked = header.sources.some((each) => each.source === source && each.state !== 'off');
    return why === 'denied' && isAsked ? [String(source)] : [];
  }
  return Object.values(value).flatMap((part) => deniedSources(part, header));
}
