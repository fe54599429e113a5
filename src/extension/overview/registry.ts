import type { ModuleId, ModuleMap } from '../../shared/model/extendedOverview';
import type { EvaluatorState } from '../alerts/evaluatorState';
import { computeCacheStats } from './cacheStats';
import { computeCapacityPrediction } from './capacityPrediction';
import { computeClusterHealth } from './clusterHealth';
import { computeCollectorCost } from './collectorCost';
import { computeCompactionStats } from './compactionStats';
import { computeDataStatistics } from './dataStatistics';
import { computeKeyPerformanceIndicators } from './keyPerformanceIndicators';
import { computeLoadJobStats } from './loadJobStats';
import { computeMaterializedViewStats } from './materializedViewStats';
import { computeNetworkIoStats } from './networkIoStats';
import { computeNodeDetails } from './nodeDetails';
import type { OverviewInput } from './overviewInput';
import { computeQueryQueue } from './queryQueue';
import { computeResourceGroups } from './resourceGroups';
import { computeQueryTop } from './queryTop';
import { computeResourceMetrics } from './resourceMetrics';
import { computeRunningQueries } from './runningQueries';
import { computeSchemaChangeStats } from './schemaChangeStats';
import { computeSessionStats } from './sessionStats';
import { computeTabletHealth } from './tabletHealth';
import { computeSlowQueries } from './slowQueries';
import { computeTransactionStats } from './transactionStats';
import { computeWarehouses } from './warehouses';

/** Modules computed from one moment; those of a stretch of time come from the store. */
export type ComputedModuleId = Exclude<ModuleId, 'performanceTrends' | 'resourceTrends' | 'window'>;

/** Each id with the function that gives its model. */
export type ModuleComputation = {
  readonly [M in ComputedModuleId]: {
    readonly id: M;
    compute(input: OverviewInput, state: EvaluatorState): ModuleMap[M];
  };
}[ComputedModuleId];

/** To add a module: its model in shared/model, its file here, and one line in this list. */
export const computedModules: readonly ModuleComputation[] = [
  { id: 'health', compute: computeClusterHealth },
  { id: 'kpis', compute: computeKeyPerformanceIndicators },
  { id: 'resources', compute: computeResourceMetrics },
  { id: 'nodes', compute: computeNodeDetails },
  { id: 'compaction', compute: computeCompactionStats },
  { id: 'sessions', compute: computeSessionStats },
  { id: 'runningQueries', compute: computeRunningQueries },
  { id: 'networkIo', compute: computeNetworkIoStats },
  { id: 'loads', compute: computeLoadJobStats },
  { id: 'transactions', compute: computeTransactionStats },
  { id: 'materializedViews', compute: computeMaterializedViewStats },
  { id: 'schemaChanges', compute: computeSchemaChangeStats },
  { id: 'dataStatistics', compute: computeDataStatistics },
  { id: 'tabletHealth', compute: computeTabletHealth },
  { id: 'queryQueue', compute: computeQueryQueue },
  { id: 'resourceGroups', compute: computeResourceGroups },
  { id: 'capacity', compute: computeCapacityPrediction },
  { id: 'slowQueries', compute: computeSlowQueries },
  { id: 'queryTop', compute: computeQueryTop },
  { id: 'warehouses', compute: computeWarehouses },
  { id: 'cache', compute: computeCacheStats },
  { id: 'collectorCost', compute: computeCollectorCost },
];
