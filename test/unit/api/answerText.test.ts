import assert from 'node:assert/strict';
import { answerText } from '../../../src/extension/api/answerText';

describe('answerText', () => {
  it('leaves out literals of statements, wherever they stand', () => {
    const text = answerText([
      {
        user: 'alice',
        sql: "SELECT * FROM t WHERE card = '4111-1111'",
        errorMessage: "bad 'x-99'",
      },
      { queries: new Map([['q1', { statement: 'insert into t values (4711)' }]]) },
    ]);

    assert.doesNotMatch(text, /4111|x-99|4711/);
    assert.match(text, /"user": "alice"/);
    assert.match(text, /select \* from t where card = \?/);
    assert.match(text, /"q1"/);
  });

  it('is bounded, however much was answered', () => {
    const rows = Array.from({ length: 100_000 }, (_, n) => ({ name: `table ${n}`, rows: n }));
    assert.ok(answerText({ rows, groups: rows }).length < 9_000);
    assert.doesNotMatch(answerText(rows), /table 20"/);
    assert.match(answerText('x'.repeat(20_000)), /…$/);
  });

  it('tells what is not known as such', () => {
    assert.equal(answerText({ limit: null }), '{\n  "limit": null\n}');
  });
});
