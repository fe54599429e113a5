import type { TableId, TableMap } from '../../shared/api';
import { renderPhrase } from '../../shared/format';
import { phrase } from '../../shared/phrase';
import type { Rows } from '../../shared/reading';
import type { EvaluatorState } from '../alerts/evaluatorState';
import { beCompactionRows } from './beCompactionScores';
import { compactionTaskRows, partitionRows } from './compactionStats';
import { databaseSizeRows } from './databaseSizes';
import { tableSizeRows } from './dataStatistics';
import { loadFailureRows, loadRows } from './loadJobStats';
import { materializedViewRows } from './materializedViewStats';
import { memoryPartRows } from './memoryParts';
import { nodeIoRows } from './networkIoStats';
import { computeRows, frontendRows } from './nodeDetails';
import type { OverviewInput } from './overviewInput';
import { queuedQueryRows } from './queryQueue';
import { nodeCacheRows } from './cacheStats';
import { sourceCostRows } from './collectorCost';
import { resourceGroupRows } from './resourceGroups';
import { activeUserRows, queryErrorRows, tableAccessRows, topShapeRows } from './queryTop';
import { resourceGroupUsageRows } from './resourceGroupUsage';
import { warehouseRows } from './warehouses';
import { routineLoadRows } from './routineLoadRows';
import { runningQueryRows } from './runningQueries';
import { schemaChangeRows } from './schemaChangeStats';
import { sessionRows, sessionsByUserRows } from './sessionStats';
import { databaseTabletRows } from './tabletHealth';
import { slowQueryRows, slowShapeRows } from './slowQueries';
import { databaseTransactionRows, transactionRows } from './transactionStats';

type RowsOf = {
  readonly [T in TableId]: (input: OverviewInput, state: EvaluatorState) => Rows<TableMap[T]>;
};

const tables: RowsOf = {
  frontends: frontendRows,
  computeNodes: (input, state) => computeRows(input, state),
  partitions: partitionRows,
  compactionTasks: compactionTaskRows,
  sessions: (input) => sessionRows(input),
  sessionsByUser: sessionsByUserRows,
  runningQueries: runningQueryRows,
  nodeIo: nodeIoRows,
  memoryParts: memoryPartRows,
  loads: (input) => loadRows(input),
  loadFailures: loadFailureRows,
  routineLoads: routineLoadRows,
  beCompactions: beCompactionRows,
  databaseTransactions: databaseTransactionRows,
  transactions: transactionRows,
  materializedViews: materializedViewRows,
  schemaChanges: schemaChangeRows,
  tableSizes: tableSizeRows,
  databaseSizes: databaseSizeRows,
  databaseTablets: databaseTabletRows,
  queuedQueries: queuedQueryRows,
  resourceGroups: resourceGroupRows,
  slowQueries: (input) => slowQueryRows(input),
  slowShapes: slowShapeRows,
  topShapes: topShapeRows,
  tableAccess: tableAccessRows,
  activeUsers: activeUserRows,
  queryErrors: queryErrorRows,
  resourceGroupUsage: resourceGroupUsageRows,
  warehouses: warehouseRows,
  nodeCaches: nodeCacheRows,
  sourceCosts: sourceCostRows,
};

/** All rows of a table; the modules carry only the first of them. Throws while they are unknown. */
export function tableRows<T extends TableId>(
  input: OverviewInput,
  state: EvaluatorState,
  table: T,
): readonly TableMap[T][] {
  const rows = tables[table](input, state);
  if (!rows.known) {
    const why = [phrase(`reason.${rows.why}`), rows.detail ?? []].flat();
    const words = why.map((each) => renderPhrase(each, 'en')).join(': ');
    throw new Error(`The rows of ${table} are unknown: ${words}`);
  }
  return rows.value.rows;
}
