/** What sizes of a month foretell: nodes that join and leave, days without a size, and outliers. */
import * as assert from 'node:assert/strict';
import type { ClusterState, EpochMs } from '../../../src/demo/truth';
import type { PastSlot, PastSubject } from '../../../src/demo/truthPast';
import { renderPhrase } from '../../../src/shared/format';
import { compare } from '../../oracle/compare';
import { expectCapacity } from '../../oracle/expectCapacity';
import { expectBytes } from '../../oracle/expectDataStatistics';
import { fileSystems } from '../../oracle/expectDisks';
import { known } from '../../oracle/expectation';
import { computeId } from '../../oracle/situation';
import { Chain } from './support/chain';

const dayMs = 86_400_000;
const gib = 2 ** 30;
const days = 26;
/** So many days ago the last BE joined, and another one left before. */
const joined = 12;
const left = 15;

/** By so much a size of so many days ago was smaller: uneven, with one day far off. */
const shrunk = (daysAgo: number, perDay: number): number =>
  perDay * (daysAgo + 0.4 * Math.sin(daysAgo * 2.1)) + (daysAgo === 5 ? 40 * perDay : 0);

/** Two sizes each day, the greater one at noon; of one day nothing was measured. */
function month(begin: EpochMs, cluster: ClusterState): readonly PastSlot[] {
  const midnight = Math.floor(begin / dayMs) * dayMs;
  return Array.from({ length: days }, (_, index) => days - index)
    .filter((daysAgo) => daysAgo !== 8)
    .flatMap((daysAgo) =>
      [6, 12].map((hour): PastSlot => {
        const ts = midnight - daysAgo * dayMs + hour * 3_600_000;
        return { ts, values: {}, nodes: {}, subjects: sizesAt(ts, daysAgo, hour, cluster) };
      }),
    );
}

function sizesAt(
  at: EpochMs,
  daysAgo: number,
  hour: number,
  { backends, databases }: ClusterState,
): readonly PastSubject[] {
  const lost = hour === 12 ? 0 : gib;
  const disks = backends.flatMap((node, position) =>
    (position === backends.length - 1 && daysAgo > joined ? [] : fileSystems(node.disks)).map(
      ({ path, totalBytes, availBytes }) => ({
        kind: 'disk' as const,
        name: JSON.stringify([computeId(node), path]),
        at,
        value: Math.round(
          totalBytes - availBytes - shrunk(daysAgo, (position + 1) * 7 * gib) - lost,
        ),
        capacity: totalBytes,
      }),
    ),
  );
  const gone = {
    kind: 'disk' as const,
    name: JSON.stringify(['be:10.20.0.99:9050', '/data']),
    at,
    value: 500 * gib,
    capacity: 1000 * gib,
  };
  const sized = databases.map(({ name }, position) => ({
    kind: 'database' as const,
    name,
    at,
    value: Math.round(900 * gib - shrunk(daysAgo, (position - 1) * 2 * gib) - lost),
  }));
  const data = {
    kind: 'data' as const,
    name: '',
    at,
    value: Math.round(5000 * gib - shrunk(daysAgo, 11 * gib) - lost),
  };
  return [...disks, ...(daysAgo > left ? [gone] : []), ...sized, data];
}

describe('growth and what it foretells', function () {
  this.timeout(60_000);

  for (const mode of ['shared_nothing', 'shared_data'] as const) {
    it(`is that of the imported days, ${mode}`, async () => {
      const chain = await Chain.start({ cluster: { mode }, past: month });
      try {
        const { overview, situation } = await chain.overview();
        const { mismatches, compared } = compare(
          overview.modules.capacity,
          known(expectCapacity(situation, expectBytes(situation)), { bound: null }),
          (phrase) => renderPhrase(phrase),
          'capacity',
        );

        assert.deepEqual(mismatches, []);
        const must =
          mode === 'shared_data'
            ? ['objectStorage.growth.perDay', 'databases[].perDay']
            : ['cluster.growth.perDay', 'cluster.until80.likely', 'nodes[].perDay'];
        assert.deepEqual(
          must.filter((field) => !compared.has(`capacity.${field}`)),
          [],
          'known, and compared',
        );
        const { capacity } = overview.modules;
        const growth = capacity?.known === true ? capacity.value.cluster.growth : undefined;
        if (mode === 'shared_nothing') {
          // Before the last BE joined it was another sum; of one day nothing is stored.
          assert.equal(growth?.known === true && growth.value.days, joined - 1);
        }
      } finally {
        await chain.stop();
      }
    });
  }
});
