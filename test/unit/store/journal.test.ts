import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { parseJournal, snapshotLine } from '../../../src/extension/store/journal';
import { aSnapshot, start } from './support/historyFixture';

const lines = [0, 1, 2].map((index) =>
  snapshotLine(aSnapshot(start + index * 30_000, { values: { 'query.qps': index } })),
);
const times = (text: string | Buffer) =>
  parseJournal(Buffer.from(text)).records.map((record) =>
    record.kind === 'snapshot' ? (record.snapshot.at - start) / 30_000 : record.json,
  );

describe('parseJournal', () => {
  it('reads back what was written', () => {
    assert.deepEqual(times(lines.join('')), [0, 1, 2]);
    assert.equal(parseJournal(Buffer.from(lines.join(''))).damagedLines, 0);
  });

  it('drops an unfinished last line without calling it damage', () => {
    const whole = lines.join('');
    const torn = parseJournal(Buffer.from(whole.slice(0, -20)));
    assert.equal(torn.records.length, 2);
    assert.equal(torn.damagedLines, 0);
  });

  it('loses only the line that is damaged, and counts it', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: (lines[1] ?? '').length - 2 }),
        fc.integer({ min: 1, max: 255 }),
        (at, flip) => {
          const bytes = Buffer.from(lines.join(''));
          const position = (lines[0] ?? '').length + at;
          const flipped = (bytes[position] ?? 0) ^ flip;
          fc.pre(flipped !== 0x0a);
          bytes[position] = flipped;

          const { records, damagedLines } = parseJournal(bytes);

          assert.equal(damagedLines, 1);
          assert.equal(records.length, 2);
        },
      ),
    );
  });

  it('goes on behind a block of zeros', () => {
    assert.deepEqual(times(`${lines[0] ?? ''}${'\0'.repeat(512)}\n${lines[2] ?? ''}`), [0, 2]);
  });

  it('keeps the record of a newer version as text', () => {
    const newer = snapshotLine(aSnapshot(start)).replace('"v":1', '"v":2').slice(9);
    const bytes = Buffer.from(newer.trimEnd());
    const crc = snapshotCrc(bytes);
    assert.deepEqual(times(`${crc} ${newer}`), [newer.trimEnd()]);
  });
});

/** CRC-32 by its definition, so that the format is not checked against itself. */
function snapshotCrc(bytes: Uint8Array): string {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) {
      crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    }
  }
  return ((crc ^ 0xffffffff) >>> 0).toString(16).padStart(8, '0');
}
