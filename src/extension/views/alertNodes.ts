import type { Locale } from '../../shared/format';
import { formatDuration, formatMoment, renderPhrase } from '../../shared/format';
import { subjectName } from '../../shared/ids';
import type { Problem } from '../../shared/model/problem';
import type { EpochMs } from '../../shared/time';
import type { AlertMark } from '../alerts/alertMarks';
import { displayText, escapeMarkdown } from './displayText';
import { say } from './say';
import type { TreeNode } from './treeNode';
import { verdictLook, type Look } from './verdictLook';

/** The row of an open alert: what is, for how long, and what was said of it. */
export function alertNode(
  problem: Problem,
  mark: AlertMark | undefined,
  locale: Locale,
  now: EpochMs,
): Omit<TreeNode, 'clusterId'> {
  const { rule, subject, since, level } = problem;
  const state = mark ?? problem.state;
  const label = displayText(renderPhrase(problem.title, locale), 100);
  const age = formatDuration(Math.max(0, now - since), locale);
  const words = state === 'open' ? [] : [say(locale, `host.alert.${state}`)];
  const description = [age, ...words].join(' · ');
  return {
    id: `${rule}/${subject ?? ''}`,
    label,
    description,
    look: lookOf(problem, mark),
    context: `alert:${state}`,
    alert: { rule, subject, since, level },
    spoken: `${say(locale, `host.alert.level.${level}`)}, ${label}, ${description}`,
    tooltip: () => alertTooltip(problem, locale, now),
  };
}

function lookOf({ state, level }: Problem, mark: AlertMark | undefined): Look {
  if (mark !== undefined || state === 'muted') {
    return { icon: 'bell-slash' };
  }
  return state === 'unverified' ? verdictLook('unknown') : verdictLook(level);
}

function alertTooltip(
  { title, evidence, since, sinceOrEarlier, times, subject, nextStep }: Problem,
  locale: Locale,
  now: EpochMs,
): string {
  const at = `${sinceOrEarlier === true ? '≤ ' : ''}${formatMoment(since, locale, now)}`;
  return [
    `**${escapeMarkdown(renderPhrase(title, locale))}**`,
    escapeMarkdown(renderPhrase(evidence, locale)),
    [
      escapeMarkdown(say(locale, 'host.alert.since', { at })),
      ...(subject === null ? [] : [escapeMarkdown(subjectName(subject))]),
      ...(times === undefined ? [] : [escapeMarkdown(say(locale, 'host.alert.times', { times }))]),
    ].join(' · '),
    escapeMarkdown(say(locale, 'host.alert.next', { step: renderPhrase(nextStep.label, locale) })),
  ].join('\n\n');
}
