import assert from 'node:assert/strict';
import type { ChartModel } from '../../../../src/webview/charts/chartModel';
import { selectedRange } from '../../../../src/webview/charts/selection';

const model: ChartModel = {
  from: 0,
  to: 600,
  lines: [
    {
      series: 'query.qps',
      label: 'panel.chart.qps',
      colour: 'blue',
      from: 0,
      stepMs: 10,
      values: [],
    },
  ],
  gaps: [],
  someMissing: [],
  partial: [],
  thresholds: [],
  events: [],
};

describe('a stretch marked in a chart', () => {
  const marked = (anchor: number, head: number) =>
    selectedRange(model, { chart: 'qps', anchor, head });

  it('covers whole buckets, whichever way it was drawn', () => {
    assert.deepEqual(marked(103, 157), { from: 100, to: 160 });
    assert.deepEqual(marked(157, 103), { from: 100, to: 160 });
  });

  it('is none for a click, and stays inside the chart', () => {
    assert.equal(marked(103, 112), undefined);
    assert.deepEqual(marked(580, 600), undefined);
    assert.deepEqual(marked(-5, 999), { from: 0, to: 600 });
  });
});
