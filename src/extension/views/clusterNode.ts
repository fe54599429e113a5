import type { ClusterSummary } from '../../shared/api';
import type { Locale } from '../../shared/format';
import { formatAge, formatMoment, formatNumber, renderPhrase } from '../../shared/format';
import { limitedText } from '../../shared/limitedText';
import type { PhraseId } from '../../shared/phrases.en';
import type { EpochMs } from '../../shared/time';
import type { InvalidCluster } from '../clusters/clusterRegistry';
import { clusterWords } from './clusterWords';
import { displayText, escapeMarkdown } from './displayText';
import { noValue, readingText, readingTextWithReason } from './readingText';
import { say } from './say';
import type { TreeNode } from './treeNode';
import { clusterLook } from './verdictLook';

const problemsInTooltip = 5;

/**
 * The row of a cluster: words and score, and what is worst.
 *
 * @param silencedUntil nothing of it is told before; absent = never silenced
 */
export function clusterNode(
  summary: ClusterSummary,
  locale: Locale,
  now: EpochMs,
  silencedUntil: EpochMs = now,
): TreeNode {
  const isSilenced = silencedUntil > now;
  const name = displayText(summary.profile.name, 60);
  const words = clusterWords(summary, locale);
  const problem = summary.problems[0];
  const description = [
    words,
    ...(summary.state === 'live' ? [scoreText(summary, locale)] : []),
    ...(isSilenced
      ? [say(locale, 'host.alert.silenced', { at: formatMoment(silencedUntil, locale, now) })]
      : []),
    ...(problem === undefined || summary.state === 'paused'
      ? []
      : [displayText(renderPhrase(problem.title, locale), 80)]),
  ].join(' · ');
  return {
    id: summary.id,
    clusterId: summary.id,
    label: name,
    description,
    look: clusterLook(summary),
    context: `${clusterContext(summary)}${isSilenced ? ' silenced' : ''}`,
    spoken: say(locale, 'host.tree.spokenCluster', {
      name,
      state: words,
      score: scoreText(summary, locale),
      problems: summary.problems.length,
    }),
    tooltip: () => clusterTooltip(summary, locale, now),
    isCluster: true,
  };
}

/** `recorded`, `cluster:<live|paused|locked>` or `cluster:demo:<live|paused|locked>`; locked: no password. */
export function clusterContext(summary: Pick<ClusterSummary, 'state' | 'profile'>): string {
  if (summary.state === 'recorded') {
    return 'recorded';
  }
  const state =
    summary.state === 'paused' ? 'paused' : summary.state === 'no-credentials' ? 'locked' : 'live';
  return summary.profile.demo === true ? `cluster:demo:${state}` : `cluster:${state}`;
}

/** The row of an entry of the settings that cannot be used. */
export function invalidNode(invalid: InvalidCluster, locale: Locale): TreeNode {
  const raw = invalid.raw;
  const named = typeof raw === 'object' && raw !== null && 'name' in raw ? raw.name : undefined;
  const label =
    typeof named === 'string' && named.trim() !== ''
      ? displayText(named, 60)
      : say(locale, 'host.tree.entry', { number: invalid.index + 1 });
  const message = renderPhrase(invalid.message, locale);
  return {
    id: `invalid/${invalid.index}`,
    label,
    description: displayText(message, 100),
    look: { icon: 'error', color: 'list.errorForeground' },
    context: 'invalid',
    spoken: `${label}: ${message}`,
    tooltip: () => escapeMarkdown(say(locale, 'host.tree.invalidTooltip', { message })),
  };
}

function scoreText(summary: ClusterSummary, locale: Locale): string {
  return readingText(summary.score, (value) => formatNumber(value, locale));
}

function clusterTooltip(summary: ClusterSummary, locale: Locale, now: EpochMs): string {
  const { profile } = summary;
  const row = (id: PhraseId, value: string) =>
    `| ${escapeMarkdown(say(locale, id))} | ${escapeMarkdown(value)} |`;
  const number = (value: number) => formatNumber(value, locale);
  return [
    `**${escapeMarkdown(profile.name)}** ${escapeMarkdown(renderPhrase(summary.sentence, locale))}`,
    '',
    '| | |',
    '| :-- | :-- |',
    row('host.column.state', clusterWords(summary, locale)),
    row('host.column.score', readingTextWithReason(summary.score, number, locale)),
    row('host.column.compaction', readingTextWithReason(summary.compactionScore, number, locale)),
    row(
      'host.column.age',
      summary.lastAnswerAt === undefined ? noValue : formatAge(now - summary.lastAnswerAt, locale),
    ),
    row(
      'host.column.address',
      profile.frontends.map(({ host, port }) => `${host}:${port}`).join(', '),
    ),
    row('host.column.user', profile.user),
    ...(summary.message === undefined ? [] : ['', escapeMarkdown(summary.message)]),
    ...(summary.limitations === undefined
      ? []
      : ['', escapeMarkdown(limitedText(summary.limitations, locale))]),
    ...(summary.problems.length === 0 ? [] : ['']),
    ...summary.problems
      .slice(0, problemsInTooltip)
      .map(
        (problem) =>
          `- ${escapeMarkdown(renderPhrase(problem.title, locale))}: ${escapeMarkdown(renderPhrase(problem.evidence, locale))}`,
      ),
    ...(profile.demo === true ? ['', escapeMarkdown(say(locale, 'host.tree.demo'))] : []),
  ].join('\n');
}
