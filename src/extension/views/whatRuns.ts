import type { Explanation } from '../../shared/api';
import {
  formatBytes,
  formatDuration,
  formatMoment,
  formatNumber,
  type Locale,
} from '../../shared/format';
import type { SourceCost } from '../../shared/model/collectorCost';
import type { OverviewHeader, SourceStatus } from '../../shared/model/extendedOverview';
import { secondMs } from '../../shared/time';
import { displayText, escapeMarkdown } from './displayText';
import { noValue } from './readingText';
import { say } from './say';

export type WhatRuns = {
  readonly header: OverviewHeader;
  /** The last question of each source, without secrets; a source that was never asked has none. */
  readonly explanations: readonly Explanation[];
  /** Of the last five minutes. */
  readonly costs: readonly SourceCost[];
};

/** A Markdown document: each statement, how often it runs, how long it takes and what it brings. */
export function whatRunsDocument(
  { header, explanations, costs }: WhatRuns,
  locale: Locale,
): string {
  const heads = (
    ['source', 'state', 'every', 'count', 'mean', 'rows', 'bytes', 'last'] as const
  ).map((column) => say(locale, `runs.column.${column}`));
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rows = header.sources.map((status) => {
    const explained = explanations.find(({ source }) => source === status.source);
    const cost = costs.find(({ source }) => source === status.source);
    return line(cellsOf(status, explained, cost, header, locale).map(escapeMarkdown));
  });
  return `${[
    `# ${escapeMarkdown(say(locale, 'runs.title', { cluster: displayText(header.name, 60) }))}`,
    escapeMarkdown(say(locale, 'runs.note')),
    [line(heads), '| :-- | :-- | --: | --: | --: | --: | --: | --: |', ...rows].join('\n'),
    ...explanations.map(
      ({ source, asked, form }) =>
        `**${escapeMarkdown(`${source} (${form})`)}**\n\n${indented(asked)}`,
    ),
  ].join('\n\n')}\n`;
}

function cellsOf(
  { source, state, periodS }: SourceStatus,
  explained: Explanation | undefined,
  cost: SourceCost | undefined,
  header: OverviewHeader,
  locale: Locale,
): readonly string[] {
  const asked = cost === undefined ? undefined : cost.statements + cost.requests;
  const number = (value: number | undefined) =>
    value === undefined ? noValue : formatNumber(value, locale);
  return [
    source,
    say(locale, `runs.state.${state}`),
    state === 'off' ? noValue : formatDuration(periodS * secondMs, locale),
    number(asked),
    meanOf(cost, explained, locale),
    number(cost?.rows ?? explained?.rows),
    cost === undefined ? noValue : formatBytes(cost.bytes, locale),
    explained === undefined ? noValue : formatMoment(explained.askedAt, locale, header.now),
  ];
}

/** Of the statements of five minutes; else what the last one took. */
function meanOf(
  cost: SourceCost | undefined,
  explained: Explanation | undefined,
  locale: Locale,
): string {
  if (cost !== undefined && cost.statements > 0) {
    return formatDuration(cost.ms / cost.statements, locale);
  }
  return explained === undefined ? noValue : formatDuration(explained.tookMs, locale);
}

/** An indented block is code whatever is in it. */
function indented(text: string): string {
  return text
    .split('\n')
    .map((each) => `    ${displayText(each, 1_000)}`)
    .join('\n');
}
