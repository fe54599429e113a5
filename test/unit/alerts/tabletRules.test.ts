import assert from 'node:assert/strict';
import type { TabletStatistic } from '../../../src/extension/starrocks/sources/tabletHealth';
import { computeTabletHealth } from '../../../src/extension/overview/tabletHealth';
import { renderPhrase } from '../../../src/shared/format';
import { unknown } from '../../../src/shared/reading';
import { noTablets } from '../collect/support/fakeAsker';
import {
  FakeHistory,
  got,
  inputOf,
  minute,
  Run,
  sharedData,
  sharedNothing,
  start,
} from '../overview/builders';

const told = (over: Partial<TabletStatistic['total']>): TabletStatistic => {
  const total = { ...noTablets, tablets: 1000, replicas: 3000, ...over };
  return { total, databases: [{ database: 'sales', ...total }] };
};

const after = (value: TabletStatistic, minutes: number) =>
  new Run(sharedNothing(3, { over: { tabletHealth: got(value, start, 'tabletHealth') } })).for(
    minutes * minute,
  );

describe('the rules about tablets', () => {
  it('wait a quarter of an hour before they call unhealthy tablets a problem', () => {
    const few = told({ unhealthy: 2 });

    assert.equal(after(few, 10).problem('tablet.unhealthy'), undefined);
    const problem = after(few, 16).problem('tablet.unhealthy');
    assert.ok(problem !== undefined);
    assert.equal(problem.level, 'warning');
    assert.match(renderPhrase(problem.evidence), /2 of 1,000 tablets .* in sales: 2/);
  });

  it('are critical from more than a tenth of the tablets on', () => {
    assert.equal(after(told({ unhealthy: 100 }), 16).problem('tablet.unhealthy')?.level, 'warning');
    assert.equal(
      after(told({ unhealthy: 101 }), 16).problem('tablet.unhealthy')?.level,
      'critical',
    );
  });

  it('tell of replicas that differ, and at once of such as are broken', () => {
    assert.equal(after(told({ inconsistent: 1 }), 1).problem('tablet.error')?.level, 'warning');
    assert.equal(after(told({ errorState: 1 }), 1).problem('tablet.error')?.level, 'critical');
    assert.equal(after(told({}), 1).problem('tablet.error'), undefined);
  });

  it('judge what an old version tells, and nothing where nobody tells', () => {
    const old = told({ inconsistent: 1, errorState: null });

    assert.equal(after(old, 1).problem('tablet.error')?.level, 'warning');
    const scene = sharedNothing(3, {
      over: { tabletHealth: unknown('denied', start, { source: 'tabletHealth' }) },
    });
    const run = new Run(scene).for(16 * minute);
    assert.equal(run.problem('tablet.error'), undefined);
    assert.equal(run.problem('tablet.unhealthy'), undefined);
  });
});

describe('computeTabletHealth', () => {
  it('takes the zeros of shared-data for nothing measured', () => {
    const input = inputOf(sharedData(3), start, new FakeHistory());
    const health = computeTabletHealth({
      ...input,
      tabletHealth: got(told({ replicas: 0 }), start, 'tabletHealth'),
    });

    assert.deepEqual(health.tablets, got(1000, start, 'tabletHealth'));
    assert.equal(health.unhealthy.known, false);
    assert.equal(health.unhealthy.why, 'not-applicable');
    assert.ok(health.byDatabase.known);
    assert.equal(health.byDatabase.value.rows[0]?.unhealthy, null);
    assert.equal(health.byDatabase.value.unknownColumns?.unhealthy, 'not-applicable');
  });

  it('lists the database with most unhealthy tablets first', () => {
    const input = inputOf(sharedNothing(3), start, new FakeHistory());
    const row = (database: string, unhealthy: number) => ({ ...noTablets, database, unhealthy });
    const { byDatabase } = computeTabletHealth({
      ...input,
      tabletHealth: got(
        { total: noTablets, databases: [row('b', 0), row('c', 3), row('a', 0)] },
        start,
        'tabletHealth',
      ),
    });

    assert.ok(byDatabase.known);
    assert.deepEqual(
      byDatabase.value.rows.map(({ name }) => name),
      ['c', 'a', 'b'],
    );
  });
});
