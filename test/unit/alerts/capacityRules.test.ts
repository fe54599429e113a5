import assert from 'node:assert/strict';
import { capacitySoonRule } from '../../../src/extension/alerts/capacityRules';
import { diskFullRule } from '../../../src/extension/alerts/diskRules';
import type { GrowthFit } from '../../../src/extension/overview/growthFit';
import { noStoredGrowth } from '../../../src/extension/overview/storedGrowth';
import { diskSubject } from '../../../src/extension/overview/storedSizes';
import { renderPhrase } from '../../../src/shared/format';
import {
  beMetricsOf,
  compute,
  FakeHistory,
  got,
  inputOf,
  sharedNothing,
  start,
} from '../overview/builders';

const tb = 1024 ** 4;
const be = compute('be', 1);

/** A disk of 10 TB that is 85 % full and grows by so many TB a day. */
function inputWith(fit: GrowthFit | undefined) {
  const input = inputOf(sharedNothing(1), start, new FakeHistory());
  const disks = { '/data': { total: 10 * tb, avail: 1.5 * tb, dataUsed: 8 * tb, usable: true } };
  return {
    ...input,
    beMetrics: new Map([[be.node, got(beMetricsOf({ disks }), start, 'beMetrics')]]),
    series: {
      ...input.series,
      'disk.used': got(8.5 * tb, start, 'beMetrics'),
      'disk.total': got(10 * tb, start, 'beMetrics'),
    },
    growth: {
      ...noStoredGrowth,
      disks: fit === undefined ? new Map() : new Map([[diskSubject(be.node, '/data'), fit]]),
    },
  };
}

const fitOf = (perDay: number, low = perDay): GrowthFit => ({
  fits: true,
  perDay: perDay * tb,
  low: low * tb,
  high: 2 * perDay * tb,
  days: 12,
});

function soonest(fit: GrowthFit | undefined) {
  const outcome = capacitySoonRule.judge(inputWith(fit));
  assert.ok(outcome.kind === 'judged');
  return outcome.findings[0];
}

describe('capacity.soon', () => {
  it('warns when even the least likely growth fills a disk within 14 days, and names it', () => {
    const finding = soonest(fitOf(0.2, 0.1));

    assert.ok(finding?.known === true);
    assert.deepEqual(
      finding.tiers.map(({ met }) => met),
      [true],
    );
    const said = renderPhrase(finding.evidence);
    assert.match(said, /\/data of be-1/);
    assert.match(said, /about 7 days \(4–14\)/);
  });

  it('does not warn while it may take longer, or does not grow at all', () => {
    for (const fit of [fitOf(0.1, 0.01), fitOf(0.1, 0), fitOf(-0.1)]) {
      const finding = soonest(fit);
      assert.ok(finding?.known === true && finding.tiers.every(({ met }) => !met));
    }
  });

  it('is not judged while too few days are stored', () => {
    const finding = soonest(undefined);

    assert.deepEqual(finding, { subject: null, known: false, why: 'insufficient-history' });
  });
});

describe('disk.full with a forecast', () => {
  const warns = (fit: GrowthFit | undefined) => {
    const outcome = diskFullRule.judge(inputWith(fit));
    const [finding] = outcome.kind === 'judged' ? outcome.findings : [];
    return (
      finding?.known === true && finding.tiers.some(({ level, met }) => level === 'warning' && met)
    );
  };

  it('leaves a disk alone that is 85 % full and takes long to fill', () => {
    assert.equal(warns(undefined), true);
    assert.equal(warns(fitOf(0.1)), true);
    assert.equal(warns(fitOf(0.001)), false);
    assert.equal(warns(fitOf(-0.1)), false);
  });
});
