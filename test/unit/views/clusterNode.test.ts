import assert from 'node:assert/strict';
import { clusterNode, invalidNode } from '../../../src/extension/views/clusterNode';
import { known, unknown } from '../../../src/shared/reading';
import { aProblem, aSummary, at, from } from './builders';

describe('clusterNode', () => {
  it('says the state in words, the score, and the worst problem', () => {
    const node = clusterNode(
      aSummary({ verdict: 'critical', score: known(65, from), problems: [aProblem()] }),
      'en',
      at,
    );

    assert.equal(node.description, 'Critical · 65 · cn1 is down');
    assert.equal(node.look.icon, 'error');
    assert.equal(node.context, 'cluster:live');
  });

  it('says — for an unknown score and is never green then', () => {
    const node = clusterNode(
      aSummary({ verdict: 'unknown', score: unknown('unreachable', at) }),
      'en',
      at,
    );

    assert.equal(node.description, 'Unknown · —');
    assert.equal(node.look.icon, 'question');
  });

  it('says in its tooltip what the user may not see', () => {
    const limited = {
      needs: 'operate',
      sources: ['sessions'],
      modules: ['sessions'],
      statements: [],
      alsoAllows: [{ id: 'grants.alsoAllows.operate', args: {} }],
    } as const;

    assert.match(
      clusterNode(aSummary({ limitations: [limited] }), 'en', at).tooltip(),
      /^Limited\\: the sessions\\\.$/m,
    );
    assert.doesNotMatch(clusterNode(aSummary(), 'en', at).tooltip(), /Limited/);
  });

  it('follows the grammar of the context menus', () => {
    const context = (patch: Parameters<typeof aSummary>[0]) =>
      clusterNode(aSummary(patch), 'en', at).context;

    assert.equal(context({ state: 'paused' }), 'cluster:paused');
    assert.equal(context({ state: 'stale' }), 'cluster:live');
    assert.equal(context({ state: 'no-credentials' }), 'cluster:locked');
    assert.equal(context({ demo: true }), 'cluster:demo:live');
    assert.equal(context({ demo: true, state: 'paused' }), 'cluster:demo:paused');
  });

  it('escapes the name and the words of the cluster in the tooltip', () => {
    const message = '[log in](command:evil) <b>now</b>';
    const summary = aSummary({ name: '**x**', state: 'disconnected', message });
    const tooltip = clusterNode(summary, 'en', at).tooltip();

    assert.ok(!tooltip.includes('**x**') && tooltip.includes('\\*\\*x\\*\\*'));
    assert.doesNotMatch(tooltip, /\]\(command:|<b>/);
  });
});

describe('invalidNode', () => {
  it('names the entry and its error', () => {
    const message = { id: 'host.profile.missing', args: { field: 'user' } } as const;

    assert.equal(invalidNode({ index: 1, raw: { name: 'broken' }, message }, 'en').label, 'broken');
    const unnamed = invalidNode({ index: 1, raw: 7, message }, 'en');
    assert.equal(unnamed.label, 'Entry 2 of the settings');
    assert.equal(unnamed.description, '"user" is missing.');
  });
});
