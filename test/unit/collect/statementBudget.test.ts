import assert from 'node:assert/strict';
import { cadences, type Cadence, type Layout } from '../../../src/extension/collect/cadence';
import {
  SourceScheduler,
  statementsOf,
  type ScheduleFacts,
} from '../../../src/extension/collect/sourceScheduler';
import type { SourceId } from '../../../src/shared/ids';

type Kind = {
  readonly layout: Layout;
  readonly older: boolean;
  readonly sqlOnly: boolean;
  readonly visible: boolean;
  readonly audit: boolean;
};

const layouts: readonly Layout[] = ['shared-nothing', 'shared-data', 'mixed'];
const both = [false, true];
const kinds: readonly Kind[] = both.flatMap((older) =>
  layouts.flatMap((layout) =>
    both.flatMap((sqlOnly) =>
      both.flatMap((visible) =>
        both.map((audit) => ({ layout, older, sqlOnly, visible, audit: !audit })),
      ),
    ),
  ),
);

/** A source of the design that nobody declares yet; without a visible period it has one for all. */
function yet(
  name: string,
  hiddenS: number,
  visibleS = hiddenS,
  more: Partial<Omit<Cadence, 'source'>> = {},
): Cadence {
  const source = name as SourceId;
  return {
    source,
    hiddenS,
    visibleS,
    statements: 1,
    select: false,
    urgency: 'delayFirst',
    deadlineMs: 10_000,
    ...more,
  };
}

const select = { select: true };
const lake: readonly Layout[] = ['shared-data', 'mixed'];
const olderVisible = (visibleS: number): Pick<Cadence, 'older'> => ({
  older: { by: 'sessions', visibleS },
});

/** What is to be asked in the end and is not declared in the product yet. */
function stillToCome({ visible }: Kind): readonly Cadence[] {
  return [
    yet('feMetricsSql', 30, 30, { ...select, insteadOf: 'feMetrics' }),
    yet('beMetricsSql', 30, 30, { ...select, insteadOf: 'beMetrics' }),
    yet('beBvars', 300, 120, { ...select, insteadOf: 'beMetrics', layouts: lake }),
    ...(visible ? [yet('lakeTasks', 120, 120, { ...select, layouts: ['shared-data'] })] : []),
    yet('loads', 120, 60, { ...select, ...olderVisible(120) }),
    yet('streamLoads', 240, 240, { ...select, older: { by: 'sessions', only: true } }),
    yet('routineLoads', 120, 60, { ...select, ...olderVisible(120) }),
    yet('txnDetail', 120, 60),
    yet('queue', 120, 60),
    yet('alterSweep', 120, 60, olderVisible(120)),
    yet('mvs', 300, 120, select),
    yet('taskRuns', 300, 120, select),
    yet('taskSchedules', 1800, 1800, select),
    yet('tabletHealth', 300, 300, {
      inLayout: { 'shared-data': { hiddenS: 3600, visibleS: 3600 } },
    }),
    yet('metadata', 1800, 1800, select),
    yet('resourceGroups', 1800),
    yet('warehouses', 1800, 1800, { layouts: lake }),
  ];
}

/** What is declared, and what will be: declared ones stand for themselves. */
function allOf(kind: Kind): readonly Cadence[] {
  const declared = new Set(cadences.map(({ source }) => source));
  return [...cadences, ...stillToCome(kind).filter(({ source }) => !declared.has(source))];
}

function factsOf({ layout, older, sqlOnly, visible, audit }: Kind): ScheduleFacts {
  return {
    visible,
    quiet: false,
    httpOff: false,
    audit: audit ? 'found' : { why: 'not-installed' },
    httpClosed: new Set(sqlOnly ? (['feMetrics', 'beMetrics'] as const) : []),
    mixed: layout === 'mixed',
    large: new Set(),
    emptyLists: new Set(
      layout === 'shared-nothing'
        ? (['computeNodes'] as const)
        : layout === 'shared-data'
          ? (['backends'] as const)
          : [],
    ),
    runMode:
      layout === 'mixed' ? null : layout === 'shared-data' ? 'shared_data' : 'shared_nothing',
    // Whose form tells is each source's own affair; on an old cluster it is every one of them.
    older: new Set(older ? allSources : []),
  };
}

const allSources: readonly SourceId[] = [
  ...cadences.map(({ source }) => source),
  ...kinds.flatMap((kind) => stillToCome(kind).map(({ source }) => source)),
];

/** Statements per 30 s of the sources that are on, as the scheduler would ask them. */
function statementsPer30s(list: readonly Cadence[], kind: Kind): number {
  const facts = factsOf(kind);
  const scheduler = new SourceScheduler(30, 0, list);
  return scheduler
    .on(facts)
    .map(
      (cadence) =>
        (statementsOf(cadence, facts) * 30_000) / scheduler.periodMs(cadence.source, facts),
    )
    .reduce((sum, n) => sum + n, 0);
}

/**
 * The table of the design, worked out by hand from its list of sources: with audit table, without;
 * HTTP hidden, HTTP visible, SQL-only hidden, SQL-only visible.
 */
