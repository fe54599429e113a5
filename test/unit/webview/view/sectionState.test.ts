import assert from 'node:assert/strict';
import {
  isFolded,
  widthClassOf,
  withFold,
  withHidden,
} from '../../../../src/webview/view/sectionState';
import { openProblemsOf } from '../../../../src/webview/view/sectionOfRule';
import { aProblem } from '../../views/builders';

describe('sections of the page', () => {
  it('are folded by themselves only where there is little room and nothing is wrong in them', () => {
    assert.equal(isFolded({}, 'narrow', 'nodes', false), true);
    assert.equal(isFolded({}, 'narrow', 'nodes', true), false);
    assert.equal(isFolded({}, 'medium', 'nodes', false), false);
  });

  it('are folded as the reader chose at that width, whatever else holds', () => {
    const narrow = withFold({}, 'narrow', 'nodes', false);
    const both = withFold(narrow, 'wide', 'nodes', true);
    assert.equal(isFolded(both, 'narrow', 'nodes', false), false);
    assert.equal(isFolded(both, 'wide', 'nodes', true), true);
    assert.equal(isFolded(both, 'narrow', 'slow', false), true, 'another section');
  });

  it('are hidden and brought back, each once', () => {
    const hidden = withHidden(withHidden({}, 'slow', true), 'slow', true);
    assert.deepEqual(hidden, { hidden: ['slow'] });
    assert.deepEqual(withHidden(hidden, 'slow', false), { hidden: [] });
  });

  it('have the borders of the style sheet', () => {
    assert.deepEqual([639, 640, 1179, 1180].map(widthClassOf), [
      'narrow',
      'medium',
      'medium',
      'wide',
    ]);
  });

  it('count the problems about their figures that are neither muted nor explained', () => {
    const problems = [
      aProblem(),
      aProblem({ rule: 'fe.heap', level: 'warning', state: 'unverified' }),
      aProblem({ rule: 'cpu.node', state: 'held' }),
      aProblem({ rule: 'load.failed' }),
    ];
    assert.deepEqual(
      openProblemsOf(problems, 'nodes').map(({ rule }) => rule),
      ['node.down', 'fe.heap'],
    );
  });
});
