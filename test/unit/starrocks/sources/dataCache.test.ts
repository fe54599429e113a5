import assert from 'node:assert/strict';
import { dataCache } from '../../../../src/extension/starrocks/sources/dataCache';

function read(...lines: readonly string[]): unknown {
  const reader = dataCache.open();
  lines.forEach(reader.line);
  return reader.finish().value;
}

describe('dataCache', () => {
  it('reads the last minute, however the JSON is broken into lines', () => {
    const lines = [
      '{"hit_bytes": 900, "miss_bytes": 5,',
      '"hit_rate": 0.99, "hit_bytes_last_minute":',
    ];
    assert.deepEqual(read(...lines, '12, "miss_bytes_last_minute": 4}'), {
      hitBytes: 12,
      missBytes: 4,
    });
  });

  it('refuses what is cut short, is no object, lacks a figure, or has one below 0', () => {
    for (const text of [
      '{"hit_bytes_last_minute": 12, "miss_bytes',
      '[12, 4]',
      'null',
      '<html>404</html>',
      '{"hit_bytes_last_minute": 12}',
      '{"hit_bytes_last_minute": -1, "miss_bytes_last_minute": 0}',
      '{"hit_bytes_last_minute": "12", "miss_bytes_last_minute": 0}',
    ]) {
      assert.throws(() => read(text), { name: 'MalformedAnswer' }, text);
    }
  });
});
