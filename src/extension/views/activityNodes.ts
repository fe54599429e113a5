import type { Locale } from '../../shared/format';
import { formatBytes, formatCompact, formatDuration, formatNumber } from '../../shared/format';
import type { CompactionTask } from '../../shared/model/compactionStats';
import type { RunningQuery } from '../../shared/model/runningQuery';
import type { Session, SessionGroup } from '../../shared/model/sessionStats';
import type { PhraseId } from '../../shared/phrases.en';
import { compactionActions, queryActions, sleeperActions } from '../../shared/rowActions';
import type { EpochMs } from '../../shared/time';
import { displayText, escapeMarkdown } from './displayText';
import { noValue } from './readingText';
import { say } from './say';
import type { TreeNode } from './treeNode';

type Node = Omit<TreeNode, 'clusterId'>;

/** Sessions of one user; those that sleep can be ended together. */
export function sessionNode(row: SessionGroup, sessions: readonly Session[], locale: Locale): Node {
  const user = displayText(row.name, 60);
  const description = say(locale, 'host.session.counts', {
    active: row.active,
    idle: row.idle,
  });
  return {
    id: row.name,
    label: user,
    description,
    look: { icon: 'person' },
    context: 'session:user',
    actions: sleeperActions(sessions, row.name),
    spoken: `${user}: ${description}`,
    tooltip: () =>
      table(user, locale, [
        ['host.session.active', formatNumber(row.active, locale)],
        ['host.session.idle', formatNumber(row.idle, locale)],
        ['host.session.oldest', duration(row.oldestMs, locale)],
      ]),
  };
}

/** A running query, longest first in its group. */
export function queryNode(row: RunningQuery, locale: Locale): Node {
  const label = `${displayText(row.user, 40)} · ${duration(row.durationMs, locale)}`;
  const description = displayText(row.sql ?? row.queryId, 100);
  return {
    id: row.queryId,
    label,
    description,
    look: { icon: 'play' },
    context: 'query:running',
    queryId: row.queryId,
    actions: queryActions(row),
    spoken: `${label}, ${description}`,
    tooltip: () =>
      table(row.queryId, locale, [
        ['host.query.duration', duration(row.durationMs, locale)],
        ['host.query.database', row.database ?? noValue],
        ['host.query.frontend', row.frontend ?? noValue],
        ['host.query.memory', bytes(row.memoryBytes, locale)],
        ['host.query.cpu', duration(row.cpuMs, locale)],
        [
          'host.query.scanRows',
          row.scanRows === null ? noValue : formatCompact(row.scanRows, locale),
        ],
        ['host.query.scanBytes', bytes(row.scanBytes, locale)],
        ['host.query.warehouse', row.warehouse ?? noValue],
        ['host.query.sql', displayText(row.sql ?? noValue, 400)],
      ]),
  };
}

/** A compaction that runs. */
export function taskNode(row: CompactionTask, locale: Locale, now: EpochMs): Node {
  const label = displayText(row.table, 80);
  const age = row.startedAt === null ? null : Math.max(0, now - row.startedAt);
  const description = say(locale, 'host.task.description', {
    partition: displayText(row.partitionId, 30),
    age: duration(age, locale),
  });
  return {
    id: `${row.partitionId}/${row.txnId}`,
    label,
    description,
    look: { icon: 'combine' },
    context: 'task:compaction',
    actions: compactionActions(row),
    spoken: `${label}, ${description}`,
    tooltip: () =>
      table(row.table, locale, [
        ['host.task.partition', row.partitionId],
        ['host.task.transaction', row.txnId],
        ['host.task.age', duration(age, locale)],
        ...(row.error === null ? [] : [['host.task.error', row.error] as const]),
      ]),
  };
}

function duration(ms: number | null, locale: Locale): string {
  return ms === null ? noValue : formatDuration(ms, locale);
}

function bytes(value: number | null, locale: Locale): string {
  return value === null ? noValue : formatBytes(value, locale);
}

function table(
  title: string,
  locale: Locale,
  rows: readonly (readonly [name: PhraseId, value: string])[],
): string {
  return [
    `**${escapeMarkdown(title)}**`,
    '',
    '| | |',
    '| :-- | :-- |',
    ...rows.map(
      ([name, value]) => `| ${escapeMarkdown(say(locale, name))} | ${escapeMarkdown(value)} |`,
    ),
  ].join('\n');
}
