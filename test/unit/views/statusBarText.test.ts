import assert from 'node:assert/strict';
import { compareClusters, countAttention } from '../../../src/extension/views/clusterOrder';
import { chosenClusters, statusBarContent } from '../../../src/extension/views/statusBarText';
import type { ClusterSummary } from '../../../src/shared/api';
import { known, unknown } from '../../../src/shared/reading';
import { aProblem, aSummary, at, from } from './builders';

const text = (...summaries: readonly ClusterSummary[]) =>
  statusBarContent(summaries, 'en', at)?.text;

describe('statusBarContent', () => {
  it('is hidden without clusters', () => {
    assert.equal(statusBarContent([], 'en', at), undefined);
  });

  it('says the name and the compaction score behind the icon of the verdict', () => {
    assert.equal(text(aSummary({ compactionScore: known(640, from) })), '$(pass) prod 640');
  });

  it('says — and no 0 for an unknown score', () => {
    const unjudged = unknown<number>('timeout', at);

    assert.equal(
      text(aSummary({ verdict: 'unknown', compactionScore: unjudged })),
      '$(question) prod —',
    );
  });

  it('says ≥ for a score that misses a node', () => {
    const partial = known(12, from, { bound: 'lower' });

    assert.equal(text(aSummary({ compactionScore: partial })), '$(pass) prod ≥ 12');
  });

  it('does not show the last score of a silent cluster as if it were of now', () => {
    for (const state of ['stale', 'disconnected', 'paused', 'no-credentials', 'loading'] as const) {
      assert.match(text(aSummary({ state, verdict: 'unknown' })) ?? '', / prod —$/);
      assert.doesNotMatch(text(aSummary({ state })) ?? '', /\$\(pass\)/);
    }
  });

  it('colours the background for a critical cluster only, paused ones aside', () => {
    const critical = (summary: ClusterSummary) => statusBarContent([summary], 'en', at)?.critical;

    assert.equal(critical(aSummary({ verdict: 'critical' })), true);
    assert.equal(critical(aSummary({ verdict: 'warning' })), false);
    assert.equal(critical(aSummary({ verdict: 'unknown' })), false);
    assert.equal(critical(aSummary({ verdict: 'critical', state: 'paused' })), false);
  });

  it('lets no name become an icon or a cell of its own', () => {
    const content = statusBarContent([aSummary({ name: '$(error)|x' })], 'en', at);

    assert.equal(content?.text, '$(pass) \\$(error)|x 8');
    assert.match(content.tooltip, /\\\$\\\(error\\\)\\\|x/);
  });
});

describe('the tooltip of the status bar', () => {
  it('links each cluster, and its worst problem to the figures of the rule', () => {
    const problem = aProblem({ rule: 'mem.node' });
    const tooltip = statusBarContent([aSummary({ problems: [problem] })], 'en', at)?.tooltip ?? '';
    const links = [
      ...tooltip.matchAll(/\]\(command:starrocksOverview\.showClusterOverview\?([^)]+)\)/g),
    ];

    assert.deepEqual(
      links.map((match) => JSON.parse(decodeURIComponent(match[1] ?? '')) as unknown),
      [[{ clusterId: 'id-prod' }], [{ clusterId: 'id-prod', rule: 'mem.node' }]],
    );
  });

  it('lets no name end its link, or begin another', () => {
    const name = 'x](command:evil) [y';
    const tooltip = statusBarContent([aSummary({ name })], 'en', at)?.tooltip ?? '';

    assert.doesNotMatch(tooltip, /[^\\]\]\(command:evil/);
    assert.equal(tooltip.match(/[^\\]\]\(/g)?.length, 1);
  });
});

describe('chosenClusters', () => {
  it('are those of the named names and groups, all without names, whatever the setting holds', () => {
    const grouped = aSummary({ name: 'b' });
    const all = [
      aSummary({ name: 'a' }),
      { ...grouped, profile: { ...grouped.profile, group: 'staging' } },
      aSummary({ name: 'c' }),
    ];
    const chosen = (setting: unknown) =>
      chosenClusters(all, setting).map(({ profile }) => profile.name);

    assert.deepEqual(chosen(['a', 'staging', 7]), ['a', 'b']);
    assert.deepEqual(chosen([]), ['a', 'b', 'c']);
    assert.deepEqual(chosen('a'), ['a', 'b', 'c']);
  });
});

describe('compareClusters', () => {
  const order = (...summaries: readonly ClusterSummary[]) =>
    [...summaries].sort(compareClusters).map(({ profile }) => profile.name);

  it('puts critical, warning, unknown, ok, paused in this order', () => {
    assert.deepEqual(
      order(
        aSummary({ name: 'paused', state: 'paused', verdict: 'critical' }),
        aSummary({ name: 'ok' }),
        aSummary({ name: 'unknown', verdict: 'unknown' }),
        aSummary({ name: 'warning', verdict: 'warning' }),
        aSummary({ name: 'critical', verdict: 'critical' }),
      ),
      ['critical', 'warning', 'unknown', 'ok', 'paused'],
    );
  });

  it('compares scores by their share of the own limit, never by number', () => {
    const shared = { compactionScore: known(90, from), compactionLimit: 100 };
    const nothing = { compactionScore: known(500, from), compactionLimit: 1_000 };

    assert.deepEqual(
      order(aSummary({ name: 'nothing', ...nothing }), aSummary({ name: 'shared', ...shared })),
      ['shared', 'nothing'],
    );
  });
});

describe('countAttention', () => {
  it('counts open warnings and criticals, not infos and not what another problem explains', () => {
    const problems = [
      aProblem(),
      aProblem({ level: 'warning', state: 'unverified' }),
      aProblem({ level: 'info' }),
      aProblem({ level: 'warning', state: 'held' }),
    ];

    assert.equal(countAttention([aSummary({ problems }), aSummary({ name: 'b' })]), 2);
  });
});