const table: Readonly<Record<string, readonly string[]>> = {
  'new shared-nothing': ['5.25 4.85', '8.77 8.20', '7.25 6.85', '10.77 10.20'],
  'new shared-data': ['5.67 5.27', '9.79 9.23', '7.77 7.37', '12.04 11.48'],
  'new mixed': ['5.77 5.37', '10.28 9.72', '7.87 7.47', '12.53 11.97'],
  'old shared-nothing': ['5.37 4.97', '10.14 9.58', '7.37 6.97', '12.14 11.58'],
  'old shared-data': ['5.80 5.40', '11.17 10.60', '7.90 7.50', '13.42 12.85'],
  'old mixed': ['5.89 5.49', '11.66 11.09', '7.99 7.59', '13.91 13.34'],
};

/** Looking for the audit table: the design has it among what the capabilities ask. */
const lookupOf = ({ visible }: Kind) => (2 * 30) / (visible ? 1800 : 10_800);

/** What the scheduler of tablets holds: the design has only what each tells on demand. */
const schedulerOf = ({ layout, visible }: Kind) =>
  layout === 'shared-data' || !visible ? 0 : (2 * 30) / (layout === 'mixed' ? 1800 : 300);

const nameOf = ({ layout, older }: Kind) => `${older ? 'old' : 'new'} ${layout}`;
const budgetOf = ({ visible, sqlOnly }: Kind) => (visible ? 12 : 6) + (sqlOnly ? 2 : 0);

describe('statement budget', () => {
  it('sums up to the table of the design for every kind of cluster', () => {
    assert.equal(kinds.length, 48);
    for (const kind of kinds) {
      const column = Number(kind.visible) + 2 * Number(kind.sqlOnly);
      const [withAudit, without] = (table[nameOf(kind)]?.[column] ?? '').split(' ');
      const expected = Number(kind.audit ? withAudit : without);
      const sum = statementsPer30s(allOf(kind), kind);
      // The table is cut to two places.
      assert.ok(
        Math.abs(sum - (expected + lookupOf(kind) + schedulerOf(kind))) < 0.0076,
        `${JSON.stringify(kind)}: ${String(sum)}`,
      );
    }
  });

  it('holds for every kind of cluster, with what is declared and with what is to come', () => {
    for (const kind of kinds) {
      for (const list of [cadences, allOf(kind)]) {
        const sum = statementsPer30s(list, kind);
        assert.ok(sum <= budgetOf(kind), `${JSON.stringify(kind)}: ${String(sum)}`);
      }
    }
  });

  it('sums up what is declared for a new shared-data cluster and an old shared-nothing one', () => {
    const core: readonly SourceId[] = [
      'clock',
      'capabilities',
      'frontends',
      'backends',
      'computeNodes',
      'feMetrics',
      'beMetrics',
      'runningQueries',
      'sessions',
      'lakeCompactions',
      'partitions',
      'feConfig',
    ];
    const list = cadences.filter(({ source }) => core.includes(source));
    const sum = (kind: Partial<Kind>) =>
      statementsPer30s(list, {
        layout: 'shared-data',
        older: false,
        sqlOnly: false,
        visible: false,
        audit: false,
        ...kind,
      });
    const seldom = 30 / 300 + (5 * 30) / 1800;
    const lists = 1 + 1 + 30 / 300;
    assert.ok(Math.abs(sum({}) - (seldom + lists + 0.5 + 0.25 + 0.5 + 0.1)) < 1e-9);
    const old = { layout: 'shared-nothing', older: true, visible: true } as const;
    assert.ok(Math.abs(sum(old) - (seldom + lists + 2 + 2)) < 1e-9);
  });

  it('sends few SELECTs, which an idle cluster counts as its own queries', () => {
    const most = (visible: boolean, sqlOnly: boolean) => {
      const sums = kinds
        .filter((kind) => kind.visible === visible && kind.sqlOnly === sqlOnly)
        .map((kind) => {
          // The clock reads no table.
          const selects = allOf(kind).filter(({ source, select }) => select && source !== 'clock');
          return statementsPer30s(selects, kind);
        });
      return Math.max(...sums).toFixed(1);
    };
    assert.deepEqual([most(false, false), most(true, false)], ['1.6', '3.0']);
    assert.deepEqual([most(false, true), most(true, true)], ['3.7', '5.2']);
  });

  it('puts no more than seven statements into any hidden slot, nine without HTTP', () => {
    for (const kind of kinds.filter(({ visible }) => !visible)) {
      const facts = factsOf(kind);
      const list = allOf(kind);
      const scheduler = new SourceScheduler(30, 0, list);
      const phases = scheduler.phases(facts);
      const perSlot = Array.from({ length: 120 }, (_, slot) =>
        scheduler
          .on(facts)
          .filter(({ source }) => {
            const period = Math.round(scheduler.periodMs(source, facts) / 30_000);
            return slot % period === phases.get(source);
          })
          .reduce((sum, cadence) => sum + statementsOf(cadence, facts), 0),
      );
      const most = Math.max(...perSlot);
      assert.ok(
        most > 0 && most <= (kind.sqlOnly ? 9 : 7),
        `${JSON.stringify(kind)}: ${perSlot.join()}`,
      );
    }
  });
});
