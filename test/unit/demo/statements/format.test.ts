import assert from 'node:assert/strict';
import { javaDouble, sizeS1, sizeS3, sizeSP } from '../../../../src/demo/statements/format';
import { likeMatcher } from '../../../../src/demo/statements/shows';

describe('formats of SHOW results', () => {
  it('print sizes in the three ways of StarRocks', () => {
    assert.equal(sizeS3(0), '0.000 B');
    assert.equal(sizeS3(5 * 1024 ** 5), '5120.000 TB');
    assert.equal(sizeSP(56.25 * 1024 ** 3), '56.250GB');
    assert.equal(sizeS1(4096), '4KB');
    assert.equal(sizeS1(1.2 * 1024 ** 3), '1.2GB');
    assert.equal(sizeS1(0), '0B');
  });

  it('print doubles as Java does', () => {
    assert.deepEqual([0, 12.5, 12_345_678, 0.0001, NaN, 512_033_498.712].map(javaDouble), [
      '0.0',
      '12.5',
      '1.2345678E7',
      '1.0E-4',
      'NaN',
      '5.12033498712E8',
    ]);
  });

  it('match LIKE patterns', () => {
    assert.ok(likeMatcher('lake_%', false)('lake_compaction_max_tasks'));
    assert.ok(likeMatcher('run\\_mode', false)('run_mode'));
    assert.ok(!likeMatcher('run\\_mode', false)('runXmode'));
    assert.ok(!likeMatcher('run_mode', false)('run_mode2'));
  });
});
