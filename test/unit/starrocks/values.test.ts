import assert from 'node:assert/strict';
import {
  booleanOf,
  bytesOf,
  countOf,
  dataCacheOf,
  known,
  numberOf,
  percentOf,
  positiveBytesOf,
  positiveOf,
  rowsOf,
  secondsToMs,
  sessionTime,
  wallClockMs,
} from '../../../src/extension/starrocks/values';

const unknownTexts = [null, '', '\\N', 'NULL', 'null', 'N/A', '-'];
const readers = {
  booleanOf,
  bytesOf,
  countOf,
  dataCacheOf,
  known,
  numberOf,
  percentOf,
  positiveOf,
  rowsOf,
  secondsToMs,
  wallClockMs,
};

describe('values of SHOW', () => {
  for (const [name, read] of Object.entries(readers)) {
    it(`${name} takes every word of "unknown" for null`, () => {
      assert.deepEqual(
        unknownTexts.map((text) => read(text)),
        unknownTexts.map(() => null),
      );
    });

    it(`${name} takes what it cannot read for null, never for 0`, () => {
      const read2 = name === 'known' ? () => null : read;
      assert.equal(read2('kaputt'), null);
    });
  }

  const gb = 2 ** 30;
  const sizes: readonly (readonly [string, number | null])[] = [
    ['1.204 TB', 1.204 * 2 ** 40],
    ['584.578 GB', 584.578 * gb],
    ['5120.000 TB', 5120 * 2 ** 40],
    ['62.815GB', 62.815 * gb],
    ['12,345 GB', 12.345 * gb],
    ['4KB', 4096],
    ['1.2GB', 1.2 * gb],
    ['2PB', 2 * 2 ** 50],
    ['0B', 0],
    ['0.000 B', 0],
    ['0.000 ', 0],
    ['1.000 B', 1],
    ['-1 GB', null],
    ['1 XB', null],
    ['GB', null],
  ];
  for (const [text, bytes] of sizes) {
    it(`reads the size '${text}'`, () =>
      assert.equal(bytesOf(text), bytes === null ? null : Math.round(bytes)));
  }

  it('takes a size of 0 for "not reported" where it stands for that', () => {
    assert.equal(positiveBytesOf('0.000B'), null);
    assert.equal(positiveBytesOf('1KB'), 1024);
  });

  it('reads percents, rows, seconds, booleans and counts', () => {
    assert.deepEqual(['41.37 %', '12.4 %', '42.42%', '0.00 %', '7,5 %', '12'].map(percentOf), [
      41.37,
      12.4,
      42.42,
      0,
      7.5,
      null,
    ]);
    assert.deepEqual(['1200345 rows', '1 row', '0 rows', 'rows'].map(rowsOf), [
      1_200_345,
      1,
      0,
      null,
    ]);
    assert.deepEqual(['31.507 s', '0.000 s', '1,5 s', '12'].map(secondsToMs), [
      31_507,
      0,
      1500,
      null,
    ]);
    assert.deepEqual(['true', 'false', 'TRUE', '1', '0', 'yes'].map(booleanOf), [
      true,
      false,
      true,
      true,
      false,
      null,
    ]);
    assert.deepEqual(['0', '17', '-1', '1.5'].map(countOf), [0, 17, null, 1.5]);
    assert.deepEqual(['0', '8040', '-1', '1.5'].map(positiveOf), [null, 8040, null, null]);
    assert.deepEqual(['1.2345678E7', '-3', '1e400', '0x10'].map(numberOf), [
      12_345_678,
      -3,
      null,
      null,
    ]);
  });

  it('reads times in the session zone, and none without a known zone', () => {
    const text = '2025-06-27 10:00:05';
    const eightHours = 8 * 3_600_000;

    assert.equal(sessionTime(text, eightHours), Date.UTC(2025, 5, 27, 2, 0, 5));
    assert.equal(sessionTime(text, null), null);
    assert.equal(wallClockMs('2025-06-27 10:00:05.123456'), Date.UTC(2025, 5, 27, 10, 0, 5, 123));
    assert.equal(wallClockMs('2025-06-27T10:00:05'), Date.UTC(2025, 5, 27, 10, 0, 5));
    assert.equal(wallClockMs('1970-01-01 08:00:00'), null);
    assert.equal(wallClockMs('2025-13-01 00:00:00'), null);
    assert.equal(wallClockMs('2025-02-30 00:00:00'), null);
    assert.equal(wallClockMs('27.06.2025'), null);
  });

  it('reads the data cache in all its forms', () => {
    assert.deepEqual(dataCacheOf('Status: Normal, DiskUsage: 81.2GB/400GB, MemUsage: 1.1GB/6GB'), {
      status: 'Normal',
      diskUsedBytes: Math.round(81.2 * gb),
      diskQuotaBytes: 400 * gb,
      memUsedBytes: Math.round(1.1 * gb),
      memQuotaBytes: 6 * gb,
    });
    assert.deepEqual(dataCacheOf('Status: Normal, DiskUsage: 0.00GB/2.00GB'), {
      status: 'Normal',
      diskUsedBytes: 0,
      diskQuotaBytes: 2 * gb,
      memUsedBytes: null,
      memQuotaBytes: null,
    });
    assert.deepEqual(dataCacheOf('Status: Disabled'), {
      status: 'Disabled',
      diskUsedBytes: null,
      diskQuotaBytes: null,
      memUsedBytes: null,
      memQuotaBytes: null,
    });
  });
});
