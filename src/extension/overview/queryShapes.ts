import type { QueryShape } from '../../shared/model/slowQueries';
import type { Rows } from '../../shared/reading';
import { cutRows, cutText } from './clusterFacts';
import { sqlFingerprint } from '../sql/sqlFingerprint';

/** The lists of statements and what is counted by them are cut to so many rows in the modules. */
export const statementRows = 15;
const fingerprintLimit = 200;

/** What a module carries of the shapes; `getRows` has them whole. */
export function cutShapes(rows: Rows<QueryShape>): Rows<QueryShape> {
  const cut = cutRows(rows, statementRows);
  return cut.known
    ? {
        ...cut,
        value: {
          ...cut.value,
          rows: cut.value.rows.map((row) => ({
            ...row,
            fingerprint: cutText(row.fingerprint, fingerprintLimit),
          })),
        },
      }
    : cut;
}

/** Statements of one text, or a single one. */
export type Shaped = Omit<QueryShape, 'fingerprint'> & { readonly sql: string };

/** Statements of one shape in one database as one, most time first. */
export function queryShapes(statements: readonly Shaped[]): readonly QueryShape[] {
  const shapes = new Map<string, QueryShape>();
  for (const { sql, ...figures } of statements) {
    const fingerprint = sqlFingerprint(sql);
    const key = JSON.stringify([figures.database, fingerprint]);
    const before = shapes.get(key);
    shapes.set(key, before === undefined ? { fingerprint, ...figures } : joined(before, figures));
  }
  return [...shapes.values()].sort(
    (a, b) => b.totalMs - a.totalMs || a.fingerprint.localeCompare(b.fingerprint, 'en'),
  );
}

function joined(a: QueryShape, b: Omit<QueryShape, 'fingerprint'>): QueryShape {
  return {
    ...a,
    queries: a.queries + b.queries,
    // One that nobody tells of leaves the sum untold.
    failed: both(a.failed, b.failed, (x, y) => x + y),
    totalMs: a.totalMs + b.totalMs,
    longestMs: Math.max(a.longestMs, b.longestMs),
    scanBytes: both(a.scanBytes, b.scanBytes, (x, y) => x + y),
    cpuMs: both(a.cpuMs, b.cpuMs, (x, y) => x + y),
    memoryBytes: either(a.memoryBytes, b.memoryBytes),
    lastAt: either(a.lastAt, b.lastAt),
  };
}

function both(
  a: number | null,
  b: number | null,
  f: (a: number, b: number) => number,
): number | null {
  return a === null || b === null ? null : f(a, b);
}

/** The greater of what is known. */
function either(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : Math.max(a, b);
}
