import { groupBy } from '../../shared/groupBy';
import type { Reading } from '../../shared/reading';
import type { ClusterSeriesId } from '../../shared/series';
import type { EpochMs } from '../../shared/time';
import { coverageKey } from './errorRate';
import type { OverviewInput, Sample } from './overviewInput';
import { average, expectedSamples, samplesOf } from './windows';

/**
 * A series over the newest `windowMs`, and over as long up to `earlier`: both over the same nodes, at
 * least half of each known. Undefined when there is no such pair.
 */
export function comparedWindows(
  input: OverviewInput,
  id: ClusterSeriesId,
  windowMs: number,
  earlier: EpochMs,
): WindowPair | undefined {
  const { now, series } = input;
  return comparable(
    sidesOf(input, id, now - windowMs, now, series[id]),
    sidesOf(input, id, earlier - windowMs, earlier),
  );
}

/** The average of a window over the samples that rest on the same nodes. */
export type WindowSide = { readonly average: number; readonly nodes: string };

/** Only what at least half of the window's samples agree on. */
function sidesOf(
  input: OverviewInput,
  id: ClusterSeriesId,
  from: EpochMs,
  to: EpochMs,
  current?: Reading<number>,
): readonly WindowSide[] {
  const measured = samplesOf(input, id, null, from, to, current).flatMap((sample) =>
    sample.value === null ? [] : [{ nodes: nodesKey(sample), value: sample.value }],
  );
  const needed = expectedSamples(input, to - from) / 2;
  return [...groupBy(measured, ({ nodes }) => nodes)]
    .filter(([, samples]) => samples.length >= needed)
    .map(([nodes, samples]) => ({ nodes, average: average(samples.map(({ value }) => value)) }));
}

/** Complete over two FEs is not complete over three; where nothing was said it is simply complete. */
function nodesKey(sample: Sample): string {
  const key = coverageKey(sample);
  return key === 'complete' && sample.coverage !== undefined ? `all ${sample.coverage.of}` : key;
}

export type WindowPair = { readonly to: WindowSide; readonly from: WindowSide };

/** Both windows over the same nodes; undefined when there is no such pair. */
function comparable(
  to: readonly WindowSide[],
  from: readonly WindowSide[],
): WindowPair | undefined {
  return to
    .flatMap((a) => from.map((b): WindowPair => ({ to: a, from: b })))
    .find(({ to: a, from: b }) => a.nodes === b.nodes || areComplete(a.nodes, b.nodes));
}

/** Imported history does not say how many nodes it rests on: it counts as complete. */
function areComplete(a: string, b: string): boolean {
  const isComplete = (key: string) => key === 'complete' || key.startsWith('all ');
  return isComplete(a) && isComplete(b) && (a === 'complete' || b === 'complete');
}
