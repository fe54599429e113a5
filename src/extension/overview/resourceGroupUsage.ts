import type { ResourceGroupUsage } from '../../shared/model/resourceGroups';
import {
  mapReading,
  sameReason,
  sumReadings,
  unknown,
  type Reading,
  type Rows,
  type UnknownReason,
} from '../../shared/reading';
import type { ComputeMetrics } from '../starrocks/sources/beMetrics';
import { expectedNodes, tableOf } from './clusterFacts';
import { noNodes } from './columnSum';
import { missingFigure, whyNull } from './missingFigure';
import type { OverviewInput } from './overviewInput';

const columns = {
  cpuCores: 'groupCores',
  memory: 'groupMemBytes',
  queries: 'groupQueries',
} as const satisfies Partial<Record<keyof ResourceGroupUsage, keyof ComputeMetrics>>;
type Column = keyof typeof columns;
const columnIds = Object.keys(columns) as readonly Column[];

/** What each group uses, summed over the nodes that tell; on a node without it, it uses nothing. */
export function resourceGroupUsageRows(input: OverviewInput): Rows<ResourceGroupUsage> {
  const parts = expectedNodes(input).map(({ node }) => ({
    node,
    reading: tellingSample(input.beMetrics.get(node) ?? unknown('not-collected-yet', input.now)),
  }));
  const tellers = sumReadings(
    parts.map(({ node, reading }) => ({ node, reading: mapReading(reading, () => 1) })),
    input.now,
  );
  if (!tellers.known) {
    return parts.length === 0 ? noNodes(input) : sameReason(tellers);
  }
  const samples = parts.flatMap(({ reading }) => (reading.known ? [reading.value] : []));
  const names = new Set(samples.flatMap(groupNames));
  const rows = [...names]
    .sort((a, b) => a.localeCompare(b, 'en'))
    .map((name): ResourceGroupUsage => {
      const cell = (column: Column) => totalOf(samples, column, name);
      return {
        name,
        cpuCores: cell('cpuCores'),
        memory: cell('memory'),
        queries: cell('queries'),
      };
    });
  const unknownColumns = unknownColumnsOf(samples);
  return {
    ...tellers,
    value: {
      ...tableOf(rows),
      ...(Object.keys(unknownColumns).length === 0 ? {} : { unknownColumns }),
    },
  };
}

/** A node whose metrics hold groups, each figure of them usable: with less its sums would lie. */
function tellingSample(sample: Reading<ComputeMetrics>): Reading<ComputeMetrics> {
  if (!sample.known) {
    return sample;
  }
  const figures = Object.values(columns);
  const wrong = figures.find((figure) => sample.value.unusable.includes(figure));
  const none = figures.every((figure) => sample.value[figure] === null);
  return wrong === undefined && !none
    ? sample
    : missingFigure(sample.value, wrong ?? columns.queries, sample);
}

function groupNames(sample: ComputeMetrics): readonly string[] {
  return Object.values(columns).flatMap((figure) => Object.keys(sample[figure] ?? {}));
}

/** Null where no node tells the figure at all. */
function totalOf(samples: readonly ComputeMetrics[], column: Column, name: string): number | null {
  const told = samples.flatMap((sample) => {
    const byGroup = sample[columns[column]];
    return byGroup === null ? [] : [byGroup];
  });
  return told.length === 0
    ? null
    : told.flatMap((byGroup) => byGroup[name] ?? []).reduce((sum, value) => sum + value, 0);
}

function unknownColumnsOf(
  samples: readonly ComputeMetrics[],
): Readonly<Partial<Record<Column, UnknownReason>>> {
  const [sample] = samples;
  return Object.fromEntries(
    columnIds
      .filter((column) => samples.every((each) => each[columns[column]] === null))
      .flatMap((column) =>
        sample === undefined ? [] : [[column, whyNull(sample, columns[column])]],
      ),
  );
}
