import type { Locale } from '../../shared/format';
import { formatNumber } from '../../shared/format';
import type { CompactionStats } from '../../shared/model/compactionStats';
import { t } from '../text';
import { whyText } from './readingText';

/** What the score means for loads, from the cluster's own switches; nothing is promised without them. */
export function compactionSentence(stats: CompactionStats, locale: Locale): string {
  const { score, marks, partitionsOver } = stats;
  if (!score.known) {
    return t('panel.compaction.unknown', { why: whyText(score, locale) });
  }
  const number = (value: number) => formatNumber(value, locale);
  const effect =
    marks.upperBound !== null && score.value > marks.upperBound
      ? t('panel.compaction.refused', { bound: number(marks.upperBound) })
      : score.value > marks.slowdown
        ? t(marks.slowdownEnabled ? 'panel.compaction.slowed' : 'panel.compaction.high', {
            mark: number(marks.slowdown),
          })
        : t('panel.compaction.fine', { mark: number(marks.slowdown) });
  const over =
    partitionsOver.known && partitionsOver.value > 0
      ? ` ${t('panel.compaction.over', { count: partitionsOver.value, mark: number(marks.slowdown) })}`
      : '';
  return `${effect}${over}`;
}
