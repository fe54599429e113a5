import type { CompactionMarks, VersionMarks } from '../../shared/model/compactionStats';
import type { PhraseId } from '../../shared/phrases.en';
import type { SeriesId, SeriesUnit } from '../../shared/series';
import type { Thresholds } from '../../shared/thresholds';
import { formatNumber } from '../../shared/format';
import type { Locale } from '../../shared/format';
import { t } from '../text';
import type { LineSpec, Threshold } from './chartModel';
import { toLog } from './valueTicks';
import type { AxisSpec } from './timeChart';

/** What thresholds are drawn from: the cluster's own levels, never numbers of this page. */
export type Levels = { readonly thresholds: Thresholds; readonly marks?: CompactionMarks };

export type ChartSpec = {
  readonly id: string;
  readonly title: PhraseId;
  /** Unit in words, beside the title. */
  readonly unitWords: PhraseId;
  /** Unit of the values as they are drawn. */
  readonly unit: SeriesUnit;
  readonly axis: Omit<AxisSpec, 'format'>;
  readonly lines: readonly LineSpec[];
  readonly thresholds?: (levels: Levels, locale: Locale) => readonly Threshold[];
};

const yesterday = (series: SeriesId): LineSpec => ({
  series,
  label: 'panel.line.yesterday',
  colour: 'muted',
  style: 'ghost',
});

const averageAndMaximum = (average: SeriesId, maximum: SeriesId): readonly LineSpec[] => [
  { series: average, label: 'panel.line.mean', colour: 'blue' },
  { series: maximum, label: 'panel.line.maxOfNodes', colour: 'purple', style: 'dash' },
];

const percentMark = (value: number, level: Threshold['level']): Threshold => ({
  value,
  label: String(value),
  level,
});

const scoreChart: ChartSpec = {
  id: 'compaction',
  title: 'panel.chart.compaction',
  unitWords: 'panel.unit.logScale',
  unit: 'count',
  axis: { log: true },
  lines: [{ series: 'compaction.score', label: 'panel.line.maxOfPartitions', colour: 'blue' }],
  thresholds: ({ marks }, locale) =>
    marks === undefined
      ? []
      : [
          {
            value: toLog(marks.slowdown),
            label: `${formatNumber(marks.slowdown, locale)} ${t(marks.slowdownEnabled ? 'panel.zone.slowed' : 'panel.zone.high')}`,
            level: 'warning',
          },
          {
            value: toLog(marks.critical),
            label: `${formatNumber(marks.critical, locale)} ${t('panel.zone.critical')}`,
            level: 'critical',
          },
        ],
};

/**
 * Shared-nothing: the fullest tablet in percent of the versions it may have. The leader's score
 * stays where it was while nothing compacts, so it is no trend there.
 */
const versionsChart = (marks: VersionMarks): ChartSpec => {
  const percent = 100 / marks.limit;
  return {
    id: 'compaction',
    title: 'panel.chart.versions',
    unitWords: 'panel.unit.percentOfLimit',
    unit: 'percent',
    axis: { top: 100 },
    lines: [
      {
        series: 'compaction.versions',
        label: 'panel.line.maxOfNodes',
        colour: 'blue',
        times: percent,
      },
    ],
    thresholds: () => [
      percentMark(marks.warning * percent, 'warning'),
      percentMark(marks.critical * percent, 'critical'),
    ],
  };
};

