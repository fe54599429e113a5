import { groupBy } from '../../shared/groupBy';
import { roleOf } from '../../shared/ids';
import type { SubjectKind, SubjectPoint } from '../store/historyStore';
import { databaseBytes } from '../overview/databaseSizes';
import { distinctDisks } from '../overview/distinctDisks';
import type { OverviewInput } from '../overview/overviewInput';
import { diskSubject, storedSubjects, tableSubject } from '../overview/storedSizes';
import { sizedMetadata } from '../overview/visibleMetadata';

/** What is to be stored of this hour, kinds of which nothing is known left out. */
export function subjectPoints(
  input: OverviewInput,
): ReadonlyMap<SubjectKind, readonly SubjectPoint[]> {
  const points: readonly SubjectPoint[] = [
    ...tablePoints(input),
    ...databasePoints(input),
    ...diskPoints(input),
    ...dataPoints(input),
  ];
  return groupBy(points, ({ kind }) => kind);
}

function tablePoints(input: OverviewInput): readonly SubjectPoint[] {
  const sizes = sizedMetadata(input);
  return sizes.known
    ? sizes.value.largest.slice(0, storedSubjects).map(({ database, name, bytes }) => ({
        kind: 'table',
        name: tableSubject(database, name),
        at: sizes.observedAt,
        value: bytes,
      }))
    : [];
}

function databasePoints(input: OverviewInput): readonly SubjectPoint[] {
  const sizes = databaseBytes(input);
  return sizes.known
    ? [...sizes.value]
        .sort(([, a], [, b]) => b - a)
        .slice(0, storedSubjects)
        .map(([name, value]) => ({ kind: 'database', name, at: sizes.observedAt, value }))
    : [];
}

/** Local disks of BEs, two paths of one file system once. */
function diskPoints({ beMetrics }: OverviewInput): readonly SubjectPoint[] {
  return [...beMetrics].flatMap(([node, sample]) =>
    sample.known && roleOf(node) === 'be'
      ? distinctDisks(sample.value.disks).map(({ path, total, avail }): SubjectPoint => ({
          kind: 'disk',
          name: diskSubject(node, path),
          at: sample.observedAt,
          value: total - avail,
          capacity: total,
        }))
      : [],
  );
}

/** A part of the data would look like data that went away. */
function dataPoints({ series }: OverviewInput): readonly SubjectPoint[] {
  const bytes = series['data.bytes'];
  return bytes.known && bytes.bound === undefined
    ? [{ kind: 'data', name: '', at: bytes.observedAt, value: bytes.value }]
    : [];
}
