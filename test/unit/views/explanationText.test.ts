import assert from 'node:assert/strict';
import { explanationText } from '../../../src/extension/views/explanationText';
import type { Explanation } from '../../../src/shared/api';

const context = { cluster: 'prod', now: 1_750_000_060_000, locale: 'en', notes: {} } as const;
const explanation: Explanation = {
  source: 'queue',
  asked: 'SHOW RUNNING QUERIES',
  form: 'show',
  askedAt: 1_750_000_000_000,
  tookMs: 12,
  rows: 3,
};

describe('explanationText', () => {
  it('tells the statement, how it went, on what it rests and what uses it', () => {
    const text = explanationText(
      {
        ...explanation,
        coverage: { have: 2, of: 3, missing: ['fe:fe-3:9010'] },
        answer: '[{"queryId": "q1"}]',
      },
      context,
    );

    assert.match(text, /```sql\nSHOW RUNNING QUERIES\n```/);
    for (const words of [
      /took 12 ms/,
      /`show`/,
      /3 rows/,
      /2 of 3 nodes/,
      /`queryQueue`/,
      /"q1"/,
    ]) {
      assert.match(text, words);
    }
  });

  it('tells the formula of each figure that comes from the source, and when it is unknown', () => {
    const formula = 'Queries that wait.';
    const notes = {
      'queryQueue.waiting': { formula, sources: ['feMetrics', 'queue'], unknown: ['no-traffic'] },
      'queryQueue.admitted': { formula: 'Others.', sources: ['feMetrics'], unknown: [] },
    };
    const text = explanationText(explanation, { ...context, notes });

    assert.match(text, /- `queryQueue\.waiting`: Queries that wait\. .*no traffic to measure/);
    assert.doesNotMatch(text, /admitted/);
    const chinese = explanationText(explanation, { ...context, notes, locale: 'zh-cn' });
    assert.match(chinese, /`queryQueue\.waiting`: Queries that wait\. 以下情况也会未知/);
  });

  it('tells of a failure in the words of the cluster', () => {
    const { rows: _rows, ...failed } = explanation;
    const text = explanationText({ ...failed, why: 'timeout', message: 'no answer' }, context);

    assert.match(text, /No usable answer/);
    assert.match(text, /```\nno answer\n```/);
    assert.doesNotMatch(text, /last answer/);
  });

  it('lets no text of a cluster end its fence, or be markup', () => {
    const text = explanationText(
      { ...explanation, node: 'fe:[x](command:evil):9010', answer: '````\n[x](command:evil)' },
      { ...context, cluster: '**bold** <img src=x>' },
    );

    assert.match(text, /`````json\n````\n\[x\]\(command:evil\)\n`````/);
    assert.match(text, /^# \\\*\\\*bold\\\*\\\* \\<img/);
    assert.match(text, /\\\[x\\\]\\\(command\\:evil\\\)/);
  });
});
