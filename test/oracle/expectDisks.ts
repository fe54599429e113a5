/** Data disks of the BEs from the truth: two paths of one file system are one disk. */
import type { DiskState } from '../../src/demo/truthStorage';
import { column } from './computeFigures';
import type { Expectation } from './expectation';
import { fields, unknown } from './expectation';
import type { Figure } from './figures';
import { combinedReading, computeGauge, sumOf } from './figures';
import type { Interval } from './interval';
import { subtract } from './interval';
import { isSharedNothing } from './ruleShape';
import type { Situation } from './situation';
import { computesSeen, seen, whyUnlisted } from './situation';
import { eachBackend } from './storageRuleTable';
import type { Candidate } from './worstNode';
import { expectWorst } from './worstNode';
import { percentText, sizeWith3Decimals } from './wireRounding';

const usedPct = ({ totalBytes, availBytes }: DiskState): number =>
  (100 * (totalBytes - availBytes)) / totalBytes;

/** Used percent of the fullest path. */
export const fullest = (disks: readonly DiskState[]): number => Math.max(...disks.map(usedPct));

export function worstPathPct(situation: Situation, node: string): Figure {
  const told = computeGauge(situation, node, ({ storage }) =>
    storage === null ? undefined : fullest(storage.reported.disks),
  );
  return told.ok ? told : listed(situation, node, (disks) => percentText(fullest(disks), 2));
}

/** What the list of BEs says of the disks of a BE: all that is known while its metrics are not. */
const listed = (
  situation: Situation,
  node: string,
  range: (disks: readonly DiskState[]) => Interval,
): Figure => column(situation, node, ({ storage }) => range(storage?.reported.disks ?? []));

const sumOfDisks = (disks: readonly DiskState[], pick: (disk: DiskState) => number): number =>
  disks.reduce((sum, disk) => sum + pick(disk), 0);

/** One path of each file system. */
export const fileSystems = (disks: readonly DiskState[]): readonly DiskState[] =>
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
  const total = (
    pick: (disk: DiskState) => number,
    asListed: (disks: readonly DiskState[]) => Interval,
  ): Expectation =>
    combinedReading(
      situation,
      ['backends', 'beMetrics'],
      sumOf(
        eachBackend(situation, (node) => {
          const told = computeGauge(situation, node, ({ storage }) =>
            sumOfDisks(fileSystems(storage?.reported.disks ?? []), pick),
          );
          return told.ok ? told : listed(situation, node, asListed);
        }),
      ),
    );
  // The list does not know file systems, and prints three decimals.
  const all = (disks: readonly DiskState[]) =>
    sizeWith3Decimals(sumOfDisks(disks, ({ totalBytes }) => totalBytes));
  const free = (disks: readonly DiskState[]) =>
    sizeWith3Decimals(sumOfDisks(disks, ({ availBytes }) => availBytes));
  const candidates = eachBackend(situation, (node) => worstPathPct(situation, node)).flatMap(
    ({ node, figure }): readonly Candidate[] => {
      const paths = pathsOf(situation, node);
      return paths.length === 0
        ? [{ node, figure }]
        : paths
            .filter((disk) => usedPct(disk) === fullest(paths))
            .map(({ path }) => ({ node, figure, detail: path }));
    },
  );
  return fields({
    used: total(
      ({ totalBytes, availBytes }) => totalBytes - availBytes,
      (disks) => subtract(all(disks), free(disks)),
    ),
    total: total(({ totalBytes }) => totalBytes, all),
    worst: expectWorst(situation, ['backends', 'beMetrics'], candidates),
  });
}

function pathsOf(situation: Situation, id: string): readonly DiskState[] {
  const answer = seen(situation, 'beMetrics', id);
  const nodes = answer.ok ? (answer.sight.states.at(-1)?.backends ?? []) : [];
  const node = nodes.find(({ host }) => id.includes(`:${host}:`));
  return node?.storage?.reported.disks ?? [];
}
