/** Statements by shape: literals left out, told apart without regard to white space. */
import type { Expectation, ReadingMeta, RowsExpectation } from './expectation';
import { exact, fields, leaf, within } from './expectation';
import type { Interval } from './interval';
import { hull, sum } from './interval';
import { toldTime } from './situation';
import type { Situation } from './situation';

export type Shaped = {
  readonly sql: string;
  readonly database: string;
  readonly queries: number;
  readonly failed: number;
  readonly durations: readonly Interval[];
  readonly scanBytes: Interval;
  /** Whole seconds. */
  readonly lastAt: number;
};

/** Good for the plain statements of the demo cluster: strings, numbers and comments. */
export const shapeId = (sql: string): string =>
  sql
    .replaceAll(/\/\*[\s\S]*?(?:\*\/|$)|--[^\n]*/g, ' ')
    .replaceAll(/'(?:[^'\\]|\\.|'')*(?:'|$)|"(?:[^"\\]|\\.)*(?:"|$)/g, '?')
    .replaceAll(/(?<![\p{L}\p{N}_$.])\d+(?:\.\d+)?/gu, '?')
    .replaceAll(/[`\s;]/g, '')
    .toLowerCase();

export function queryShape(
  situation: Situation,
  statements: readonly Shaped[],
  meta: ReadingMeta,
  more: Pick<RowsExpectation, 'unknownColumns'> & { readonly noMemory?: boolean } = {},
): RowsExpectation {
  const groups = new Map<string, Shaped[]>();
  for (const statement of statements) {
    const id = `${statement.database} ${shapeId(statement.sql)}`;
    groups.set(id, [...(groups.get(id) ?? []), statement]);
  }
  const { noMemory, ...rest } = more;
  return {
    kind: 'rows',
    shown: 15,
    meta,
    rows: [...groups.values()].map((group) => expectShape(situation, group, noMemory === true)),
    ids: [...groups.keys()],
    idOf: (row) => `${String(row['database'])} ${shapeId(String(row['fingerprint']))}`,
    ...rest,
  };
}

function expectShape(
  situation: Situation,
  group: readonly Shaped[],
  noMemory: boolean,
): Expectation {
  const durations = group.flatMap((each) => each.durations);
  const longest = hull(durations);
  return fields({
    fingerprint: leaf((actual) =>
      typeof actual === 'string' &&
      !/'|"|(?<![\p{L}_$`])\d/u.test(actual.replaceAll(/`[^`]*`/g, ''))
        ? undefined
        : `holds a literal: ${String(actual)}`,
    ),
    database: exact(group[0]?.database === '' ? null : group[0]?.database),
    queries: exact(group.reduce((total, { queries }) => total + queries, 0)),
    failed: exact(group.reduce((total, { failed }) => total + failed, 0)),
    totalMs: within(sum(durations)),
    longestMs: within({ lo: longest.hi, hi: longest.hi }),
    scanBytes: within(sum(group.map(({ scanBytes }) => scanBytes))),
    cpuMs: leaf(() => undefined),
    memoryBytes: noMemory ? exact(null) : leaf(() => undefined),
    lastAt: within(toldTime(situation, Math.max(...group.map(({ lastAt }) => lastAt)))),
  });
}
