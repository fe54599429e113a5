import { isRuleId } from '../../shared/thresholds';
import type { EpochMs } from '../../shared/time';
import {
  defaultGridMs,
  longestGridMs,
  type ImportLine,
  type Snapshot,
  type StoredProblem,
  type SubjectKind,
  type SubjectPoint,
} from './historyStore';
import { isClusterSeries, isNodeSeries } from './schema';

/**
 * Import lines as snapshots on the 30 s grid, oldest first. A line stands until the next one if that
 * is at most 5 min away, else for as long as the line before it did. Lines without a usable time and
 * series the catalogue does not know are left out; of two lines of one slot the first stays.
 */
export function toSnapshots(lines: readonly ImportLine[]): readonly Snapshot[] {
  const slots = new Map<EpochMs, ImportLine>();
  for (const line of lines) {
    if (Number.isFinite(line.ts)) {
      const at = Math.floor(line.ts / defaultGridMs) * defaultGridMs;
      if (!slots.has(at)) {
        slots.set(at, line);
      }
    }
  }
  const ordered = [...slots].sort(([a], [b]) => a - b);
  let gridMs = defaultGridMs;
  return ordered.map(([at, line], index) => {
    const next = ordered[index + 1]?.[0];
    if (next !== undefined && next - at <= longestGridMs) {
      gridMs = next - at;
    }
    return {
      at,
      gridMs,
      values: known(line.values, isClusterSeries),
      state: {},
      nodes: Object.fromEntries(
        Object.entries(line.nodes ?? {}).map(([node, values]) => [
          node,
          known(values, isNodeSeries),
        ]),
      ),
      problems: (line.problems ?? []).filter(isProblem),
      events: [],
      ...(line.subjects === undefined ? {} : { subjects: line.subjects.filter(isSubject) }),
    };
  });
}

function known<Id extends string>(
  values: Readonly<Record<string, number | null>>,
  isKnown: (id: string) => id is Id,
): Partial<Record<Id, number | null>> {
  const result: Partial<Record<Id, number | null>> = {};
  for (const [series, value] of Object.entries(values)) {
    if (isKnown(series)) {
      // What is not a number is unknown: imported text is not trusted.
      result[series] = Number.isFinite(value) ? value : null;
    }
  }
  return result;
}

const kinds: ReadonlySet<string> = new Set<SubjectKind>(['table', 'database', 'disk', 'data']);

const levels: ReadonlySet<string> = new Set<StoredProblem['level']>([
  'info',
  'warning',
  'critical',
]);

/** What no rule of ours finds is left out. */
function isProblem({ rule, subject, level, since }: StoredProblem): boolean {
  return (
    isRuleId(rule) &&
    levels.has(level) &&
    (subject === null || typeof subject === 'string') &&
    Number.isFinite(since)
  );
}

/** What is not a size of something is left out, for the same reason. */
function isSubject({ kind, name, at, value, capacity }: SubjectPoint): boolean {
  return (
    kinds.has(kind) &&
    typeof name === 'string' &&
    [at, value, capacity ?? value].every((number) => Number.isFinite(number) && number >= 0)
  );
}
