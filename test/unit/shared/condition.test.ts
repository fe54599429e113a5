import assert from 'node:assert/strict';
import { parseCondition, seriesIn } from '../../../src/shared/condition';
import { renderPhrase } from '../../../src/shared/format';
import { readOwnRules, rulesFor } from '../../../src/shared/ownRules';

const parsed = (text: string) => {
  const result = parseCondition(text);
  assert.ok(result.ok, result.ok ? '' : renderPhrase(result.problem));
  return result.condition;
};
const problem = (text: string) => {
  const result = parseCondition(text);
  assert.ok(!result.ok, text);
  return renderPhrase(result.problem);
};

describe('parseCondition', () => {
  it('knows precedence, signs, parentheses and windows', () => {
    const { left, comparison, right } = parsed(
      '-query.qps + 2*(query.rps - 1) / 4 >= .5'.replace(' .5', ' 0.5'),
    );
    assert.deepEqual(left, {
      kind: 'arithmetic',
      operator: '+',
      left: { kind: 'negative', of: { kind: 'series', series: 'query.qps' } },
      right: {
        kind: 'arithmetic',
        operator: '/',
        left: {
          kind: 'arithmetic',
          operator: '*',
          left: { kind: 'number', value: 2 },
          right: {
            kind: 'arithmetic',
            operator: '-',
            left: { kind: 'series', series: 'query.rps' },
            right: { kind: 'number', value: 1 },
          },
        },
        right: { kind: 'number', value: 4 },
      },
    });
    assert.deepEqual([comparison, right], ['>=', { kind: 'number', value: 0.5 }]);
    assert.deepEqual(parsed('avg(be.mem,10m)>85').left, {
      kind: 'window',
      of: 'avg',
      series: 'be.mem',
      windowMs: 600_000,
    });
    assert.deepEqual(parsed('1 < query.qps').right, { kind: 'series', series: 'query.qps' });
  });

  it('is judged where its series are', () => {
    assert.equal(parsed('query.qps > 1').scope, 'cluster');
    assert.equal(parsed('fe.heap > conn.total').scope, 'fe');
    assert.equal(parsed('be.cpu - cpu.avg > 40').scope, 'compute');
    assert.deepEqual(seriesIn(parsed('be.cpu - cpu.avg > -cpu.avg')), ['be.cpu', 'cpu.avg']);
  });

  it('says what is wrong, and where', () => {
    assert.match(
      problem('query.errorRate > 0.05'),
      /no series "query\.errorRate"\. There are .*query\.qps/,
    );
    assert.match(problem('drop > 1'), /no series "drop"/);
    assert.match(problem('query.qps'), /compares nothing/);
    assert.match(problem('query.qps >'), /ends where/);
    assert.match(problem('query.qps > 1 > 2'), /">" is not expected/);
    assert.match(problem('query.qps query.rps > 1'), /"query\.rps" is not expected/);
    assert.match(problem('(query.qps > 1'), /\) is expected, not ">"/);
    assert.match(problem('query.qps; > 1'), /"; > 1" is not expected/);
    assert.match(problem('2 > 1'), /names no series/);
    assert.match(problem('fe.heap > be.mem'), /mixes series/);
    assert.match(problem('avg(query.qps, 2h) > 1'), /from 1m to 1h/);
    assert.match(problem('avg(query.qps, 5) > 1'), /from 1m to 1h/);
    assert.match(problem('count(be.mem, 5m) > 1'), /be\.mem is none/);
    assert.match(problem(''), /ends where/);
    assert.match(problem(`${'('.repeat(301)}query.qps > 1`), /at most 300/);
    assert.match(problem('constructor > 1'), /no series "constructor"/);
  });
});

describe('readOwnRules', () => {
  const good = { title: ' Many loads ', warning: 'load.running > 50' };

  it('leaves out what is wrong, names each once, and keeps the others', () => {
    const { rules, problems } = readOwnRules([
      good,
      7,
      { title: 'Nothing' },
      { title: 'Wrong', critical: 'load.runing > 50' },
      { title: 'Long', warning: 'load.running > 50', forMinutes: 90 },
      { title: 'Text', warning: 50 },
      { title: 'Where', warning: 'load.running > 50', clusters: 'prod' },
    ]);
    assert.deepEqual(rules, [{ ...good, title: 'Many loads' }]);
    const texts = problems.map((each) => renderPhrase(each));
    assert.deepEqual(
      texts.map((text) => /rule "(\w+)"/.exec(text)?.[1]),
      ['2', 'Nothing', 'Wrong', 'Long', 'Text', 'Where'],
    );
    assert.match(texts[2] ?? '', /no series "load\.runing"\. There are load\.rows/);
  });

  it('knows no rules where there is no list', () => {
    assert.deepEqual(readOwnRules(undefined), { rules: [], problems: [] });
    assert.equal(readOwnRules({}).problems.length, 1);
  });

  it('gives a cluster those that name it or none, and of two of one title the later', () => {
    const { rules } = readOwnRules([
      good,
      { title: 'Other', warning: 'query.qps > 1', clusters: ['test'] },
      { ...good, warning: 'load.running > 60' },
    ]);
    assert.deepEqual(
      rulesFor('prod', rules).map(({ warning }) => warning),
      ['load.running > 60'],
    );
    assert.equal(rulesFor('test', rules).length, 2);
  });
});
