import type { SourceId } from '../../shared/ids';
import type { LiveModuleId } from '../../shared/model/extendedOverview';

// Where nodes are known from: of one that is not listed nothing is.
const lists = ['frontends', 'backends', 'computeNodes'] as const;
const metrics = ['feMetrics', 'beMetrics'] as const;

/** Sources without which a part of a module is unknown; metrics stand for their way by SQL, too. */
export const moduleSources: Readonly<Record<LiveModuleId, readonly SourceId[]>> = {
  health: lists,
  kpis: [...lists, ...metrics, 'runningQueries', 'feConfig', 'auditMinutes'],
  resources: [...lists, ...metrics],
  nodes: [...lists, ...metrics, 'imageAge', 'feConfig', 'beConfig'],
  compaction: [
    ...lists,
    ...metrics,
    'lakeCompactions',
    'localCompactions',
    'partitions',
    'feConfig',
    'beConfig',
  ],
  sessions: ['sessions'],
  runningQueries: ['runningQueries', 'sessions'],
  networkIo: [...lists, 'beMetrics'],
  loads: [...lists, 'beMetrics', 'loads', 'streamLoads', 'routineLoads'],
  transactions: [...lists, 'feMetrics', 'lakeCompactions', 'feConfig', 'txnDetail'],
  materializedViews: ['mvs', 'taskRuns', 'taskSchedules'],
  schemaChanges: [...lists, 'feMetrics', 'alterSweep'],
  tabletHealth: ['tabletHealth', 'tabletScheduler'],
  resourceGroups: [...lists, 'beMetrics', 'resourceGroups'],
  queryQueue: [...lists, 'feMetrics', 'queue'],
  dataStatistics: [...lists, 'feMetrics', 'metadata'],
  capacity: [...lists, ...metrics, 'metadata', 'feConfig'],
  slowQueries: ['auditTable', 'auditSlow', 'profileList', 'runningQueries', 'sessions'],
  queryTop: ['auditTable', 'auditTop', 'sessions'],
  warehouses: [...lists, 'warehouses', 'runningQueries', 'queue'],
  cache: [...lists, 'beMetrics', 'datacache'],
  collectorCost: [],
};
