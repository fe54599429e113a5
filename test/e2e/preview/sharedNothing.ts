import type {
  BECompactionScore,
  CompactionOfKind,
} from '../../../src/shared/model/beCompactionScore';
import type { Kpi } from '../../../src/shared/model/keyPerformanceIndicators';
import type { ComputeDetails } from '../../../src/shared/model/nodeDetails';
import type { ToPage } from '../../../src/shared/protocol';
import { known, mapReading, unknown, type Rows } from '../../../src/shared/reading';

type State = Extract<ToPage, { readonly kind: 'state' }>;

const hosts = ['be-01', 'be-02', 'be-03', 'be-04'] as const;
const nodeOf = (host: string) => `be:${host}:9050` as const;
const limit = 1000;
const versions = [43, 38, 470, 51] as const;

/** The same cluster as shared-nothing: BEs with disks and versions; the last one is dead. */
export function asSharedNothing(state: State, at: number): State {
  const from = { observedAt: at, source: 'beMetrics' } as const;
  const none = unknown('not-applicable', at, { source: 'beMetrics' });
  const down = unknown('node-down', at, { source: 'beMetrics' });
  const rows = <R>(list: readonly R[]): Rows<R> =>
    known({ rows: list, total: list.length, truncated: false }, from);
  const measured = <T>(index: number, values: readonly T[]) => {
    const value = values[index];
    return index === 3 || value === undefined ? down : known(value, from);
  };

  const kind = (index: number, scale: number, waiting: CompactionOfKind['waiting']) => ({
    score: measured(index, [12 * scale, 9 * scale, 120 * scale]),
    running: measured(index, [1, 0, 4]),
    waiting,
    bytesPerSecond: measured(index, [12e6, 0, 88e6]),
    deltasPerSecond: measured(index, [3.1, 0, 14]),
    failuresPerSecond: measured(index, [0, 0, 0.2]),
  });
  const backends = hosts.map((host, index): BECompactionScore => ({
    node: nodeOf(host),
    host,
    level: index === 3 ? 'unknown' : index === 2 ? 'warning' : 'ok',
    versions: measured(index, versions),
    versionLimit: index === 1 ? 2000 : limit,
    versionLimitAssumed: index === 3,
    candidates: measured(index, [2, 0, 31]),
    candidateScore: measured(index, [12, 9, 120]),
    kinds: {
      base: kind(index, 1, measured(index, [0, 0, 2])),
      cumulative: kind(index, 2, measured(index, [1, 0, 26])),
      update: kind(index, 1e6, none),
    },
  }));
  const compute = hosts.map((host, index): ComputeDetails => ({
    node: nodeOf(host),
    host,
    role: 'be',
    state: index === 3 ? 'down' : 'up',
    verdict: index === 3 ? 'critical' : 'ok',
    version: '3.2.16',
    startedAt: at - 1e9,
    lastHeartbeatAt: at - (index === 3 ? 372_000 : 2_000),
    error: index === 3 ? 'connection refused' : null,
    warehouse: null,
    cpuPct: measured(index, [62, 64, 57]),
    memPct: measured(index, [71, 83, 66]),
    diskPct: measured(index, [61.4, 59.8, 82.1]),
    disks: measured(index, [
      [{ path: '/data1', total: 4e12, avail: 1.6e12, usedPct: 60, dataUsed: 2e12, usable: true }],
    ]),
    versions: measured(index, versions),
    compactions: measured(index, [1, 0, 4]),
    cachePct: none,
    tablets: measured(index, [9584, 9611, 9540]),
    runningQueries: measured(index, [16, 22, 9]),
    drainPerMinute: none,
    drainedAt: none,
    restarts: known(0, from),
  }));
  const kpi = (value: number): Kpi => ({
    value: known(value, from),
    vsFiveMinutes: known(value / 4, from),
    vsYesterday: known(value / 3, from),
    vsYesterdayPct: none,
  });

  const { kpis, resources, nodes, compaction } = state.modules;
  return {
    ...state,
    header: { ...state.header, runMode: known('shared_nothing', from) },
    modules: {
      ...state.modules,
      ...(kpis === undefined
        ? {}
        : { kpis: mapReading(kpis, (value) => ({ ...value, compactionVersions: kpi(470) })) }),
      ...(resources === undefined
        ? {}
        : {
            resources: mapReading(resources, (value) => ({
              ...value,
              disk: {
                used: known(18e12, from),
                total: known(30e12, from),
                worst: known({ node: nodeOf('be-03'), value: 82.1 }, from),
              },
              cache: { used: none, quota: none },
            })),
          }),
      ...(nodes === undefined
        ? {}
        : {
            nodes: mapReading(nodes, (value) => ({
              ...value,
              compute: rows(compute),
              deadBrokers: known(1, from),
              configuration: known({ rows: [], total: 0, truncated: false }, from),
            })),
          }),
      ...(compaction === undefined
        ? {}
        : {
            compaction: mapReading(compaction, (value) => ({
              ...value,
              runMode: known('shared_nothing' as const, from),
              versions: known({ node: nodeOf('be-03'), value: 470 }, from),
              versionMarks: { limit, info: 200, warning: 400, critical: 700, assumed: false },
              backends: rows(backends),
              running: known(5, from),
              waiting: known(29, from),
              failedPerSecond: known(0.2, from),
              finished: none,
              failed: none,
              successRate: none,
              tasks: none,
              maxTasks: none,
              advice: [],
              partitions: none,
              partitionsOver: none,
              partitionsSeen: none,
            })),
          }),
    },
  };
}
