import assert from 'node:assert/strict';
import {
  formatBytes,
  formatCompact,
  formatAge,
  formatDuration,
  formatNumber,
  formatPercent,
  localeOf,
  renderPhrase,
} from '../../../src/shared/format';
import { phrase } from '../../../src/shared/phrase';

const table = <T>(format: (value: T) => string, rows: readonly (readonly [T, string])[]) => {
  for (const [value, text] of rows) {
    assert.equal(format(value), text);
  }
};

describe('numbers for people', () => {
  it('have about four digits, grouping and a real minus', () => {
    table(
      (n: number) => formatNumber(n),
      [
        [1284, '1,284'],
        [0, '0'],
        [0.834, '0.83'],
        [0.0123, '0.012'],
        [12.34, '12.3'],
        [-5, '−5'],
      ],
    );
    table(
      (n: number) => formatCompact(n),
      [
        [9502, '9,502'],
        [18_600, '18.6 k'],
        [186_000, '186 k'],
        [2_100_000, '2.1 M'],
      ],
    );
  });

  it('count bytes by 1024 with the words of SHOW', () => {
    table(
      (n: number) => formatBytes(n),
      [
        [512, '512 B'],
        [1024, '1 KB'],
        [1536 * 1024, '1.5 MB'],
        [64 * 1024 ** 3, '64 GB'],
        [5 * 1024 ** 5, '5,120 TB'],
      ],
    );
  });

  it('shows ages in whole seconds, none below zero', () => {
    table(
      (ms: number) => formatAge(ms),
      [
        [-5, '0 s'],
        [999, '0 s'],
        [3_790, '3 s'],
        [93_900, '1 m 33 s'],
      ],
    );
  });

  it('show durations in two units at most', () => {
    table(
      (ms: number) => formatDuration(ms),
      [
        [850, '850 ms'],
        [1_840, '1.84 s'],
        [42_000, '42 s'],
        [252_000, '4 m 12 s'],
        [300_000, '5 m'],
        [7_500_000, '2 h 5 m'],
        [273_600_000, '3 d 4 h'],
      ],
    );
  });

  it('show percent without a space', () => {
    table(
      (n: number) => formatPercent(n),
      [
        [71.4, '71%'],
        [2.04, '2%'],
        [2.54, '2.5%'],
        [99.4, '99%'],
        [99.6, '99.6%'],
        [99.999, '99.99%'],
        [100, '100%'],
      ],
    );
  });
});

describe('phrases', () => {
  it('keep units until they are rendered, and hold other phrases', () => {
    const inner = phrase('health.cpu.evidence', {
      p: { percent: 97 },
      d: { ms: 300_000 },
      mark: { percent: 90 },
    });
    const outer = phrase('health.sentences', { a: inner, b: phrase('health.noLeader') });
    assert.equal(
      renderPhrase(outer),
      'At least 97% for 5 m (warning from 90%). No frontend says it is the leader.',
    );
    assert.match(renderPhrase(outer, 'zh-cn'), /97%.*5 m.*没有 FE/);
  });

  it('show text of the cluster as it is: neither markup nor placeholders are read in it', () => {
    const text = '<b>{title}</b> $& {a}';
    assert.equal(renderPhrase(phrase('text.verbatim', { text })), text);
  });

  it('read Chinese for any Chinese locale, English otherwise', () => {
    assert.deepEqual(['zh-cn', 'zh-TW', 'en', 'de'].map(localeOf), ['zh-cn', 'zh-cn', 'en', 'en']);
  });
});
