import * as assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { torture } from './support/torture';

const kills = 20;

describe('a collector that is killed in the middle of its work', function () {
  this.timeout(300_000);

  it(`loses no announced round in ${kills} kills, and keeps none twice`, async () => {
    const report = await torture(kills);

    assert.deepEqual(
      { kills: report.kills, lost: report.lost, doubled: report.doubled, notices: report.notices },
      { kills, lost: 0, doubled: 0, notices: [] },
    );
    assert.ok(report.acknowledged >= kills, `${report.acknowledged} records were acknowledged`);
  });
});
