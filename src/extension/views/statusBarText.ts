import type { ClusterSummary } from '../../shared/api';
import type { Locale } from '../../shared/format';
import { formatCompact, formatDuration, formatNumber, renderPhrase } from '../../shared/format';
import type { EpochMs } from '../../shared/time';
import { compareClusters } from './clusterOrder';
import { displayText, escapeIcons, escapeMarkdown } from './displayText';
import { readingText } from './readingText';
import { say } from './say';
import { clusterWords } from './clusterWords';
import { clusterLook } from './verdictLook';

export type StatusBarContent = {
  /** With `$(icon)` syntax; names are escaped. */
  readonly text: string;
  readonly critical: boolean;
  /** Markdown, all cluster text escaped. */
  readonly tooltip: string;
  readonly spoken: string;
};

const maxNameLength = 24;

/** What the status bar says: the worst cluster and its compaction score. Undefined = hidden. */
export function statusBarContent(
  summaries: readonly ClusterSummary[],
  locale: Locale,
  now: EpochMs,
): StatusBarContent | undefined {
  const sorted = [...summaries].sort(compareClusters);
  const worst = sorted[0];
  if (worst === undefined) {
    return undefined;
  }
  const name = displayText(worst.profile.name, maxNameLength);
  // A score that was measured before the cluster fell silent is not shown as if it were of now.
  const score =
    worst.state === 'live'
      ? readingText(worst.compactionScore, (value) => formatCompact(value, locale))
      : '—';
  return {
    text: `$(${clusterLook(worst).icon}) ${escapeIcons(name)} ${score}`,
    critical: sorted.some(({ state, verdict }) => verdict === 'critical' && state !== 'paused'),
    tooltip: tooltip(sorted, locale, now),
    spoken: say(locale, 'host.status.spoken', {
      name,
      state: clusterWords(worst, locale),
      score,
    }),
  };
}

function tooltip(sorted: readonly ClusterSummary[], locale: Locale, now: EpochMs): string {
  const heads = [
    say(locale, 'host.column.cluster'),
    say(locale, 'host.column.state'),
    say(locale, 'host.column.score'),
    say(locale, 'host.column.compaction'),
    say(locale, 'host.column.problem'),
    say(locale, 'host.column.age'),
  ].map(escapeMarkdown);
  const rows = sorted.map((summary) => {
    const problem = summary.problems[0];
    return [
      displayText(summary.profile.name, 40),
      clusterWords(summary, locale),
      readingText(summary.score, (value) => formatNumber(value, locale)),
      readingText(summary.compactionScore, (value) => formatNumber(value, locale)),
      problem === undefined ? '' : displayText(renderPhrase(problem.title, locale), 60),
      summary.lastRoundAt === undefined ? '—' : formatDuration(now - summary.lastRoundAt, locale),
    ].map(escapeMarkdown);
  });
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(heads),
    '| :-- | :-- | --: | --: | :-- | --: |',
    ...rows.map(line),
    '',
    escapeMarkdown(say(locale, 'host.status.legend')),
  ].join('\n');
}
