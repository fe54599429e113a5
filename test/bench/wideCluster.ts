import type { NodeAnswers } from '../../src/extension/collect/liveState';
import type { ClusterProfile } from '../../src/shared/clusterProfile';
import { minuteMs } from '../../src/shared/time';
import {
  aComputeNode,
  aFrontend,
  computeMetrics,
  FakeAsker,
  frontendMetrics,
} from '../unit/collect/support/fakeAsker';
import type { ManualClock } from '../unit/collect/support/manualClock';

export type Width = {
  readonly frontends: number;
  readonly computeNodes: number;
  readonly sessions: number;
  readonly runningQueries: number;
  readonly compactions: number;
};

/** Characters of the statements of its sessions. */
const statementLength = 4_000;

/** A cluster in memory, as wide as one likes, with counters that grow by the clock. */
export function wideAsker(clock: ManualClock, width: Width): FakeAsker {
  const asker = new FakeAsker(clock);
  const now = clock.now();
  const frontends = many(width.frontends, (n) =>
    aFrontend(`fe-${n}.starrocks-fe-search.analytics.svc.cluster.local`, {
      role: n === 0 ? 'LEADER' : 'FOLLOWER',
    }),
  );
  const computeNodes = many(width.computeNodes, (n) =>
    aComputeNode(`cn-${n}.starrocks-cn-search.analytics.svc.cluster.local`, {
      cpuUsedPct: 20 + (n % 60),
      memUsedPct: 30 + (n % 50),
    }),
  );
  asker.answers = {
    ...asker.answers,
    frontends,
    computeNodes,
    sessions: many(width.sessions, (n) => ({
      frontendName: frontends[n % frontends.length]?.name ?? null,
      connectionId: String(10_000 + n),
      user: `service_account_${n % 17}`,
      host: `10.1.${n % 250}.${n % 199}:${40_000 + n}`,
      database: `warehouse_${n % 23}`,
      command: n % 3 === 0 ? 'Query' : 'Sleep',
      connectedAt: now - n * minuteMs,
      timeS: n * 7,
      sql: n % 3 === 0 ? `SELECT ${'column_name, '.repeat(statementLength / 13)}1` : null,
      pending: false,
      warehouse: 'default_warehouse',
    })),
    runningQueries: many(width.runningQueries, (n) => ({
      queryId: `01917a5f-0000-7000-8000-${String(n).padStart(12, '0')}`,
      frontendHost: frontends[n % frontends.length]?.host ?? null,
      connectionId: String(10_000 + 3 * n),
      database: `warehouse_${n % 23}`,
      user: `service_account_${n % 17}`,
      startedAt: now - n * 1_000,
      startText: `start ${n}`,
      scanBytes: 1e9 + n,
      scanRows: 1e6 + n,
      memoryBytes: 1e8 + n,
      spillBytes: 0,
      cpuMs: 12_345 + n,
      execMs: 2_345 + n,
      progressPct: n % 100,
      warehouse: 'default_warehouse',
      resourceGroup: 'default_wg',
    })),
    lakeCompactions: many(width.compactions, (n) => ({
      table: `warehouse_${n % 23}.fact_orders_${n}`,
      partitionId: String(50_000 + n),
      txnId: String(900_000 + n),
      startedAt: now - n * minuteMs,
      startText: `start ${n}`,
      committedAt: n % 2 === 0 ? null : now,
      finishedAt: n % 2 === 0 ? null : now,
      error: null,
      profile: { sub_task_count: 32, read_local_mb: 1_200, read_remote_mb: 80, in_queue_sec: 2 },
    })),
    partitions: {
      worst: many(50, (n) => ({
        database: `warehouse_${n % 23}`,
        table: `fact_orders_${n}`,
        partition: `p2026030${n % 9}`,
        partitionId: String(50_000 + n),
        averageScore: 200 - n,
        p50Score: 180 - n,
        maxScore: 640 - n,
      })),
      seen: 12_000,
      over: 73,
      threshold: 100,
    },
  };
  const elapsed = () => (clock.now() - now) / 1_000;
  asker.frontendMetrics = (): NodeAnswers['feMetrics'] =>
    frontendMetrics({ queryTotal: 50 * elapsed(), latencyCount: 50 * elapsed() });
  asker.computeMetrics = (): NodeAnswers['beMetrics'] =>
    computeMetrics({
      scanBytes: 1e6 * elapsed(),
      network: { eth0: { receive: 1e6 * elapsed(), send: 2e6 * elapsed() } },
      devices: { sda: { read: 1e6 * elapsed(), written: 1e6 * elapsed(), ioTimeMs: 100 } },
    });
  return asker;
}

export function wideProfile(id: string): ClusterProfile {
  return {
    id,
    name: id,
    frontends: [{ host: 'fe-0', port: 9030 }],
    user: 'monitor',
    password: 'none',
    tls: { mode: 'off' },
    http: { mode: 'auto' },
    access: 'read-only',
    intervalS: 30,
  };
}

function many<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}
