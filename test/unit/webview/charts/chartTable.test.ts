import assert from 'node:assert/strict';
import type { ChartLine, ChartModel } from '../../../../src/webview/charts/chartModel';
import { chartCsv, chartRows } from '../../../../src/webview/charts/chartTable';

const begin = Date.UTC(2026, 2, 3, 2, 0, 0);
const stepMs = 60_000;

const line = (
  series: ChartLine['series'],
  values: ChartLine['values'],
  from = begin,
): ChartLine => ({
  series,
  label: 'panel.chart.qps',
  colour: 'blue',
  from,
  stepMs,
  values,
});

function aModel(lines: readonly ChartLine[]): ChartModel {
  return {
    from: begin,
    to: begin + 3 * stepMs,
    lines,
    gaps: [[begin + stepMs, begin + 2 * stepMs, 'not-recorded']],
    someMissing: [[begin + 2 * stepMs, begin + 3 * stepMs, 'denied']],
    partial: [],
    thresholds: [],
    events: [],
  };
}

describe('the table of a chart', () => {
  const model = aModel([line('query.p99', [12.5, null, 14]), line('query.p75', [3, null, null])]);

  it('has a row for each bucket, newest first, with why not all is known', () => {
    assert.deepEqual(chartRows(model), [
      { at: begin + 2 * stepMs, values: [14, null], why: 'denied' },
      { at: begin + stepMs, values: [null, null], why: 'not-recorded' },
      { at: begin, values: [12.5, 3], why: null },
    ]);
  });

  it('puts yesterday beside today though its buckets lie a little off', () => {
    const rows = chartRows(
      aModel([line('query.qps', [1, 2]), line('query.qps', [5, 6], begin + 20_000)]),
    );
    assert.deepEqual(
      rows.map(({ values }) => values),
      [
        [2, 6],
        [1, 5],
      ],
    );
  });

  it('is CSV with quoted names, empty cells for the unknown and their reason', () => {
    assert.equal(
      chartCsv(model, ['p99, "worst"', 'p75'], 'unknown because'),
      'time,"p99, ""worst""",p75,unknown because\r\n' +
        '2026-03-03T02:00:00.000Z,12.5,3,\r\n' +
        '2026-03-03T02:01:00.000Z,,,not-recorded\r\n' +
        '2026-03-03T02:02:00.000Z,14,,denied\r\n',
    );
  });

  it('is empty without lines', () => {
    assert.deepEqual(chartRows(aModel([])), []);
  });
});
