import type { Locale } from '../../shared/format';
import {
  formatCompact,
  formatDuration,
  formatMoment,
  formatNumber,
  formatPercent,
} from '../../shared/format';
import type { ComputeDetails, FrontendDetails, NodeState } from '../../shared/model/nodeDetails';
import type { PhraseId } from '../../shared/phrases.en';
import type { Reading } from '../../shared/reading';
import type { EpochMs } from '../../shared/time';
import { displayText, escapeMarkdown } from './displayText';
import { noValue, readingText, readingTextWithReason } from './readingText';
import { say } from './say';
import type { TreeNode } from './treeNode';
import { verdictLook, verdictWord } from './verdictLook';

type Node = Omit<TreeNode, 'clusterId'>;
/** A figure of a node: its name, its reading, and how it is written. */
type Figure = {
  readonly name: PhraseId;
  readonly reading: Reading<number>;
  readonly format: (value: number) => string;
};

const stateWords: Readonly<Record<NodeState, PhraseId>> = {
  up: 'host.node.up',
  partial: 'host.node.partial',
  'no-heartbeat': 'host.node.no-heartbeat',
  down: 'host.node.down',
  decommissioning: 'host.node.decommissioning',
  unknown: 'host.node.unknown',
};

export function frontendNode(row: FrontendDetails, locale: Locale, now: EpochMs): Node {
  const figures: readonly Figure[] = [
    figure('host.figure.heap', row.heapPct, (value) => formatPercent(value, locale)),
    figure('host.figure.connections', row.connections, (value) => formatNumber(value, locale)),
    figure('host.figure.qps', row.qps, (value) => formatCompact(value, locale)),
    figure('host.figure.p99', row.p99, (value) => formatDuration(value, locale)),
    figure('host.figure.replayLag', row.replayLag, (value) => formatCompact(value, locale)),
  ];
  return nodeOf(row, displayText(row.role.toLowerCase(), 20), 'fe', figures, 2, locale, now);
}

export function computeNode(row: ComputeDetails, locale: Locale, now: EpochMs): Node {
  const percent = (value: number) => formatPercent(value, locale);
  const figures: readonly Figure[] = [
    figure('host.figure.cpu', row.cpuPct, percent),
    figure('host.figure.memory', row.memPct, percent),
    figure('host.figure.disk', row.diskPct, percent),
    figure('host.figure.cache', row.cachePct, percent),
    figure('host.figure.queries', row.runningQueries, (value) => formatNumber(value, locale)),
    figure('host.figure.tablets', row.tablets, (value) => formatCompact(value, locale)),
  ];
  const extra = row.warehouse === null ? '' : displayText(row.warehouse, 30);
  return nodeOf(row, extra, row.role, figures, 3, locale, now);
}

function figure(
  name: PhraseId,
  reading: Reading<number>,
  format: (value: number) => string,
): Figure {
  return { name, reading, format };
}

function nodeOf(
  row: FrontendDetails | ComputeDetails,
  extra: string,
  role: 'fe' | 'be' | 'cn',
  figures: readonly Figure[],
  shown: number,
  locale: Locale,
  now: EpochMs,
): Node {
  const host = displayText(row.host, 80);
  const state = say(locale, stateWords[row.state]);
  const description = [
    ...(role === 'fe' ? [extra] : []),
    ...(row.state === 'up' ? [] : [state]),
    ...figuresText(figures, shown, locale),
    // A warehouse comes last: most nodes share one, and a sidebar is narrow.
    ...(role === 'fe' || extra === '' ? [] : [extra]),
  ].join(' · ');
  return {
    id: row.node,
    node: row.node,
    label: host,
    description,
    look: verdictLook(row.verdict),
    context: `node:${role}:${row.state}`,
    spoken: `${host}, ${state}, ${verdictWord(row.verdict, locale)}, ${description}`,
    tooltip: () => nodeTooltip(row, figures, state, locale, now),
  };
}

/** The first `shown` figures that apply to the node; one reason for all when none is known. */
function figuresText(figures: readonly Figure[], shown: number, locale: Locale): readonly string[] {
  const applicable = figures
    .filter(({ reading }) => reading.known || reading.why !== 'not-applicable')
    .slice(0, shown);
  const first = applicable[0]?.reading;
  if (first !== undefined && !first.known) {
    const sameReason = applicable.every(
      ({ reading }) => !reading.known && reading.why === first.why,
    );
    if (sameReason) {
      return first.why === 'node-down' ? [] : [say(locale, `reason.${first.why}`)];
    }
  }
  return applicable.map(
    ({ name, reading, format }) => `${say(locale, name)} ${readingText(reading, format)}`,
  );
}

function nodeTooltip(
  row: FrontendDetails | ComputeDetails,
  figures: readonly Figure[],
  state: string,
  locale: Locale,
  now: EpochMs,
): string {
  const line = (name: PhraseId, value: string) =>
    `| ${escapeMarkdown(say(locale, name))} | ${escapeMarkdown(value)} |`;
  const moment = (at: EpochMs | null) => (at === null ? noValue : formatMoment(at, locale, now));
  return [
    `**${escapeMarkdown(row.host)}** ${escapeMarkdown(`${state} · ${verdictWord(row.verdict, locale)}`)}`,
    '',
    '| | |',
    '| :-- | :-- |',
    ...figures.map(({ name, reading, format }) =>
      line(name, readingTextWithReason(reading, format, locale)),
    ),
    line('host.node.version', row.version ?? noValue),
    line('host.node.startedAt', moment(row.startedAt)),
    line('host.node.heartbeat', moment(row.lastHeartbeatAt)),
    ...(row.error === null ? [] : ['', escapeMarkdown(row.error)]),
  ].join('\n');
}
