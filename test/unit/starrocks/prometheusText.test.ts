import assert from 'node:assert/strict';
import { MetricsReader, MetricsText } from '../../../src/extension/starrocks/prometheusText';

function read(lines: readonly string[], ...wanted: string[]): MetricsText {
  const text = new MetricsText(new Set(wanted));
  lines.forEach((line) => text.line(line));
  return text;
}

describe('MetricsText', () => {
  it('reads labels joined by comma and space, or by a comma alone', () => {
    const text = read(['a{k="v", k2="v2"} 1', 'a{status="failed",type="clone"} 2'], 'a');

    assert.deepEqual(text.samples('a'), [
      { labels: { k: 'v', k2: 'v2' }, value: 1 },
      { labels: { status: 'failed', type: 'clone' }, value: 2 },
    ]);
  });

  it('survives label values that nobody escaped', () => {
    const text = read(['a{user="o"neil} \\ x", db="a=b, c"} 7', 'a{user=""} 8'], 'a');

    assert.deepEqual(text.samples('a'), [
      { labels: { user: 'o"neil} \\ x', db: 'a=b, c' }, value: 7 },
      { labels: { user: '' }, value: 8 },
    ]);
  });

  it('reads the numbers of Java and C++', () => {
    const numbers = ['1.2345678E7', '1.0E-4', '0.000000', '5120334', '12.5'];
    const text = read(
      numbers.map((n) => `a ${n}`),
      'a',
    );

    assert.deepEqual(
      text.samples('a').map(({ value }) => value),
      [12_345_678, 0.0001, 0, 5_120_334, 12.5],
    );
    assert.ok(Number.isNaN(read(['a NaN'], 'a').samples('a')[0]?.value));
  });

  it('collects series of one name wherever they are, and skips what is not wanted', () => {
    const text = read(
      ['# HELP  a text', '# TYPE  a gauge', 'a{x="1"} 1', 'b 2', 'a{x="2"} 3', ''],
      'a',
    );

    assert.equal(text.samples('a').length, 2);
    assert.deepEqual(text.samples('b'), []);
    assert.equal(text.sampleLines, 3);
    assert.equal(text.badLines, 0);
  });

  it('counts lines it cannot read and goes on', () => {
    const text = read(['a', 'a{x="1" 2', 'a{x=1} 2', 'a twelve', '<html>', 'a 12abc', 'a 5'], 'a');

    assert.deepEqual(text.samples('a'), [{ labels: {}, value: 5 }]);
    assert.equal(text.badLines, 6);
  });
});

describe('MetricsReader', () => {
  it('tells absent from unusable', () => {
    const reader = new MetricsReader(
      read(['nan NaN', 'minus -1', 'good 3'], 'nan', 'minus', 'good'),
    );

    assert.equal(reader.value('absent', 'absent'), null);
    assert.equal(reader.value('nan', 'nan'), null);
    assert.equal(reader.value('minus', 'minus'), null);
    assert.equal(reader.value('good', 'good'), 3);
    assert.deepEqual(reader.unusable, ['nan', 'minus']);
  });

  it('sums what has the labels, and nothing when a part is unusable', () => {
    const lines = [
      'job{job="alter", type="A"} 1',
      'job{job="alter", type="B"} 2',
      'job{job="load"} 9',
    ];
    const reader = new MetricsReader(
      read([...lines, 'bad{x="1"} 1', 'bad{x="2"} NaN'], 'job', 'bad'),
    );

    assert.equal(reader.sum('alter', 'job', { job: 'alter' }), 3);
    assert.equal(reader.sum('none', 'job', { job: 'x' }), null);
    assert.equal(reader.sum('bad', 'bad'), null);
    assert.deepEqual(reader.unusable, ['bad']);
  });
});
