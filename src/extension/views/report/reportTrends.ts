import { withRollingRestarts } from '../../../shared/rollingRestarts';
import { eventText } from '../../../shared/eventText';
import { formatDuration, formatPercent, type Locale } from '../../../shared/format';
import type { Modules } from '../../../shared/model/extendedOverview';
import type { Trend } from '../../../shared/model/trends';
import type { PhraseId } from '../../../shared/phrases.en';
import { quantityText } from '../../../shared/quantity';
import type { SeriesId, SeriesUnit } from '../../../shared/series';
import { displayText } from '../displayText';
import { noValue } from '../readingText';
import { say } from '../say';
import type { ReportBlock, ReportChart, ReportLine } from './reportBlocks';
import { utcText } from './reportText';
import { tableBlock } from './tableBlock';

type ChartSpec = readonly [
  title: PhraseId,
  unit: SeriesUnit,
  lines: readonly (readonly [SeriesId, PhraseId])[],
];

const specs: readonly ChartSpec[] = [
  ['panel.chart.qps', 'perSecond', [['query.qps', 'panel.line.mean']]],
  [
    'panel.chart.latency',
    'ms',
    [
      ['query.p75', 'panel.line.p75'],
      ['query.p95', 'panel.line.p95'],
      ['query.p99', 'panel.line.p99'],
    ],
  ],
  [
    'panel.chart.errors',
    'perSecond',
    [
      ['query.err_internal', 'panel.line.internal'],
      ['query.err_timeout', 'panel.line.timeout'],
    ],
  ],
  [
    'panel.chart.cpu',
    'percent',
    [
      ['cpu.avg', 'panel.line.mean'],
      ['cpu.max', 'panel.line.maxOfNodes'],
    ],
  ],
  [
    'panel.chart.memory',
    'percent',
    [
      ['mem.avg', 'panel.line.mean'],
      ['mem.max', 'panel.line.maxOfNodes'],
    ],
  ],
  ['panel.chart.heap', 'percent', [['heap.max', 'panel.line.maxOfFes']]],
  ['panel.chart.compaction', 'count', [['compaction.score', 'panel.line.maxOfPartitions']]],
  ['panel.chart.load', 'perSecond', [['load.rows', 'panel.line.mean']]],
  [
    'panel.chart.network',
    'bytesPerSecond',
    [
      ['net.rx', 'panel.line.received'],
      ['net.tx', 'panel.line.sent'],
    ],
  ],
];

const mostEvents = 30;

/** Charts of the range, a table of their figures, and what happened in it. */
export function trendBlocks(
  { performanceTrends, resourceTrends }: Modules,
  locale: Locale,
): readonly ReportBlock[] {
  const trends = [performanceTrends, resourceTrends].flatMap((trend) =>
    trend?.known === true ? [trend.value] : [],
  );
  const [range] = trends;
  if (range === undefined) {
    return [
      { kind: 'heading', text: say(locale, 'panel.section.trends') },
      { kind: 'text', text: say(locale, 'reason.not-recorded') },
    ];
  }
  const charts = specs.map((spec) => chartOf(spec, range, trends));
  return [
    {
      kind: 'heading',
      text: say(locale, 'report.trends', {
        from: utcText(range.from),
        to: utcText(range.to),
        step: formatDuration(range.stepMs, locale),
      }),
    },
    { kind: 'charts', charts },
    tableBlock(
      [
        'report.column.series',
        'report.column.mean',
        'report.column.most',
        'report.column.last',
        'panel.column.measured',
      ],
      charts.flatMap((chart) => chart.lines.map((line) => lineRow(chart, line, locale))),
      locale,
    ),
    { kind: 'heading', text: say(locale, 'report.events') },
    ...eventBlocks(range, locale),
  ];
}

function chartOf(
  [title, unit, lines]: ChartSpec,
  { from, to, stepMs }: Trend,
  trends: readonly Trend[],
): ReportChart {
  const series = trends.flatMap((trend) => trend.series);
  const found = lines.flatMap(([id, label]) => {
    const one = series.find((each) => each.series === id && each.node === undefined);
    return one === undefined ? [] : [{ one, label }];
  });
  return {
    title,
    unit,
    from,
    to,
    stepMs,
    lines: found.map(({ one, label }) => ({ label, values: one.avg, highest: one.max ?? one.avg })),
    gaps: found[0]?.one.gaps ?? [],
  };
}

function lineRow(
  { title, unit }: ReportChart,
  { label, values, highest }: ReportLine,
  locale: Locale,
): readonly string[] {
  const known = values.filter((value) => value !== null);
  const text = (value: number | undefined) =>
    value === undefined ? noValue : quantityText(value, unit, locale);
  const peaks = highest.filter((value) => value !== null);
  return [
    `${say(locale, title)}: ${say(locale, label)}`,
    text(
      known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0) / known.length,
    ),
    text(peaks.length === 0 ? undefined : Math.max(...peaks)),
    text(known.at(-1)),
    values.length === 0 ? noValue : formatPercent((100 * known.length) / values.length, locale),
  ];
}

function eventBlocks(trend: Trend, locale: Locale): readonly ReportBlock[] {
  const events = withRollingRestarts(trend.events);
  if (events.length === 0) {
    return [{ kind: 'text', text: say(locale, 'panel.trends.noEvents') }];
  }
  const shown = events.slice(-mostEvents);
  const older = events.length - shown.length;
  return [
    tableBlock(
      ['report.column.at', 'report.column.event'],
      shown.map((event) => [utcText(event.at), displayText(eventText(event, locale))]),
      locale,
    ),
    ...(older === 0
      ? []
      : [{ kind: 'text', text: say(locale, 'panel.trends.older', { count: older }) } as const]),
  ];
}
