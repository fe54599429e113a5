import assert from 'node:assert/strict';
import { emptyEvaluatorState } from '../../../src/extension/alerts/evaluatorState';
import { pageOf } from '../../../src/extension/overview/pageOf';
import { tableRows } from '../../../src/extension/overview/tableRows';
import { unknown } from '../../../src/shared/reading';
import { beMetricsOf, FakeHistory, got, inputOf, sharedNothing, start } from './builders';

describe('the parts of a node’s memory', () => {
  const input = inputOf(sharedNothing(2), start, new FakeHistory());
  const [first = '', second = ''] = input.beMetrics.keys();

  it('follow the whole, the largest first, and are never summed', () => {
    const memory = { load: 5, query: 30, datacache: 10 };
    const beMetrics = new Map([
      [first, got(beMetricsOf({ processMemBytes: 100, memory }), start, 'beMetrics')],
      [second, unknown('timeout', start)],
    ]);
    const rows = tableRows({ ...input, beMetrics }, emptyEvaluatorState, 'memoryParts');
    assert.deepEqual(
      rows.map(({ node, part, bytes }) => [node, part, bytes]),
      [
        [first, 'process', 100],
        [first, 'query', 30],
        [first, 'datacache', 10],
        [first, 'load', 5],
      ],
    );
  });

  it('are unknown, not none, while no node answers', () => {
    const beMetrics = new Map([[first, unknown('timeout', start)]]);
    assert.throws(
      () => tableRows({ ...input, beMetrics }, emptyEvaluatorState, 'memoryParts'),
      /unknown/,
    );
  });

  it('are paged for one node alone', () => {
    const rows = tableRows(input, emptyEvaluatorState, 'memoryParts');
    const page = pageOf(rows, { offset: 0, limit: 1, node: second });
    assert.deepEqual([page.total, page.rows[0]?.node], [1, second]);
    assert.equal(pageOf(rows, { offset: 0, limit: 10 }).total, 2);
  });
});
