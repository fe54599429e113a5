import {
  formatCompact,
  formatDuration,
  formatNumber,
  formatPercent,
  type Locale,
} from '../../../shared/format';
import type { Modules } from '../../../shared/model/extendedOverview';
import type { ComputeDetails, FrontendDetails } from '../../../shared/model/nodeDetails';
import type { PhraseId } from '../../../shared/phrases.en';
import { within, type Reading, type Rows } from '../../../shared/reading';
import { displayText } from '../displayText';
import { noValue } from '../readingText';
import { say } from '../say';
import type { ReportBlock } from './reportBlocks';
import { figureText, unknownText } from './reportText';
import { tableBlock } from './tableBlock';

type NodeFigure<R> = readonly [
  label: PhraseId,
  reading: (row: R) => Reading<number>,
  format: (value: number, locale: Locale) => string,
];

const frontendFigures: readonly NodeFigure<FrontendDetails>[] = [
  ['host.figure.heap', ({ heapPct }) => heapPct, formatPercent],
  ['host.figure.connections', ({ connections }) => connections, formatNumber],
  ['host.figure.p99', ({ p99 }) => p99, formatDuration],
  ['host.figure.replayLag', ({ replayLag }) => replayLag, formatCompact],
];

const computeFigures: readonly NodeFigure<ComputeDetails>[] = [
  ['host.figure.cpu', ({ cpuPct }) => cpuPct, formatPercent],
  ['host.figure.memory', ({ memPct }) => memPct, formatPercent],
  ['host.figure.disk', ({ diskPct }) => diskPct, formatPercent],
  ['host.figure.tablets', ({ tablets }) => tablets, formatCompact],
];

/** The nodes, frontends first. */
export function nodeTables({ nodes }: Modules, locale: Locale): readonly ReportBlock[] {
  const frontends = within(nodes, (value) => value.frontends);
  const compute = within(nodes, (value) => value.compute);
  return [
    ...nodeTable(frontends, frontendFigures, locale),
    ...nodeTable(compute, computeFigures, locale),
  ];
}

function nodeTable<R extends FrontendDetails | ComputeDetails>(
  rows: Rows<R>,
  figures: readonly NodeFigure<R>[],
  locale: Locale,
): readonly ReportBlock[] {
  if (!rows.known) {
    return [{ kind: 'text', text: unknownText(rows, locale) }];
  }
  const { rows: list, total } = rows.value;
  const table = tableBlock(
    [
      'panel.column.node',
      'panel.column.role',
      'panel.column.state',
      'host.node.version',
      ...figures.map(([label]) => label),
    ],
    list.map((row) => [
      displayText(row.host),
      displayText(row.role),
      say(locale, `host.node.${row.state}`),
      displayText(row.version ?? noValue),
      ...figures.map(([, reading, format]) =>
        figureText(reading(row), (value) => format(value, locale), locale),
      ),
    ]),
    locale,
  );
  const more: readonly ReportBlock[] =
    total > list.length
      ? [{ kind: 'text', text: say(locale, 'report.more', { n: total - list.length }) }]
      : [];
  return [table, ...more];
}
