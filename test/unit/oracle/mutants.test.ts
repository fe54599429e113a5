import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { renderPhrase } from '../../../src/shared/format';
import { liveModuleIds } from '../../../src/shared/model/extendedOverview';
import { compareOverview } from '../../oracle/expectOverview';
import { Chain } from './support/chain';
import type { Product } from './support/chain';
import type { Mutant } from './support/mutant';
import { bundleProduct } from './support/mutant';

type Seeded = Mutant & {
  readonly seenIn: RegExp;
  /** Of which kind of demo cluster; absent = shared-data. */
  readonly mode?: 'shared_nothing' | 'mixed';
  /** With an audit log. */
  readonly audit?: 'plugin';
};

const mutants: readonly Seeded[] = [
  {
    name: 'the versions of all BEs added up',
    file: 'src/extension/collect/storageSeries.ts',
    text: "combined(maxReading, each('be.versions'))",
    instead: "combined(sumReadings, each('be.versions'))",
    mode: 'shared_nothing',
    seenIn: /^kpis\.compactionVersions\.value/,
  },
  {
    name: 'all compactions taken for failed ones',
    file: 'src/extension/starrocks/sources/localCompactionMetrics.ts',
    text: "{ type, status: 'failed' }",
    instead: "{ type, status: 'total' }",
    mode: 'shared_nothing',
    seenIn: /^compaction\.backends\[.*\]\.kinds\.\w+\.failuresPerSecond/,
  },
  {
    name: 'free space of a path shown as used',
    file: 'src/extension/overview/nodeDetails.ts',
    text: '(100 * (disk.total - disk.avail)) / disk.total',
    instead: '(100 * disk.avail) / disk.total',
    mode: 'shared_nothing',
    seenIn: /^nodes\.compute\[be:.*\]\.disks/,
  },
  {
    name: 'two paths of one file system counted twice',
    file: 'src/extension/overview/distinctDisks.ts',
    text: 'total <= 0 || seen.has(key)',
    instead: 'total <= 0',
    mode: 'shared_nothing',
    seenIn: /^resources\.disk\.(used|total)/,
  },
  {
    name: 'the zeros of CNs among the tasks of BEs',
    file: 'src/extension/collect/storageSeries.ts',
    text: "rows.filter((row) => row.role === 'be' && row.alive === true)",
    instead: 'rows.filter((row) => row.alive === true)',
    mode: 'mixed',
    seenIn: /^compaction\.running/,
  },
  {
    name: 'the zeros that shared-data tells of replicas shown as measured',
    file: 'src/extension/overview/tabletHealth.ts',
    text: "runMode.known && runMode.value === 'shared_data'",
    instead: "runMode.known && runMode.value === 'shared_nothing'",
    seenIn: /^tabletHealth\.(replicas|unhealthy|byDatabase)/,
  },
  {
    name: 'seconds taken for milliseconds in the age of an image',
    file: 'src/extension/overview/imageAge.ts',
    text: 'image.observedAt - Number(image.value.writtenAt)',
    instead: 'image.observedAt - 1000 * Number(image.value.writtenAt)',
    seenIn: /^nodes\.frontends\[.*\]\.imageAgeMs/,
  },
  {
    name: 'tablets that wait for the scheduler taken for those it moves',
    file: 'src/extension/overview/scheduledTablets.ts',
    text: "listOf(schedule, 'running')",
    instead: "listOf(schedule, 'pending')",
    mode: 'shared_nothing',
    seenIn: /^tabletHealth\.(schedulerRunning|scheduled)/,
  },
  {
    name: 'no list told of a queue that is switched on, and one of a queue that is off',
    file: 'src/extension/overview/queryQueue.ts',
    text: 'if (enabled.known && !enabled.value)',
    instead: 'if (enabled.known && enabled.value)',
    seenIn: /^queryQueue\.(admitted|slots|queries)/,
  },
  {
    name: 'each classifier of a resource group taken for a group',
    file: 'src/extension/starrocks/sources/resourceGroups.ts',
    text: 'value: onePerGroup(parsed.value)',
    instead: 'value: parsed.value',
    seenIn: /^resourceGroups\.(total|groups)/,
  },
  {
    name: 'what one node uses of a resource group taken for what all use',
    file: 'src/extension/overview/resourceGroupUsage.ts',
    text: '.reduce((sum, value) => sum + value, 0)',
    instead: '.reduce((sum, value) => Math.max(sum, value), 0)',
    seenIn: /^resourceGroups\.usage\[.*\]\.(cpuCores|memory)/,
  },
  {
    name: 'the zeros of SHOW WAREHOUSES taken for what runs there',
    file: 'src/extension/overview/warehouses.ts',
    text: 'nodes: cell(counts.nodes)',
    instead: 'nodes: 0',
    seenIn: /^warehouses\.warehouses\[.*\]\.nodes/,
  },
  {
    name: 'the misses of a cache taken for hits',
    file: 'src/extension/starrocks/sources/dataCache.ts',
    text: "hitBytes: bytes('hit_bytes_last_minute')",
    instead: "hitBytes: bytes('miss_bytes_last_minute')",
    seenIn: /^cache\.(hitPct|nodes\[.*\]\.hitPct)/,
  },
  {
    name: 'a request over HTTP counted as a statement',
    file: 'src/extension/starrocks/clusterSession.ts',
    text: 'this.#cost.add(source.id, { requests: 1 })',
    instead: 'this.#cost.add(source.id, { statements: 1 })',
    seenIn: /^collectorCost\.(lastRound|perMinute|sources)/,
  },
  {
    name: 'a sum without a node',
    file: 'src/extension/collect/computeSeries.ts',
    text: 'sum(alive.map(({ node }) => ({ node, reading: rate(context, node, f, key) })))',
    instead:
      'sum(alive.slice(1).map(({ node }) => ({ node, reading: rate(context, node, f, key) })))',
    seenIn: /^kpis\.loadRows\.value/,
  },
  {
    name: 'seconds taken for milliseconds',
    file: 'src/extension/starrocks/values.ts',
    text: 'Math.round(value * 1000)',
    instead: 'Math.round(value)',
    seenIn: /^runningQueries\.queries\[.*\]\.cpuMs/,
  },
  {
    name: 'milliseconds taken for seconds in a rate',
    file: 'src/extension/collect/sampleRing.ts',
    text: '(increase * 1000) / elapsedMs',
    instead: 'increase / elapsedMs',
    seenIn: /^kpis\.qps\.value/,
  },
  {
    name: 'the cache shown as a disk',
    file: 'src/extension/collect/computeSeries.ts',
    text: "'disk.used': overDisks(context, (disks) => disks.used, 'sum')",
    instead: "'disk.used': cacheSum(context, 'cacheUsedBytes')",
    seenIn: /^resources\.disk\.used/,
  },
  {
    name: 'a time that was never set taken for 0',
    file: 'src/extension/starrocks/values.ts',
    text: 'wall === null || sessionOffsetMs === null ? null :',
    instead: 'wall === null || sessionOffsetMs === null ? 0 :',
    seenIn: /^(compaction\.tasks\[.*\]\.(finished|committed)At|loads\.running)/,
  },
  {
    name: 'running queries of the connected FE only',
    file: 'src/extension/starrocks/sources/runningQueries.ts',
    text: `sql: "SHOW PROC '/global_current_queries'"`,
    instead: `sql: "SHOW PROC '/current_queries'"`,
    seenIn: /^runningQueries\.total/,
  },
  {
    name: 'the /metrics of one FE taken for those of all',
    file: 'src/extension/collect/nodeMetrics.ts',
    text: 'alive === true && httpPort !== null ? [{ node, host, port: httpPort }] : [],',
    instead:
      'alive === true && httpPort !== null ? [{ node, host: rows[0]!.host, port: httpPort }] : [],',
    seenIn: /^nodes\.frontends\[.*\]\.(heapPct|qps)/,
  },
  {
    name: 'failed loads counted with the finished ones',
    file: 'src/extension/overview/loadOutcome.ts',
    text: "test(error ?? '') ? 'cancelled' : 'failed'",
    instead: "test(error ?? '') ? 'cancelled' : 'finished'",
    seenIn: /^loads\.(failed|finished)/,
  },
  {
    name: 'the lag of one partition taken for that of the routine load',
    file: 'src/extension/starrocks/sources/routineLoads.ts',
    text: 'lags.reduce((a, b) => a + Math.max(0, b), 0)',
    instead: '(lags[0] ?? null)',
    seenIn: /^loads\.routineLoads\[.*\]\.lagRows/,
  },
  {
    name: 'transactions of every database listed as those of one',
    file: 'src/extension/starrocks/sources/transactions.ts',
    text: 'value: { database, transactions: parsed.value }',
    instead: "value: { database: 'sales', transactions: parsed.value }",
    seenIn: /^transactions\.(transactions|byDatabase)\[.*\]/,
  },
  {
    name: 'what users cancelled counted among the changes of tables that failed',
    file: 'src/extension/overview/schemaChangeStats.ts',
    text: "/^user cancel/i.test(message ?? '') ? 'cancelled' : 'failed'",
    instead: "/^user cancel/i.test(message ?? '') ? 'failed' : 'cancelled'",
    seenIn: /^schemaChanges\.(failed|jobs\[.*\]\.outcome)/,
  },
  {
    name: 'free space of a BE foretold as used',
    file: 'src/extension/overview/capacityPrediction.ts',
    text: 'sum + disk.total - disk.avail, 0)',
    instead: 'sum + disk.avail, 0)',
    mode: 'shared_nothing',
    seenIn: /^capacity\.nodes\[.*\]\.used/,
  },
  {
    name: 'every BE but those that are decommissioned taken for draining',
    file: 'src/extension/overview/nodeDetails.ts',
    text: "role === 'cn' || decommissioned !== true",
    instead: "role === 'cn' || decommissioned === true",
    mode: 'shared_nothing',
    seenIn: /^nodes\.compute\[be:.*\]\.drainPerMinute/,
  },
  {
    name: 'milliseconds taken for the time a query may run',
    file: 'src/extension/alerts/queryRunawayRule.ts',
    text: 'durationMs === null ? 0 : durationMs / runawayMs',
    instead: 'durationMs === null ? 0 : durationMs',
    seenIn: /^health\.(problems|verdict|sentence)/,
  },
  {
    name: 'the end of a refresh taken for its duration',
    file: 'src/extension/overview/materializedViewStats.ts',
    text: '[finishedAt - createdAt]',
    instead: '[finishedAt]',
    seenIn: /^materializedViews\.views\[.*\]\.usualMs/,
  },
  {
    name: 'materialized views counted among the views',
    file: 'src/extension/starrocks/sources/metadata.ts',
    text: "return engine === null ? 'view' : 'materializedView'",
    instead: "return 'view'",
    seenIn: /^dataStatistics\.(views|materializedViews)/,
  },
  {
    name: 'compaction that sets itself no limit taken for switched off',
    file: 'src/extension/overview/compactionAdvice.ts',
    text: "config['lake_compaction_max_tasks']?.trim() === '0'",
    instead: "config['lake_compaction_max_tasks']?.trim() === '-1'",
    seenIn: /^compaction\.advice/,
  },
  {
    name: 'failed and timed-out queries left out of the slow ones',
    file: 'src/extension/starrocks/sources/auditSlow.ts',
    text: '[`${columns.durationMs} >= ${Math.round(window.minMs)}`]',
    instead:
      "[`${columns.durationMs} >= ${Math.round(window.minMs)} AND ${columns.state} <> 'ERR'`]",
    audit: 'plugin',
    seenIn: /^slowQueries\.queries/,
  },
  {
    name: 'our own statements among those of others',
    file: 'src/extension/starrocks/sources/auditQuery.ts',
    text: '<> ${quoteLiteral(originPrefix)}',
    instead: "<> ''",
    audit: 'plugin',
    seenIn: /^queryTop\.(users|activeLast)/,
  },
  {
    name: 'what nodes receive shown as what they send',
    file: 'src/extension/overview/networkIoStats.ts',
    text: "send: 'be.net_tx'",
    instead: "send: 'be.net_rx'",
    seenIn: /^networkIo\.perNode\[.*\]\.send/,
  },
  {
    name: 'sessions that sleep taken for active ones',
    file: 'src/extension/overview/sessionStats.ts',
    text: 'idle: count((rows) => rows.length - activeCount(rows))',
    instead: 'idle: count(activeCount)',
    seenIn: /^sessions\.idle/,
  },
];

