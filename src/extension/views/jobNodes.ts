import type { Locale } from '../../shared/format';
import { formatCompact, formatDuration, formatPercent } from '../../shared/format';
import type { LoadJob, RoutineLoadJob } from '../../shared/model/loadJobStats';
import type { MaterializedView } from '../../shared/model/materializedViewStats';
import type { SchemaChangeJob } from '../../shared/model/schemaChangeStats';
import type { Transaction } from '../../shared/model/transactionStats';
import type { PhraseId } from '../../shared/phrases.en';
import {
  loadActions,
  routineLoadActions,
  schemaChangeActions,
  viewActions,
} from '../../shared/rowActions';
import type { EpochMs } from '../../shared/time';
import { displayText, escapeMarkdown } from './displayText';
import { noValue } from './readingText';
import { say } from './say';
import type { TreeNode } from './treeNode';
import { verdictLook, type Look } from './verdictLook';

type Node = Omit<TreeNode, 'clusterId'>;

/** A load that runs, or that failed within the hour. */
export function loadNode(row: LoadJob, locale: Locale, now: EpochMs): Node {
  const node = jobNode(
    row.id,
    `${row.database}.${row.label}`,
    [row.type, stateWith(row.state, row.progressPct, locale), age(row.createdAt, locale, now)],
    row.outcome === 'failed' ? verdictLook('warning') : { icon: 'cloud-upload' },
    row.trackingSql === null ? 'task:load' : 'task:load tracked',
    { error: row.error, actions: loadActions(row) },
    locale,
  );
  return { ...node, loadId: row.id };
}

/** A routine load, and how far it is behind. */
export function routineLoadNode(row: RoutineLoadJob, locale: Locale): Node {
  const lag = say(locale, 'host.task.lag', {
    rows: row.lagRows === null ? noValue : formatCompact(row.lagRows, locale),
    time: row.lagMs === null ? noValue : formatDuration(row.lagMs, locale),
  });
  return jobNode(
    row.id,
    `${row.database}.${row.name}`,
    [row.state, lag],
    row.pausedBy === 'system' ? verdictLook('warning') : { icon: 'sync' },
    'task:routineLoad',
    { error: row.reason, actions: routineLoadActions(row) },
    locale,
  );
}

/** A materialized view and its last refresh. */
export function viewNode(row: MaterializedView, locale: Locale, now: EpochMs): Node {
  const isIll =
    row.active === false || row.stale === true || (row.failures !== null && row.failures > 0);
  return jobNode(
    row.id,
    `${row.database}.${row.name}`,
    [
      ...(row.active === false ? [say(locale, 'host.task.inactive')] : []),
      row.state ?? noValue,
      age(row.lastSuccessAt, locale, now),
    ],
    isIll ? verdictLook('warning') : { icon: 'layers' },
    'task:view',
    { error: row.inactiveReason ?? row.error, actions: viewActions(row) },
    locale,
  );
}

/** A change of a table that is under way. */
export function schemaChangeNode(row: SchemaChangeJob, locale: Locale, now: EpochMs): Node {
  return jobNode(
    `${row.kind}/${row.id}`,
    `${row.database}.${row.table}`,
    [stateWith(row.state, row.progressPct, locale), age(row.createdAt, locale, now)],
    row.stuck ? verdictLook('warning') : { icon: 'edit' },
    'task:schemaChange',
    { error: row.message, actions: schemaChangeActions(row) },
    locale,
  );
}

/** A transaction that has not ended. */
export function transactionNode(row: Transaction, locale: Locale, now: EpochMs): Node {
  return jobNode(
    `${row.database}/${row.id}`,
    `${row.database}.${row.label}`,
    [row.status, age(row.preparedAt, locale, now)],
    row.stuck ? verdictLook('warning') : { icon: 'git-commit' },
    'task:transaction',
    { error: null, actions: [] },
    locale,
  );
}

function jobNode(
  id: string,
  name: string,
  words: readonly string[],
  look: Look,
  context: string,
  { error, actions }: { readonly error: string | null; readonly actions: TreeNode['actions'] },
  locale: Locale,
): Node {
  const label = displayText(name, 100);
  const description = words.map((word) => displayText(word, 60)).join(' · ');
  const line = (title: PhraseId, text: string) =>
    `${escapeMarkdown(say(locale, title))}: ${escapeMarkdown(displayText(text, 400))}`;
  return {
    id,
    label,
    description,
    look,
    context,
    ...(actions === undefined ? {} : { actions }),
    spoken: `${label}, ${description}`,
    tooltip: () =>
      [
        `**${escapeMarkdown(displayText(name, 400))}**`,
        escapeMarkdown(description),
        ...(error === null ? [] : [line('host.task.error', error)]),
      ].join('\n\n'),
  };
}

function stateWith(state: string, progressPct: number | null, locale: Locale): string {
  return progressPct === null ? state : `${state} ${formatPercent(progressPct, locale)}`;
}

function age(at: EpochMs | null, locale: Locale, now: EpochMs): string {
  return at === null ? noValue : formatDuration(Math.max(0, now - at), locale);
}
