import type { ClusterSummary } from '../../shared/api';
import type { Locale } from '../../shared/format';
import { formatAge, formatCompact, formatNumber, renderPhrase } from '../../shared/format';
import type { RuleId } from '../../shared/thresholds';
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

/** What a click does, and the links of the tooltip with a cluster and a rule of its own. */
export const statusCommand = 'starrocksOverview.showClusterOverview';

/** The clusters of a setting that names some, by name or group: all where it names none. */
export function chosenClusters(
  summaries: readonly ClusterSummary[],
  setting: unknown,
): readonly ClusterSummary[] {
  const names: readonly unknown[] = Array.isArray(setting) ? setting : [];
  return names.length === 0
    ? summaries
    : summaries.filter(
        ({ profile: { name, group } }) =>
          names.includes(name) || (group !== undefined && names.includes(group)),
      );
}

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
    const { id: clusterId, profile, score, compactionScore, lastAnswerAt } = summary;
    return [
      link(displayText(profile.name, 40), { clusterId }),
      ...[
        clusterWords(summary, locale),
        readingText(score, (value) => formatNumber(value, locale)),
        readingText(compactionScore, (value) => formatNumber(value, locale)),
      ].map(escapeMarkdown),
      problem === undefined
        ? ''
        : link(displayText(renderPhrase(problem.title, locale), 60), {
            clusterId,
            rule: problem.rule,
          }),
      escapeMarkdown(lastAnswerAt === undefined ? '—' : formatAge(now - lastAnswerAt, locale)),
    ];
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

/** Leads to the overview of a cluster, or to the figures of a rule there. */
function link(text: string, argument: { readonly clusterId: string; readonly rule?: RuleId }) {
  const query = encodeURIComponent(JSON.stringify([argument])).replace(
    /[()]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16)}`,
  );
  return `[${escapeMarkdown(text)}](command:${statusCommand}?${query})`;
}
