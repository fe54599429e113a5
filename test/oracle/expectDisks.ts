/** Data disks of the BEs from the truth: two paths of one file system are one disk. */
import type { DiskState } from '../../src/demo/truthStorage';
import type { Expectation } from './expectation';
import { fields, unknown } from './expectation';
import type { Figure } from './figures';
import { combinedReading, computeGauge, sumOf } from './figures';
import { isSharedNothing } from './ruleShape';
import type { Situation } from './situation';
import { computesSeen, seen, whyUnlisted } from './situation';
import { eachBackend } from './storageRuleTable';
import { expectWorst } from './worstNode';

const usedPct = ({ totalBytes, availBytes }: DiskState): number =>
  (100 * (totalBytes - availBytes)) / totalBytes;

/** Used percent of the fullest path. */
export const fullest = (disks: readonly DiskState[]): number => Math.max(...disks.map(usedPct));

export const worstPathPct = (situation: Situation, node: string): Figure =>
  computeGauge(situation, node, ({ storage }) =>
    storage === null ? undefined : fullest(storage.reported.disks),
  );

/** One path of each file system. */
const fileSystems = (disks: readonly DiskState[]): readonly DiskState[] =>
  disks.filter(
    (disk, i) => disks.findIndex(({ fileSystem }) => fileSystem === disk.fileSystem) === i,
  );

/** Compute nodes have no data disks: their local disk is a cache and is never judged as a disk. */
export function expectDisks(situation: Situation): Expectation {
  if (!isSharedNothing(situation)) {
    const none =
      computesSeen(situation) === undefined
        ? unknown('not-applicable', ...whyUnlisted(situation))
        : unknown('not-applicable');
    return fields({ used: none, total: none, worst: none });
  }
  const total = (pick: (disk: DiskState) => number): Expectation =>
    combinedReading(
      situation,
      ['backends', 'beMetrics'],
      sumOf(
        eachBackend(situation, (node) =>
          computeGauge(situation, node, ({ storage }) =>
            fileSystems(storage?.reported.disks ?? []).reduce((sum, disk) => sum + pick(disk), 0),
          ),
        ),
      ),
    );
  const candidates = eachBackend(situation, (node) => worstPathPct(situation, node)).flatMap(
    ({ node, figure }) =>
      pathsOf(situation, node)
        .filter((disk) => usedPct(disk) === fullest(pathsOf(situation, node)))
        .map(({ path }) => ({ node, figure, detail: path })),
  );
  return fields({
    used: total(({ totalBytes, availBytes }) => totalBytes - availBytes),
    total: total(({ totalBytes }) => totalBytes),
    worst: expectWorst(situation, ['backends', 'beMetrics'], candidates),
  });
}

function pathsOf(situation: Situation, id: string): readonly DiskState[] {
  const answer = seen(situation, 'beMetrics', id);
  const nodes = answer.ok ? (answer.sight.states.at(-1)?.backends ?? []) : [];
  const node = nodes.find(({ host }) => id.includes(`:${host}:`));
  return node?.storage?.reported.disks ?? [];
}