const beforeCompaction: readonly ChartSpec[] = [
  {
    id: 'qps',
    title: 'panel.chart.qps',
    unitWords: 'panel.unit.perSecond',
    unit: 'perSecond',
    axis: {},
    lines: [
      yesterday('query.qps'),
      { series: 'query.qps', label: 'panel.line.now', colour: 'blue', area: true },
    ],
  },
  {
    id: 'latency',
    title: 'panel.chart.latency',
    unitWords: 'panel.unit.worstFe',
    unit: 'ms',
    axis: {},
    lines: [
      { series: 'query.p75', label: 'panel.line.p75', colour: 'green', width: 1 },
      { series: 'query.p95', label: 'panel.line.p95', colour: 'purple', width: 1.4 },
      { series: 'query.p99', label: 'panel.line.p99', colour: 'blue', width: 2 },
    ],
  },
  {
    id: 'errors',
    title: 'panel.chart.errors',
    unitWords: 'panel.unit.perMinute',
    unit: 'count',
    axis: { stacked: true },
    lines: [
      {
        series: 'query.err_internal',
        label: 'panel.line.internal',
        colour: 'purple',
        bars: true,
        times: 60,
      },
      {
        series: 'query.err_timeout',
        label: 'panel.line.timeout',
        colour: 'orange',
        bars: true,
        times: 60,
      },
    ],
  },
  {
    id: 'running',
    title: 'panel.chart.running',
    unitWords: 'panel.unit.queries',
    unit: 'count',
    axis: {},
    lines: [
      { series: 'query.running', label: 'panel.line.running', colour: 'blue' },
      { series: 'query.queued', label: 'panel.line.queued', colour: 'purple', style: 'dash' },
    ],
  },
  {
    id: 'cpu',
    title: 'panel.chart.cpu',
    unitWords: 'panel.unit.percent',
    unit: 'percent',
    axis: { top: 100 },
    lines: averageAndMaximum('cpu.avg', 'cpu.max'),
    thresholds: ({ thresholds }) => [percentMark(thresholds.cpuWarningPct, 'warning')],
  },
  {
    id: 'memory',
    title: 'panel.chart.memory',
    unitWords: 'panel.unit.percentOfLimit',
    unit: 'percent',
    axis: { top: 100 },
    lines: averageAndMaximum('mem.avg', 'mem.max'),
    thresholds: ({ thresholds }) => [percentMark(thresholds.memWarningPct, 'warning')],
  },
  {
    id: 'heap',
    title: 'panel.chart.heap',
    unitWords: 'panel.unit.percent',
    unit: 'percent',
    axis: { top: 100 },
    lines: [{ series: 'heap.max', label: 'panel.line.maxOfFes', colour: 'blue' }],
    thresholds: ({ thresholds }) => [
      percentMark(thresholds.heapWarningPct, 'warning'),
      percentMark(thresholds.heapCriticalPct, 'critical'),
    ],
  },
];

const afterCompaction: readonly ChartSpec[] = [
  {
    id: 'load',
    title: 'panel.chart.load',
    unitWords: 'panel.unit.perSecond',
    unit: 'perSecond',
    axis: {},
    lines: [
      yesterday('load.rows'),
      { series: 'load.rows', label: 'panel.line.now', colour: 'blue', area: true },
    ],
  },
  {
    id: 'network',
    title: 'panel.chart.network',
    unitWords: 'panel.unit.bytesPerSecond',
    unit: 'bytesPerSecond',
    axis: { mirrored: true, bytes: true },
    lines: [
      { series: 'net.rx', label: 'panel.line.received', colour: 'blue', area: true },
      { series: 'net.tx', label: 'panel.line.sent', colour: 'purple', area: true, negative: true },
    ],
  },
  {
    id: 'diskIo',
    title: 'panel.chart.diskIo',
    unitWords: 'panel.unit.bytesPerSecond',
    unit: 'bytesPerSecond',
    axis: { mirrored: true, bytes: true },
    lines: [
      { series: 'io.read', label: 'panel.line.read', colour: 'blue', area: true },
      {
        series: 'io.write',
        label: 'panel.line.written',
        colour: 'purple',
        area: true,
        negative: true,
      },
    ],
  },
  {
    id: 'diskBusy',
    title: 'panel.chart.diskBusy',
    unitWords: 'panel.unit.percent',
    unit: 'percent',
    axis: { top: 100 },
    lines: [
      { series: 'io.util_max', label: 'panel.line.busiestDisk', colour: 'purple', style: 'dash' },
    ],
  },
];

/**
 * The charts of the trends section, in reading order: what users feel, then machines, then wires.
 *
 * @param versionMarks of a shared-nothing cluster
 */
export function chartSpecs(versionMarks: VersionMarks | undefined): readonly ChartSpec[] {
  const compaction = versionMarks === undefined ? scoreChart : versionsChart(versionMarks);
  return [...beforeCompaction, compaction, ...afterCompaction];
}