describe('a product with a mistake in it', function () {
  this.timeout(60_000);
  let folder: string;

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mutant-'));
  });

  afterEach(() => {
    fs.rmSync(folder, { recursive: true, force: true });
  });

  it('is called right when it has none', async () => {
    assert.deepEqual(await mismatchesOf(await bundleProduct(folder)), []);
  });

  it('is there for every module', () => {
    const seen = mutants.map(({ seenIn }) => seenIn.source);
    assert.deepEqual(
      liveModuleIds.filter((id) => !seen.some((path) => new RegExp(`[\\^(|]${id}\\\\`).test(path))),
      [],
    );
  });

  for (const mutant of mutants) {
    it(`is found out: ${mutant.name}`, async () => {
      const mismatches = await mismatchesOf(await bundleProduct(folder, mutant), mutant);

      assert.ok(
        mismatches.some((mismatch) => mutant.seenIn.test(mismatch)),
        `found: ${mismatches.join('\n')}`,
      );
    });
  }

  it('is not built when the place to change is gone', async () => {
    const gone = { ...mutants[0]!, text: 'no such text' };

    await assert.rejects(bundleProduct(folder, gone), /holds 0 times/);
  });
});

async function mismatchesOf(
  product: Product,
  { mode, audit }: Pick<Seeded, 'mode' | 'audit'> = {},
): Promise<readonly string[]> {
  const cluster = {
    ...(mode === undefined ? {} : { mode }),
    ...(audit === undefined ? {} : { situation: { audit } }),
  };
  const chain = await Chain.start({ product, visible: true, cluster });
  try {
    await chain.disturb(
      { happen: { kind: 'loads', table: 'sales.orders', failing: 1 } },
      ...['events.clicks', 'sales.orders', 'finance.ledger'].map((table) => ({
        happen: { kind: 'alter', table, state: 'CANCELLED', reason: 'timeout' } as const,
      })),
    );
    await chain.rounds(3);
    const { overview, situation } = await chain.overview();
    return compareOverview(overview, situation, (phrase) => renderPhrase(phrase)).mismatches;
  } finally {
    await chain.stop();
  }
}
