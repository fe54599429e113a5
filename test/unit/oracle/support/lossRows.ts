/** What each source leaves unknown on the page when it is lost, and what is told otherwise then. */
import type { UnknownReason } from '../../../../src/shared/reading';
import type { Source } from './sourceOutcomes';

export type LossRow = {
  /** Readings and columns, with all in them, that are unknown for the reason the source fails for. */
  readonly lost?: readonly string[];
  /** Those that are unknown for a reason of their own. */
  readonly otherwise?: { readonly why: UnknownReason; readonly lost: readonly string[] };
  /** Known still, and not the same: partial, a bound, from another source, or judged by less. */
  readonly changed?: readonly string[];
};

/** What rests on a list of nodes, be it of BEs or of CNs. */
const ofEveryList = [
  'cache.{diskQuota,diskUsed,memoryQuota,memoryUsed,nodes}',
  'health.compute.{alive,total}',
  'health.decommissioning',
  'networkIo.perNode',
  'nodes.compute',
  'resources.cache.{quota,used}',
  'resources.cpu.{average,worst}',
  'resources.{cpuCores,memoryLimit}',
  'resources.memory.{average,worst}',
];

export const lossRows: Readonly<Record<Source, LossRow>> = {
  // Times are read by the last offset to the cluster's clock that was told.
  clock: {},
  capabilities: {
    lost: ['queryQueue.enabled'],
    changed: [
      'compaction.runMode',
      'health.runMode',
      'materializedViews.{active,bad,byState,failed,inactive,running,stale,total,views}',
      'sessions.{active,byCommand,byDatabase,byHost,byUser,idle,pending,sessions,total}',
    ],
  },
  frontends: {
    lost: ['health.frontends.{alive,total}', 'nodes.frontends', 'resources.heap.average'],
    changed: ['health.{judged,leader,sentence,versions}'],
  },
  computeNodes: {
    lost: [...ofEveryList, 'compaction.maxTasks', 'warehouses.warehouses[].{alive,nodes}'],
    // The score is as old as the round, in which it failed.
    otherwise: { why: 'failed', lost: ['health.score'] },
    changed: ['health.{judged,lastKnown,sentence,verdict,versions}'],
  },
  lakeCompactions: {
    lost: ['compaction.{failed,failedPerSecond,finished,running,successRate,tasks}'],
    changed: ['health.judged', 'transactions.{byDatabase,fullestPct}'],
  },
  partitions: { lost: ['compaction.{partitions,partitionsOver,partitionsSeen}'] },
  feConfig: {
    lost: [
      'compaction.maxTasks',
      'kpis.connectionsMaxPct',
      'transactions.byDatabase[].pct',
      'transactions.{fullestPct,limit}',
    ],
    changed: [
      'compaction.marks.assumed',
      'health.judged',
      'loads.{byType,cancelled,failed,failures,finished,loads,small}',
      'nodes.configuration',
    ],
  },
  beConfig: { changed: ['compaction.versionMarks.assumed', 'nodes.configuration'] },
  loads: {
    lost: ['loads.{byType,cancelled,failed,failures,finished,loads,running,small}'],
    changed: ['health.judged'],
  },
  routineLoads: {
    lost: [
      'loads.{routineLag,routineLoads,routinePausedBySystem,routinePausedByUser,routineTotal}',
    ],
    changed: ['health.judged'],
  },
  txnDetail: {
    lost: ['transactions.{looked,oldestMs,stuck,transactions}'],
    changed: ['health.judged', 'transactions.byDatabase[].lookedAt'],
  },
  alterSweep: {
    lost: ['schemaChanges.{byKind,failed,jobs,looked,optimizeLooked,stuck}'],
    changed: ['health.judged'],
  },
  mvs: {
    lost: ['materializedViews.{active,bad,byState,failed,inactive,running,stale,total,views}'],
    changed: ['health.judged'],
  },
  taskRuns: { lost: ['materializedViews.views[].{failures,usualMs}'] },
  taskSchedules: {
    lost: ['materializedViews.stale', 'materializedViews.views[].{everyMs,stale}'],
    changed: ['health.judged', 'materializedViews.bad'],
  },
  metadata: {
    lost: [
      'capacity.objectStorage.used',
      'dataStatistics.byDatabase[].{materializedViews,rows,tables,views}',
      'dataStatistics.{byEngine,bytes,growing,largest,materializedViews,rows,tables,views}',
    ],
    changed: ['dataStatistics.byDatabase'],
  },
  queue: { lost: ['queryQueue.{admitted,queries,slots}', 'warehouses.warehouses[].queued'] },
  resourceGroups: { lost: ['resourceGroups.{groups,total}'] },
  tabletHealth: { lost: ['tabletHealth.{byDatabase,tablets}'] },
  tabletScheduler: { lost: ['tabletHealth.{scheduled,schedulerPending,schedulerRunning}'] },
  auditTable: {
    lost: [
      'kpis.p50',
      'queryTop.{errors,shapes,tables,tablesApproximate}',
      'queryTop.users[].{failed,lastDay,lastHour}',
      'slowQueries.auditTable',
      'slowQueries.queries[].{errorCode,pendingMs,returnRows}',
    ],
    changed: [
      'kpis.latencyNode',
      'kpis.p75.value',
      'kpis.p95.value',
      'kpis.p99.value',
      'queryTop.{activeLastDay,activeLastHour,users}',
      'slowQueries.{queries,shapes}',
    ],
  },
  auditMinutes: {
    lost: ['kpis.p50'],
    changed: ['kpis.latencyNode', 'kpis.p75.value', 'kpis.p95.value', 'kpis.p99.value'],
  },
  auditSlow: {
    lost: ['slowQueries.queries[].{errorCode,pendingMs,returnRows}'],
    changed: ['slowQueries.{queries,shapes}'],
  },
  auditTop: {
    lost: [
      'queryTop.{errors,shapes,tables,tablesApproximate}',
      'queryTop.users[].{failed,lastDay,lastHour}',
    ],
    changed: ['queryTop.{activeLastDay,activeLastHour,users}'],
  },
  warehouses: { lost: ['warehouses.{total,warehouses}'] },
  runningQueries: {
    lost: [
      'kpis.running',
      'runningQueries.{longestMs,queries,total}',
      'warehouses.warehouses[].running',
    ],
  },
  sessions: {
    lost: [
      'runningQueries.queries[].sql',
      'sessions.{active,byCommand,byDatabase,byHost,byUser,idle,pending,sessions,total}',
    ],
  },
  feMetrics: {
    lost: [
      'compaction.score',
      'dataStatistics.existing',
      'kpis.{compactionScore,connections,connectionsMaxPct,errorsAnalysis,errorsInternal,errorsTimeout,qps,queued,requests,slowPerSecond,transactionsRunning}',
      'nodes.deadBrokers',
      'nodes.frontends[].{connections,heapPct,imageAgeMs,p99,qps}',
      'queryQueue.{timedOutPerSecond,waiting}',
      'resources.gcOld',
      'resources.heap.{average,worst}',
      'schemaChanges.running',
      'transactions.{begunPerSecond,byDatabase,committedPerSecond,failedPct,failedPerSecond,fullestPct,running}',
    ],
    changed: [
      'capacity.databases',
      'capacity.objectStorage.used',
      'compaction.level',
      'dataStatistics.{byDatabase,byEngine,bytes,databases,largest,materializedViews,rows,tables,views}',
      'health.judged',
      'kpis.{errorRate,slowRate,successRate}',
      'nodes.frontends[].{state,verdict}',
      'transactions.looked',
    ],
  },
  beMetrics: {
    lost: [
      'cache.hitPct',
      'cache.nodes[].hitPct',
      'kpis.{loadBytes,loadRows}',
      'loads.{bytesPerSecond,rowsPerSecond}',
      'networkIo.{busiestDisk,read,receive,send,write}',
      'networkIo.perNode[].{read,receive,send,utilPct,write}',
      'resourceGroups.usage',
      'resources.{fileDescriptors,loadAverage}',
    ],
    changed: ['health.judged', 'nodes.compute[].state'],
  },
  imageAge: { lost: ['nodes.frontends[].imageAgeMs'] },
  datacache: { lost: ['cache.hitPct', 'cache.nodes[].hitPct'] },
  backends: {
    lost: [
      ...ofEveryList,
      'capacity.cluster.{total,until100,until80,until90,used}',
      'capacity.{firstFull,nodes}',
      'compaction.{backends,waiting}',
      'resources.disk.{total,used,worst}',
    ],
    // The score is as old as the round, in which it failed.
    otherwise: { why: 'failed', lost: ['health.score'] },
    changed: ['health.{judged,lastKnown,sentence,verdict,versions}'],
  },
  localCompactions: { lost: ['compaction.backends[].{candidateScore,candidates}'] },
  streamLoads: {
    otherwise: {
      why: 'unsupported-version',
      lost: ['loads.loads[].{scanBytes,table}', 'loads.small'],
    },
    changed: ['health.judged', 'loads.{byType,cancelled,failed,failures,finished,loads,running}'],
  },
  feMetricsSql: {
    lost: [
      'compaction.score',
      'dataStatistics.existing',
      'kpis.{compactionScore,connections,connectionsMaxPct,errorsAnalysis,errorsInternal,errorsTimeout,latencyNode,p75,p95,p99,qps,requests,slowPerSecond,successRate,transactionsRunning}',
      'nodes.deadBrokers',
      'nodes.frontends[].{connections,heapPct,imageAgeMs,p99,qps}',
      'queryQueue.timedOutPerSecond',
      'resources.gcOld',
      'resources.heap.{average,worst}',
      'schemaChanges.running',
      'transactions.{begunPerSecond,byDatabase,committedPerSecond,failedPct,failedPerSecond,fullestPct,looked,oldestMs,running,stuck,transactions}',
    ],
    changed: [
      'capacity.databases',
      'dataStatistics.{byDatabase,byEngine,bytes,databases,largest,materializedViews,rows,tables,views}',
      'health.{applicable,judged}',
      'kpis.{errorRate,slowRate}',
      'nodes.frontends[].{state,verdict}',
    ],
  },
  beMetricsSql: {
    lost: [
      'cache.hitPct',
      'cache.nodes[].hitPct',
      'compaction.backends[].kinds.base.{bytesPerSecond,deltasPerSecond,failuresPerSecond,running,score,waiting}',
      'compaction.backends[].kinds.cumulative.{bytesPerSecond,deltasPerSecond,failuresPerSecond,running,score,waiting}',
      'compaction.backends[].kinds.update.{bytesPerSecond,deltasPerSecond,failuresPerSecond,running,score}',
      'compaction.backends[].versions',
      'compaction.{failedPerSecond,running,versions,waiting}',
      'kpis.{compactionVersions,loadBytes,loadRows}',
      'loads.{bytesPerSecond,rowsPerSecond}',
      'networkIo.{busiestDisk,read,receive,send,write}',
      'networkIo.perNode[].{read,receive,send,utilPct,write}',
      'nodes.compute[].{compactions,disks,versions}',
      'resourceGroups.usage',
      'resources.{fileDescriptors,loadAverage}',
    ],
    changed: [
      'capacity.cluster.{total,used}',
      'capacity.nodes',
      'compaction.backends[].level',
      'health.judged',
      'nodes.compute[].{diskPct,state}',
      'resources.disk.{total,used,worst}',
    ],
  },
  profileList: { changed: ['slowQueries.{queries,shapes}'] },
};
