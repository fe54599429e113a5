/** Which source a line of the demo cluster's log belongs to. */
import type { LogEntry } from '../../src/demo/truth';
import type { AskedSource } from './situation';
import { sourceKey } from './situation';

const statements: readonly (readonly [RegExp, AskedSource])[] = [
  [/^SHOW (FRONTENDS|PROC '\/frontends')/i, 'frontends'],
  [/^SHOW (BACKENDS|PROC '\/backends')/i, 'backends'],
  [/^SHOW (COMPUTE NODES|PROC '\/compute_nodes')/i, 'computeNodes'],
  [/^SHOW PROC '\/(global_)?current_queries'/i, 'runningQueries'],
  [/PROCESSLIST/i, 'sessions'],
  [/^SHOW PROC '\/compactions'/i, 'lakeCompactions'],
  [/partitions_meta/i, 'partitions'],
  [/information_schema\.loads\b/i, 'loads'],
  [/routine_load_jobs/i, 'routineLoads'],
  [/^ADMIN SHOW FRONTEND CONFIG/i, 'feConfig'],
  [/NOW\(\)/i, 'clock'],
  [/^SHOW (GRANTS|VARIABLES)/i, 'capabilities'],
];

/** `source` or `source node`; undefined for statements that ask nothing (SET). */
export function keyOf(entry: LogEntry): string | undefined {
  if (entry.protocol === 'http') {
    return /^(GET )?\/metrics/.test(entry.statement)
      ? sourceKey(entry.node.startsWith('fe:') ? 'feMetrics' : 'beMetrics', entry.node)
      : undefined;
  }
  return statements.find(([pattern]) => pattern.test(entry.statement))?.[1];
}

export const isAnswered = (entry: LogEntry): boolean =>
  entry.outcome === 'ok' || entry.outcome === '200';

export const isSelect = (entry: LogEntry): boolean =>
  entry.protocol === 'sql' && /^\s*SELECT/i.test(entry.statement);
