import * as assert from 'node:assert/strict';
import * as path from 'node:path';
import { blockedBy } from '../../oracle/access';
import { modelFields } from '../../oracle/fieldCount';
import { Chain } from './support/chain';
import type { ChainOptions } from './support/chain';
import { assertTrue, comparedFields } from './support/compared';

/** Long enough for every window of five minutes, and for a running average of deltas. */
const rounds = 17;

describe('every field of the overview equals the truth', function () {
  this.timeout(60_000);
  let chain: Chain | undefined;

  afterEach(async () => {
    await chain?.stop();
    chain = undefined;
  });

  /** Each query is a row of the audit log. */
  const lessTraffic = { happen: { kind: 'traffic', factor: 0.3 } } as const;

  const started = async (options: ChainOptions): Promise<Chain> =>
    (chain = await Chain.start(options));

  it('after the first round', async () => {
    await assertTrue(await started({}));
  });

  it('of a healthy cluster that a panel shows', async () => {
    const cluster = await started({
      visible: true,
      yesterday: true,
      variables: { enable_query_queue_select: 'true' },
    });
    await cluster.rounds(rounds);
    await assertTrue(cluster);
  });

  it('of a cluster whose queries are slow, and some wait in the queue and give up', async () => {
    const cluster = await started({
      visible: true,
      variables: { enable_query_queue_select: 'true' },
    });
    await cluster.disturb(
      { happen: { kind: 'queue', waiting: 3, admitted: 2, timeoutsPerSecond: 1 } },
      { happen: { kind: 'traffic', latencyFactor: 40 } },
    );
    await cluster.rounds(rounds);
    const health = (await cluster.overview()).overview.modules.health;
    assert.ok(health?.known === true);
    assert.deepEqual(
      health.value.problems.filter(({ state }) => state === 'open').map(({ rule }) => rule),
      ['query.latency', 'query.queue'],
    );
    await assertTrue(cluster);
  });

  it('of a healthy cluster that nobody looks at', async () => {
    const cluster = await started({ cluster: { seed: 7 } });
    await cluster.rounds(rounds + 2);
    await assertTrue(cluster);
  });

  it('of a cluster in a compaction crisis', async () => {
    const cluster = await started({ cluster: { scenario: 'compaction' }, visible: true });
    await cluster.rounds(rounds + 19);
    await assertTrue(cluster);
  });

  it('of a cluster with a dead node and a dead FE', async () => {
    const cluster = await started({ cluster: { scenario: 'degraded' }, visible: true });
    await cluster.rounds(rounds);
    await assertTrue(cluster);
  });

  it('of a cluster whose loads, routine loads, transactions and refreshes go wrong', async () => {
    const cluster = await started({ visible: true });
    await cluster.disturb(
      { happen: { kind: 'loads', table: 'sales.orders', failing: 1 } },
      { happen: { kind: 'loads', table: 'events.clicks', perSecond: 0.5, rows: 40 } },
      { happen: { kind: 'routineLoad', name: 'clicks_from_kafka', burst: 400_000 } },
      { happen: { kind: 'routineLoad', name: 'clicks_from_kafka', consumedPerSecond: 900 } },
      { happen: { kind: 'routineLoad', name: 'orders_from_kafka', state: 'PAUSED', reason: '' } },
      { happen: { kind: 'publish', table: 'events.page_views', stuck: true } },
      {
        happen: {
          kind: 'materializedView',
          view: 'finance.mv_ledger_daily',
          active: false,
          reason: 'base-table dropped: fx_rates_old',
        },
      },
      {
        happen: {
          kind: 'materializedView',
          view: 'sales.mv_sales_by_hour',
          failsWith: 'try lock failed',
        },
      },
      { happen: { kind: 'materializedView', view: 'events.mv_sessions', stopped: true } },
    );
    await cluster.rounds(rounds + 23);
    const { overview } = await cluster.overview();
    const health = overview.modules.health;
    assert.ok(health?.known === true);
    assert.deepEqual(
      health.value.problems
        .filter(({ state }) => state === 'open')
        .map(({ rule, subject }) => `${rule} ${subject ?? ''}`.trim())
        .sort(),
      [
        'load.failed',
        'load.small table:events.clicks',
        'mv.failed mv:sales.mv_sales_by_hour',
        'mv.inactive mv:finance.mv_ledger_daily',
        'mv.stale mv:events.mv_sessions',
        'routine.lag routine:events.clicks_from_kafka',
        'txn.failures',
        'txn.stuck db:events',
      ],
    );
    await assertTrue(cluster);
  });

  it('of a cluster in which changes of tables wait, fail and near their timeout', async () => {
    const cluster = await started({ visible: true });
    const hour = 3_600_000;
    const alter = (
      table: string,
      state: 'PENDING' | 'WAITING_TXN' | 'RUNNING' | 'CANCELLED',
      more: {
        readonly change?: 'ROLLUP' | 'OPTIMIZE';
        readonly reason?: string;
        readonly agoMs?: number;
        readonly done?: number;
      } = {},
    ) => ({ happen: { kind: 'alter', table, state, ...more } as const });
    await cluster.disturb(
      alter('sales.orders', 'CANCELLED', { reason: 'alter job timeout', agoMs: hour }),
      alter('sales.refunds', 'CANCELLED', { reason: 'user cancelled', change: 'ROLLUP' }),
      alter('events.clicks', 'WAITING_TXN', { agoMs: 20 * hour }),
      alter('events.page_views', 'RUNNING', { change: 'ROLLUP', done: 0.25 }),
      alter('finance.ledger', 'RUNNING', { change: 'OPTIMIZE', done: 0.5, agoMs: hour }),
      alter('finance.fx_rates', 'PENDING'),
    );
    await cluster.rounds(rounds + 23);
    const { overview } = await cluster.overview();
    const health = overview.modules.health;
    assert.ok(health?.known === true);
    assert.deepEqual(
      health.value.problems
        .filter(({ rule }) => rule.startsWith('alter.'))
        .map(({ rule, subject }) => `${rule} ${subject ?? ''}`)
        .sort(),
      ['alter.failed table:sales.orders', 'alter.stuck table:events.clicks'],
    );
    await assertTrue(cluster);
  });

  it('of a shared-nothing cluster that a panel shows', async () => {
    const cluster = await started({
      cluster: { mode: 'shared_nothing' },
      visible: true,
      yesterday: true,
    });
    await cluster.rounds(rounds + 5);
    await assertTrue(cluster);
  });

  it('of a shared-nothing cluster in a compaction crisis', async () => {
    const cluster = await started({
      cluster: { mode: 'shared_nothing', scenario: 'compaction' },
      visible: true,
    });
    await cluster.rounds(rounds + 19);
    await assertTrue(cluster);
  });

  it('of a shared-nothing cluster with a dead BE and broken replicas', async () => {
    const cluster = await started({
      cluster: { mode: 'shared_nothing', scenario: 'degraded' },
      visible: true,
    });
    await cluster.disturb({ happen: { kind: 'tablets', inconsistent: 3, errorState: 2 } });
    await cluster.rounds(rounds);
    await assertTrue(cluster);
  });

  it('of a cluster that drains two BEs, one of which stands still', async () => {
    const cluster = await started({ cluster: { mode: 'shared_nothing' }, visible: true });
    await cluster.disturb(
      { happen: { kind: 'decommission', node: '10.20.0.21', on: true, perMinute: 12 } },
      { happen: { kind: 'decommission', node: '10.20.0.22', on: true } },
    );
    await cluster.rounds(63);
    const { overview } = await cluster.overview();
    const health = overview.modules.health;
    assert.ok(health?.known === true);
    assert.deepEqual(
      health.value.problems
        .filter(({ rule }) => rule === 'node.decommission')
        .map(({ subject }) => subject),
      ['be:10.20.0.22:9050'],
    );
    await assertTrue(cluster);
  });

  it('of a cluster with BEs and CNs', async () => {
    const cluster = await started({ cluster: { mode: 'mixed' }, visible: true });
    await cluster.rounds(rounds);
    await assertTrue(cluster);
  });

  for (const audit of ['plugin', 'older', 'builtIn'] as const) {
    it(`of a cluster that keeps its audit log as ${audit}`, async () => {
      const cluster = await started({ cluster: { situation: { audit } }, visible: true });
      await cluster.disturb(lessTraffic);
      await cluster.rounds(9);
      await assertTrue(cluster);
    });
  }

  it('of a cluster with an audit log that nobody looks at', async () => {
    const cluster = await started({ cluster: { situation: { audit: 'plugin' } } });
    await cluster.disturb(lessTraffic);
    await cluster.rounds(9);
    await assertTrue(cluster);
  });

  it('of a cluster whose audit log cannot be read any more', async () => {
    const cluster = await started({ cluster: { situation: { audit: 'plugin' } }, visible: true });
    await cluster.disturb(lessTraffic);
    await cluster.rounds(8);
    await cluster.disturb({
      fault: { kind: 'error', code: 1064, text: 'Unexpected exception: null' },
      target: { match: 'starrocks_audit_tbl__' },
    });
    cluster.expectBlocked(['auditMinutes', 'auditSlow'], 'failed', 'from now on');
    await cluster.rounds(3);
    await assertTrue(cluster);
  });

  it('of a cluster with an audit log that the user may not read', async () => {
    const user = 'node_only';
    const cluster = await started({
      cluster: { situation: { audit: 'plugin' } },
      user,
      visible: true,
    });
    const truth = await cluster.control.truth();
    for (const [key, why] of blockedBy({ user, http: 'open' }, truth)) {
      cluster.expectBlocked([key], why, 'from the beginning');
    }
    await cluster.rounds(3);
    await assertTrue(cluster);
  });

  it('of the transactions of a cluster in which nobody has created anything', async () => {
    const cluster = await started({ cluster: { situation: { empty: true } } });
    const { transactions } = (await cluster.overview()).overview.modules;
    assert.ok(transactions?.known === true);
    const { running, fullestPct } = transactions.value;
    assert.deepEqual(
      [running, fullestPct].map((reading) => reading.known && reading.value),
      [0, 0],
    );
    await assertTrue(cluster, /^(transactions|kpis\.transactionsRunning)\b/);
  });

  after(function () {
    const fields = modelFields(path.resolve(__dirname, '../../..'));
    const { known, unknown } = comparedFields;
    const beneath = (field: string, set: ReadonlySet<string>): boolean =>
      [...set].some(
        (at) => field === at || field.startsWith(`${at}.`) || field.startsWith(`${at}[`),
      );
    const compared = fields.filter((field) => known.has(field) || beneath(field, unknown));
    const onlyUnknown = compared.filter((field) => !known.has(field));
    console.log(
      `    fields compared ${compared.length} / fields of the model types ${fields.length}` +
        ` (never known in these runs: ${onlyUnknown.join(', ')})`,
    );
    assert.deepEqual(
      fields.filter((field) => !compared.includes(field)),
      [],
    );
  });
});
