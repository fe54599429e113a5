import type { NodeId } from '../../shared/ids';
import type { NextStep } from '../../shared/model/problem';
import { phrase, type Phrase } from '../../shared/phrase';
import type { PhraseId } from '../../shared/phrases.en';
import type { Reading, UnknownReason } from '../../shared/reading';
import type { SeriesId } from '../../shared/series';
import type { EpochMs } from '../../shared/time';
import type { OverviewInput } from '../overview/overviewInput';
import { runStart, samplesOf } from '../overview/windows';
import type { Finding, RuleOutcome, Tier } from './rule';

/** As far back as history in memory is looked at: a run that reaches its edge may be older. */
export const lookBackMs = 60 * 60_000;

export function unknownFinding(subject: NodeId | null, why: UnknownReason): Finding {
  return { subject, known: false, why };
}

export function clusterOutcome(finding: Finding): RuleOutcome {
  return { kind: 'judged', findings: [finding] };
}

/** First sample of the unbroken run of a series in which `holds` is true, up to now. */
export function runSinceOf(
  input: OverviewInput,
  series: SeriesId,
  node: NodeId | null,
  holds: (value: number) => boolean,
): EpochMs {
  const { now, history } = input;
  const samples = samplesOf(input, series, node, now - lookBackMs, now);
  return runStart(samples, holds, now, history.stepMs);
}

type Mark = Pick<Tier, 'key' | 'level' | 'points' | 'forMs'> & { readonly above: number };

/**
 * Tiers of a value that is bad when it is high.
 *
 * @param reached whether equal to the mark counts (≥) or not (>)
 * @param clear factor on the mark for ending
 */
export function highTiers(
  value: number,
  marks: readonly Mark[],
  clear: number,
  reached: boolean,
  runSince: (holds: (value: number) => boolean) => EpochMs,
): Tier[] {
  const beyond = (sample: number, mark: number) => (reached ? sample >= mark : sample > mark);
  return marks.map(({ above, ...tier }) => ({
    ...tier,
    met: beyond(value, above),
    stillMet: beyond(value, above * clear),
    runSince: runSince((sample) => beyond(sample, above)),
  }));
}

/** A tier whose condition is simply true or false. */
export function plainTier(
  tier: Pick<Tier, 'key' | 'level' | 'points' | 'forMs'>,
  met: boolean,
  runSince: EpochMs,
): Tier {
  return { ...tier, met, stillMet: met, runSince };
}

/** Sentences one after the other; what is not known is left out. */
export function sentences(first: Phrase, ...more: readonly (Phrase | undefined)[]): Phrase {
  return more.reduce<Phrase>(
    (a, b) => (b === undefined ? a : phrase('health.sentences', { a, b })),
    first,
  );
}

const maxQuoted = 160;

/** Cluster text on one line, cut: it is untrusted and can be pages long. */
export function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > maxQuoted ? `${line.slice(0, maxQuoted - 1)}…` : line;
}

export function showNode(node: NodeId | null): NextStep {
  return {
    kind: 'showNode',
    label: phrase('health.step.showNode'),
    ...(node === null ? {} : { target: node }),
  };
}

export function showSection(label: PhraseId, target: string): NextStep {
  return { kind: 'showSection', label: phrase(label), target };
}

/** The reason of a reading that is not known. */
export function whyOf(reading: Reading<unknown>): UnknownReason {
  return reading.known ? 'not-collected-yet' : reading.why;
}
