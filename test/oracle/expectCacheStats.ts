/** `CacheStats` from the truth: what nodes reported of their data caches, and how those were hit. */
import type { ComputeNodeState } from '../../src/demo/truthNodes';
import type { UnknownReason } from '../../src/shared/reading';
import { column, eachCompute } from './computeFigures';
import type { Expectation } from './expectation';
import { exact, fields, known, oneOf, unknown, within } from './expectation';
import type { Combined, Figure } from './figures';
import { combinedMeta, combinedReading, sumOf } from './figures';
import type { Interval } from './interval';
import { divide, hull, point, scale } from './interval';
import type { Situation } from './situation';
import { computeId, computeIn, computesSeen, metaOf, seen, whyUnlisted } from './situation';
import { told } from './versions';
import { sizeWith1Decimal } from './wireRounding';

const lists = ['backends', 'computeNodes'] as const;
const sizes = {
  diskUsed: 'diskUsedBytes',
  diskQuota: 'diskQuotaBytes',
  memoryUsed: 'memUsedBytes',
  memoryQuota: 'memQuotaBytes',
} as const;
type Size = keyof typeof sizes;

const sizeText =
  (which: Size) =>
  (node: ComputeNodeState): Interval =>
    sizeWith1Decimal(node.cacheReported[sizes[which]]);

export function expectCacheStats(situation: Situation): Expectation {
  const isTold = told(situation, 'nodes.DataCacheMetrics');
  const total = (which: Size): Expectation => {
    const sum = sumOf(eachCompute(situation, (node) => column(situation, node, sizeText(which))));
    return isTold || !sum.ok
      ? combinedReading(situation, lists, sum)
      : unknown('unsupported-version');
  };
  return fields({
    diskUsed: total('diskUsed'),
    diskQuota: total('diskQuota'),
    memoryUsed: total('memoryUsed'),
    memoryQuota: total('memoryQuota'),
    hitPct: hitOfAll(situation),
    nodes: expectNodeCaches(situation, isTold),
  });
}

/** Bytes of the last minute; over HTTP alone, of nodes that let us in there. */
function traffic(
  situation: Situation,
  node: string,
  pick: (cache: ComputeNodeState['dataCache']) => number,
): Figure {
  const metrics = seen(situation, 'beMetrics', node);
  if (!metrics.ok) {
    return metrics;
  }
  if (metrics.sight.bySql === true) {
    return { ok: false, why: 'not-applicable' };
  }
  if (!told(situation, 'datacache/app_stat')) {
    return { ok: false, why: 'unsupported-version' };
  }
  const answer = seen(situation, 'datacache', node);
  if (!answer.ok) {
    return answer;
  }
  const values = answer.sight.states.flatMap((state) => {
    const compute = computeIn(state, node);
    return compute === undefined ? [] : [point(pick(compute.dataCache))];
  });
  return { ok: true, range: hull(values), sight: answer.sight };
}

const hits = (situation: Situation, node: string): Figure =>
  traffic(situation, node, ({ hitBytesLastMinute }) => hitBytesLastMinute);
const reads = (situation: Situation, node: string): Figure =>
  traffic(situation, node, (cache) => cache.hitBytesLastMinute + cache.missBytesLastMinute);

function hitOfAll(situation: Situation): Expectation {
  const held: Combined = sumOf(eachCompute(situation, (node) => hits(situation, node)));
  const read: Combined = sumOf(eachCompute(situation, (node) => reads(situation, node)));
  if (!held.ok || !read.ok) {
    return unknown(...(held.ok ? [] : held.why));
  }
  return read.range.hi === 0
    ? unknown('no-traffic')
    : known(within(scale(divide(held.range, read.range), 100)), {
        ...combinedMeta(situation, ['datacache'], held),
        // A share over fewer nodes is no bound in either direction.
        bound: null,
      });
}

function expectNodeCaches(situation: Situation, isTold: boolean): Expectation {
  const nodes = computesSeen(situation);
  const first = nodes?.[0];
  if (nodes === undefined || first === undefined) {
    return unknown(...whyUnlisted(situation));
  }
  const cells = nodes.map(({ node }) => {
    const id = computeId(node);
    const dead: Figure = { ok: false, why: 'node-down' };
    const [held, read] = node.alive ? [hits(situation, id), reads(situation, id)] : [dead, dead];
    const hit: Figure =
      !held.ok || !read.ok
        ? held
        : read.range.hi === 0
          ? { ok: false, why: 'no-traffic' }
          : { ...held, range: scale(divide(held.range, read.range), 100) };
    return { id, node, hit };
  });
  const noneAlive = cells.every(({ node }) => !node.alive);
  const unknownColumns: Record<string, readonly UnknownReason[]> = {};
  if (!isTold || noneAlive) {
    for (const name of ['status', ...Object.keys(sizes)]) {
      unknownColumns[name] = [noneAlive ? 'node-down' : 'unsupported-version'];
    }
  }
  if (cells.every(({ hit }) => !hit.ok)) {
    unknownColumns['hitPct'] = cells.flatMap(({ hit }) => (hit.ok ? [] : [hit.why]));
  }
  return {
    kind: 'rows',
    meta: { ...metaOf(situation, lists, first.sight), bound: null },
    rows: cells.map(({ id, node, hit }) => {
      const size = (which: Size): Expectation => {
        const figure = column(situation, id, sizeText(which));
        return isTold && node.alive && figure.ok ? within(figure.range) : exact(null);
      };
      return fields({
        node: exact(id),
        host: exact(node.host),
        status: isTold && node.alive ? oneOf([node.cacheReported.status]) : exact(null),
        diskUsed: size('diskUsed'),
        diskQuota: size('diskQuota'),
        memoryUsed: size('memoryUsed'),
        memoryQuota: size('memoryQuota'),
        hitPct: hit.ok ? within(hit.range) : exact(null),
      });
    }),
    ids: cells.map(({ id }) => id),
    idOf: (row) => String(row['node']),
    unknownColumns,
  };
}
