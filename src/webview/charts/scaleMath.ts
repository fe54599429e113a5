import type { CompactionMarks } from '../../shared/model/compactionStats';
import type { PhraseId } from '../../shared/phrases.en';

export type Zone = {
  readonly from: number;
  readonly to: number;
  readonly label: PhraseId;
  readonly level: 'ok' | 'info' | 'warning' | 'critical';
};

export type CompactionScale = { readonly zones: readonly Zone[]; readonly end: number };

/**
 * Zones of the compaction scale from the cluster's own marks, smallest first; empty zones (two marks
 * at one value) fall away. The scale ends beyond the last mark and beyond the score.
 */
export function compactionScale(
  marks: CompactionMarks,
  score: number | undefined,
): CompactionScale {
  const starts: Omit<Zone, 'to'>[] = [
    { from: 0, label: 'panel.zone.fine', level: 'ok' },
    { from: marks.selectorMin, label: 'panel.zone.busy', level: 'info' },
    {
      from: marks.slowdown,
      label: marks.slowdownEnabled ? 'panel.zone.slowed' : 'panel.zone.high',
      level: 'warning',
    },
    { from: marks.critical, label: 'panel.zone.critical', level: 'critical' },
  ];
  if (marks.upperBound !== null) {
    starts.push({ from: marks.upperBound, label: 'panel.zone.refused', level: 'critical' });
  }
  const sorted = [...starts].sort((a, b) => a.from - b.from);
  const last = sorted.at(-1)?.from ?? 1;
  const end = Math.max(last * 2, 20, ...(score === undefined ? [] : [score * 1.2]));
  const zones = sorted
    .map((zone, index): Zone => ({ ...zone, to: sorted[index + 1]?.from ?? end }))
    .filter((zone) => zone.to > zone.from);
  return { zones, end };
}

/** Share of the scale's length, 0–1: logarithmic, beginning at 0. */
export function scalePosition(value: number, end: number): number {
  return Math.min(1, Math.log10(1 + Math.max(0, value)) / Math.log10(1 + end));
}
