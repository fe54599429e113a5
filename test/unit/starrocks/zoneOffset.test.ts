import assert from 'node:assert/strict';
import { zoneOffsetMs } from '../../../src/extension/starrocks/zoneOffset';

const hour = 3_600_000;
const summer = Date.UTC(2025, 6, 1);
const winter = Date.UTC(2025, 0, 1);

describe('zoneOffsetMs', () => {
  it('knows names, offsets, and what StarRocks calls CST', () => {
    assert.equal(zoneOffsetMs('Asia/Shanghai', summer), 8 * hour);
    assert.equal(zoneOffsetMs('CST', summer), 8 * hour);
    assert.equal(zoneOffsetMs('UTC', summer), 0);
    assert.equal(zoneOffsetMs('-03:30', summer), -3.5 * hour);
    assert.equal(zoneOffsetMs('+8:00', summer), 8 * hour);
  });

  it('follows daylight saving', () => {
    assert.equal(zoneOffsetMs('Europe/Berlin', summer), 2 * hour);
    assert.equal(zoneOffsetMs('Europe/Berlin', winter), hour);
  });

  it('does not guess', () => {
    assert.equal(zoneOffsetMs('Mars/Olympus', summer), null);
    assert.equal(zoneOffsetMs('', summer), null);
  });
});
