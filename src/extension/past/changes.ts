import type { NodeId } from '../../shared/ids';
import type { Suspect, SuspectFamily } from '../../shared/model/causes';
import {
  seriesDefinition,
  type ClusterSeriesId,
  type NodeSeriesId,
  type SeriesUnit,
} from '../../shared/series';
import type { Snapshot } from '../store/historyStore';

export type Stretch = readonly Snapshot[];
type Change = Extract<Suspect, { kind: 'change' }>;
export type WeightedChange = {
  readonly weight: number;
  readonly change: Change;
};

/** A change this many times how a quantity varies stands out. */
const fewestDeviations = 3;
const mostDeviations = 20;
/** A node varies more than the cluster: it stands out alone by this many percent of its CPU or memory, too. */
const leastLoneRise = 20;
/** A quantity that varies less than this part of itself still counts as varying so much. */
const leastVariation = 0.1;
/** Less of a rise is nobody's. */
const leastShare = 40;
/** Nodes add up to the cluster if their sum is as near as this part. */
const addsUpWithin = 0.1;

/** What a family is measured by, and how much it says by itself: what is asked of a cluster explains what it does. */
const families: readonly {
  readonly family: SuspectFamily;
  readonly bonus: number;
  readonly series: readonly ClusterSeriesId[];
  /** A fall stands out as well. */
  readonly falls?: true;
}[] = [
  { family: 'queries', bonus: 20, series: ['query.qps', 'query.running'] },
  {
    family: 'loads',
    bonus: 20,
    series: ['load.rows', 'load.bytes', 'txn.begin'],
  },
  { family: 'schemaChanges', bonus: 20, series: ['alter.running'] },
  {
    family: 'compactions',
    bonus: 10,
    series: ['compaction.running'],
    falls: true,
  },
  {
    family: 'compactions',
    bonus: 10,
    series: ['compaction.failed', 'compaction.score', 'compaction.versions'],
  },
  { family: 'heap', bonus: 5, series: ['heap.max', 'gc.old'] },
  {
    family: 'failures',
    bonus: 0,
    series: ['query.err_internal', 'query.err_timeout', 'load.failed', 'txn.failed'],
  },
];

/** Cluster series that are the sum of a series of nodes. */
const sums: Readonly<Partial<Record<ClusterSeriesId, NodeSeriesId>>> = {
  'query.qps': 'fe.qps',
  'load.rows': 'be.load_rows',
  'compaction.running': 'be.compactions',
};

/** Below it nothing is slowed: loads are from a score of 100 on, and a tablet far from its limit is well. */
const feltFrom: Readonly<Partial<Record<ClusterSeriesId, number>>> = {
  'compaction.score': 100,
  'compaction.versions': 300,
};

/** The least that counts as a variation, by unit: below it a quantity is as good as constant. */
function leastOf(unit: SeriesUnit): number {
  switch (unit) {
    case 'perSecond':
      return 0.02;
    case 'count':
      return 0.3;
    case 'percent':
      return 3;
    case 'ms':
      return 5;
    case 'msPerSecond':
      return 1;
    case 'bytes':
    case 'bytesPerSecond':
      return 1024;
  }
}

/** What changed most of each family, beyond how it varied before. */
export function changesBetween(before: Stretch, during: Stretch): readonly WeightedChange[] {
  const best = new Map<SuspectFamily, WeightedChange>();
  const offer = (found: WeightedChange) => {
    const known = best.get(found.change.family);
    if (known === undefined || found.weight > known.weight) {
      best.set(found.change.family, found);
    }
  };
  for (const { family, bonus, series, falls } of families) {
    for (const id of series) {
      const value = (snapshot: Snapshot) => snapshot.values[id] ?? null;
      const { unit } = seriesDefinition(id);
      const found = deviation(before.map(value), during.map(value), unit);
      const least = feltFrom[id];
      if (found === undefined || (least !== undefined && found.during < least)) {
        continue;
      }
      const size = falls === true ? Math.abs(found.size) : found.size;
      if (size >= fewestDeviations) {
        const share = shareOf(id, before, during);
        offer({
          weight: bonus + Math.min(size, mostDeviations),
          change: {
            kind: 'change',
            family,
            series: id,
            unit,
            before: found.before,
            during: found.during,
            ...(share === undefined ? {} : { share }),
          },
        });
      }
    }
  }
  const node = loneNode(before, during);
  return [...best.values(), ...(node === undefined ? [] : [node])];
}

