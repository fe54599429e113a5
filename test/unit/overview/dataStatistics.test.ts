import assert from 'node:assert/strict';
import { computeDataStatistics } from '../../../src/extension/overview/dataStatistics';
import type { OverviewInput } from '../../../src/extension/overview/overviewInput';
import { tableSubject } from '../../../src/extension/overview/storedSizes';
import type { Metadata } from '../../../src/extension/starrocks/sources/metadata';
import { known, unknown } from '../../../src/shared/reading';
import {
  FakeHistory,
  feMetricsOf,
  frontend,
  got,
  inputOf,
  minute,
  sharedNothing,
  start,
} from './builders';

const day = 24 * 60 * minute;

const orders = {
  database: 'sales',
  name: 'orders',
  kind: 'table',
  engine: 'StarRocks',
  bytes: 900,
  rows: 9,
} as const;

const walked: Metadata = {
  groups: [
    { database: 'sales', kind: 'table', engine: 'StarRocks', tables: 2, bytes: 1000, rows: 10 },
    { database: 'sales', kind: 'view', engine: null, tables: 1, bytes: null, rows: null },
  ],
  largest: [orders, { ...orders, name: 'refunds', bytes: 100, rows: 1 }],
};

function statsOf(value: Metadata, tables: number | null, over: Partial<OverviewInput> = {}) {
  const input = inputOf(sharedNothing(), start, new FakeHistory());
  const leader = frontend(1);
  return computeDataStatistics({
    ...input,
    leader: got(leader.node, start),
    feMetrics: new Map([
      [
        leader.node,
        got(feMetricsOf({ tables, databases: 2, databaseBytes: { sales: 1000, hr: 50 } }), start),
      ],
    ]),
    metadata: got(value, start, 'metadata'),
    ...over,
  });
}

describe('computeDataStatistics', () => {
  it('counts tables, views and sums as the walk tells them', () => {
    const stats = statsOf(walked, 3);

    assert.deepEqual(stats.tables, known(2, { observedAt: start, source: 'metadata' }));
    assert.deepEqual(stats.views, known(1, { observedAt: start, source: 'metadata' }));
    assert.deepEqual(stats.bytes, known(1000, { observedAt: start, source: 'metadata' }));
    assert.equal(stats.databases.known && stats.databases.value, 2);
  });

  it('says a lower bound when the leader counts more tables than may be seen', () => {
    const { tables, bytes } = statsOf(walked, 1_032);

    assert.equal(tables.known && tables.bound, 'lower');
    assert.equal(bytes.known && bytes.bound, 'lower');
  });

  it('does not take an empty list for an empty cluster', () => {
    const nothing: Metadata = { groups: [], largest: [] };

    assert.equal(whyOf(statsOf(nothing, 30).tables), 'denied');
    assert.equal(whyOf(statsOf(nothing, null).tables), 'denied');
    const empty = statsOf(nothing, 0).tables;
    assert.equal(empty.known && empty.value, 0);
  });

  it('does not show the zeros of an FE that has just started', () => {
    const zeros: Metadata = {
      groups: walked.groups.map((group) => ({ ...group, bytes: 0, rows: 0 })),
      largest: [],
    };
    const young = frontend(2, { startedAt: start - 9 * minute });
    const of = (metadataFrontend: string | null) =>
      statsOf(zeros, 3, {
        frontends: got([frontend(1), young], start),
        metadataFrontend,
      }).bytes;

    assert.equal(whyOf(of(young.node)), 'not-collected-yet');
    assert.equal(whyOf(of(null)), 'not-collected-yet');
    const settled = of(frontend(1).node);
    assert.equal(settled.known && settled.value, 0);
    const unlisted = statsOf(zeros, 3, { frontends: unknown('denied', start) }).bytes;
    assert.equal(whyOf(unlisted), 'not-collected-yet');
  });

  it('lists a database of which only the leader tells, with nothing counted when rights hide some', () => {
    const hr = (tables: number) => {
      const { byDatabase } = statsOf(walked, tables);
      return byDatabase.known ? byDatabase.value.rows.find(({ name }) => name === 'hr') : undefined;
    };

    assert.equal(hr(3)?.tables, 0);
    assert.equal(hr(30)?.tables, null);
    assert.equal(hr(30)?.bytes, 50);
  });

  it('measures growth from what is stored of then; what was not there grew from nothing', () => {
    const before = {
      at: start - day,
      bytes: new Map([[tableSubject('sales', 'orders'), 950]]),
      whole: true,
    };
    const { largest, growing, dayAgo, weekAgo } = statsOf(walked, 3, {
      growthBase: { tables: { day: before }, databases: {} },
    });

    const grown = largest.known ? largest.value.rows.map(({ grownDay }) => grownDay) : [];
    assert.deepEqual(grown, [-50, 100]);
    assert.deepEqual(growing.known && growing.value.rows.map(({ name }) => name), ['refunds']);
    assert.equal(dayAgo.known && dayAgo.value, start - day);
    assert.equal(whyOf(weekAgo), 'insufficient-history');
    assert.deepEqual(largest.known && largest.value.unknownColumns, {
      grownWeek: 'insufficient-history',
    });
  });
});

function whyOf(
  reading: { readonly known: true } | { readonly known: false; readonly why: string },
) {
  return reading.known ? 'known' : reading.why;
}
