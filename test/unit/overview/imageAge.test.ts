import assert from 'node:assert/strict';
import { imageAgeMs, metadataImage } from '../../../src/extension/overview/imageAge';
import { frontendMetrics } from '../collect/support/fakeAsker';
import { FakeHistory, frontend, got, inputOf, sharedData, start } from './builders';

const hourMs = 3_600_000;
const row = frontend(1);
const clock = (skewMs: number) => ({
  sessionOffsetMs: skewMs,
  skewMs,
  sessionZone: 'UTC',
  globalZone: 'UTC',
  globalOffsetMs: skewMs,
});
const told = (writtenAt: number | null, skewMs = 0) => ({
  ...inputOf(sharedData(), start, new FakeHistory()),
  clock: got(clock(skewMs), start, 'clock'),
  images: new Map([[row.node, got({ writtenAt }, start, 'imageAge')]]),
});

describe('imageAgeMs', () => {
  it('takes off how far the clocks are apart', () => {
    const age = imageAgeMs(told(start + hourMs - 60_000, hourMs), row);

    assert.equal(age.known && age.value, 60_000);
  });

  it('knows no age before there is an image, nor of an FE that is dead', () => {
    const none = imageAgeMs(told(null), row);
    const dead = imageAgeMs(told(start), { ...row, alive: false });

    assert.equal(!none.known && none.why, 'not-applicable');
    assert.equal(!dead.known && dead.why, 'node-down');
  });

  it('is not told by FEs whose metrics come by SQL', () => {
    const image = got({ writtenAt: start }, start, 'imageAge');
    const bySql = metadataImage(got(frontendMetrics(), start, 'feMetricsSql'), image);

    assert.equal(!bySql.known && bySql.why, 'not-applicable');
    assert.equal(metadataImage(got(frontendMetrics(), start, 'feMetrics'), image), image);
  });
});