type Deviation = {
  readonly before: number;
  readonly during: number;
  readonly size: number;
};

/** How far the mean moved, in units of how the values varied before; undefined while unknown. */
function deviation(
  before: readonly (number | null)[],
  during: readonly (number | null)[],
  unit: SeriesUnit,
): Deviation | undefined {
  const earlier = before.filter((value) => value !== null);
  const mean = meanOf(earlier);
  const now = meanOf(during.filter((value) => value !== null));
  if (mean === undefined || now === undefined || earlier.length < 2) {
    return undefined;
  }
  const squares = earlier.map((value) => (value - mean) ** 2);
  const spread = Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / earlier.length);
  const scale = Math.max(spread, leastVariation * Math.abs(mean), leastOf(unit));
  return { before: mean, during: now, size: (now - mean) / scale };
}

function meanOf(values: readonly number[]): number | undefined {
  return values.length === 0
    ? undefined
    : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The node that the rise is mostly of, where nodes add up to the cluster in both stretches. */
function shareOf(id: ClusterSeriesId, before: Stretch, during: Stretch): Change['share'] {
  const nodeSeries = sums[id];
  const rise = riseOf(
    before.map(({ values }) => values[id]),
    during.map(({ values }) => values[id]),
  );
  if (nodeSeries === undefined || rise === undefined || rise <= 0) {
    return undefined;
  }
  const nodes = nodesOf(during).flatMap((node) => {
    const own = riseOf(
      before.map((snapshot) => snapshot.nodes[node]?.[nodeSeries]),
      during.map((snapshot) => snapshot.nodes[node]?.[nodeSeries]),
    );
    return own === undefined ? [] : [{ node, rise: own }];
  });
  const sum = nodes.reduce((total, each) => total + each.rise, 0);
  const [largest] = [...nodes].sort((a, b) => b.rise - a.rise);
  if (largest === undefined || Math.abs(sum - rise) > addsUpWithin * rise) {
    return undefined;
  }
  const percent = (100 * largest.rise) / rise;
  return percent < leastShare ? undefined : { node: largest.node, percent: Math.min(100, percent) };
}

function riseOf(
  before: readonly (number | null | undefined)[],
  during: readonly (number | null | undefined)[],
): number | undefined {
  const known = (values: readonly (number | null | undefined)[]) =>
    meanOf(values.filter((value) => typeof value === 'number'));
  const earlier = known(before);
  const now = known(during);
  return earlier === undefined || now === undefined ? undefined : now - earlier;
}

const nodesOf = (stretch: Stretch): readonly NodeId[] => [
  ...new Set(stretch.flatMap(({ nodes }) => Object.keys(nodes))),
];

/** The one node that rose while the others did not: trouble of its own, not of the cluster. */
function loneNode(before: Stretch, during: Stretch): WeightedChange | undefined {
  const found = (['be.cpu', 'be.mem'] as const).flatMap((id) => {
    const { unit } = seriesDefinition(id);
    const nodes = nodesOf(during).flatMap((node) => {
      const value = (snapshot: Snapshot) => snapshot.nodes[node]?.[id] ?? null;
      const change = deviation(before.map(value), during.map(value), unit);
      return change === undefined ? [] : [{ node, change }];
    });
    const sizes = nodes.map(({ change }) => change.size).sort((a, b) => a - b);
    const median = sizes[Math.floor((sizes.length - 1) / 2)];
    return nodes.flatMap(({ node, change }): WeightedChange[] => {
      const size = median === undefined ? change.size : change.size - Math.max(0, median);
      const isLone = size >= fewestDeviations && change.during - change.before >= leastLoneRise;
      return nodes.length < 2 || !isLone
        ? []
        : [
            {
              weight: Math.min(size, mostDeviations),
              change: {
                kind: 'change',
                family: 'node',
                series: id,
                node,
                unit,
                before: change.before,
                during: change.during,
              },
            },
          ];
    });
  });
  return found.sort((a, b) => b.weight - a.weight)[0];
}
