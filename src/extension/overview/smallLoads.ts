import type { SmallLoads } from '../../shared/model/loadJobStats';
import { sameReason, unknown, type Rows } from '../../shared/reading';
import { ruleNumbers } from '../../shared/thresholds';
import { minuteMs } from '../../shared/time';
import { tableOf } from './clusterFacts';
import { loadOutcome } from './loadOutcome';
import type { OverviewInput } from './overviewInput';
import { recentLoads, untoldColumns } from './recentLoads';

/**
 * Tables into which more than ten loads a minute of fewer than 10,000 rows each ended, busiest first.
 *
 * @param many another number of loads a minute
 */
export function smallLoadRows(
  input: OverviewInput,
  many: number = ruleNumbers.smallLoadsPerMinute,
): Rows<SmallLoads> {
  const { smallLoadRows: few, smallLoadsWindowMs } = ruleNumbers;
  const loads = recentLoads(input, smallLoadsWindowMs);
  if (!loads.known) {
    return sameReason(loads);
  }
  const untold = loads.value.filter(({ table }) => table === null).length;
  if (untold > 0 && untold === loads.value.length) {
    const why = untoldColumns(input).table ?? 'not-recorded';
    return unknown(why, loads.observedAt, { source: loads.source });
  }
  const byTable = new Map<string, { database: string; table: string; rows: number[] }>();
  for (const load of loads.value) {
    const written = load.sinkRows ?? load.scanRows;
    const { database, table } = load;
    if (loadOutcome(load) !== 'finished' || table === null || written === null || written >= few) {
      continue;
    }
    const key = JSON.stringify([database, table]);
    const group = byTable.get(key) ?? { database, table, rows: [] };
    group.rows.push(written);
    byTable.set(key, group);
  }
  const minutes = smallLoadsWindowMs / minuteMs;
  const rows = [...byTable.values()]
    .map(({ database, table, rows: written }): SmallLoads => {
      const total = written.reduce((a, b) => a + b, 0);
      return {
        database,
        table,
        perMinute: written.length / minutes,
        rowsPerLoad: total / written.length,
      };
    })
    .filter(({ perMinute }) => perMinute > many)
    .sort((a, b) => b.perMinute - a.perMinute || a.table.localeCompare(b.table, 'en'));
  // Loads whose table is not told may have been small ones.
  return { ...loads, value: tableOf(rows), ...(untold > 0 ? { bound: 'lower' as const } : {}) };
}
