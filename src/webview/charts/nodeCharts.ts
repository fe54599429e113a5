import type { NodeRole } from '../../shared/ids';
import type { PhraseId } from '../../shared/phrases.en';
import { seriesDefinition, type NodeSeriesId, type SeriesUnit } from '../../shared/series';
import type { ChartSpec } from './chartSpecs';

const units: Readonly<Record<SeriesUnit, PhraseId>> = {
  count: 'panel.unit.count',
  percent: 'panel.unit.percent',
  perSecond: 'panel.unit.perSecond',
  msPerSecond: 'panel.unit.msPerSecond',
  ms: 'panel.unit.duration',
  bytes: 'panel.unit.size',
  bytesPerSecond: 'panel.unit.bytesPerSecond',
};

/** A chart of one series of a node, with the median of all nodes behind it. */
function chart(series: NodeSeriesId, title: PhraseId): ChartSpec {
  const { unit } = seriesDefinition(series);
  return {
    id: series,
    title,
    unitWords: units[unit],
    unit,
    axis: unit === 'percent' ? { top: 100 } : unit === 'bytesPerSecond' ? { bytes: true } : {},
    lines: [
      { series, label: 'panel.line.median', colour: 'muted', style: 'ghost' },
      { series, label: 'panel.line.now', colour: 'blue' },
    ],
  };
}

const frontend: readonly ChartSpec[] = [
  chart('fe.qps', 'panel.chart.qps'),
  chart('fe.p99', 'panel.chart.p99'),
  chart('fe.err', 'panel.chart.errors'),
  chart('fe.heap', 'panel.chart.heap'),
  chart('fe.gc_old', 'panel.chart.gcOld'),
  chart('fe.conn', 'panel.kpi.connections'),
  chart('fe.replay_lag', 'panel.column.replayLag'),
];

const compute: readonly ChartSpec[] = [
  chart('be.cpu', 'panel.chart.cpu'),
  chart('be.mem', 'panel.chart.memory'),
  chart('be.running', 'panel.chart.instances'),
  chart('be.scan_bytes', 'panel.chart.scanned'),
  chart('be.load_rows', 'panel.chart.load'),
  chart('be.net_rx', 'panel.chart.received'),
  chart('be.net_tx', 'panel.chart.sent'),
  chart('be.io_read', 'panel.chart.diskRead'),
  chart('be.io_write', 'panel.chart.diskWritten'),
  chart('be.io_util', 'panel.chart.diskBusy'),
];

const backendAlone: readonly ChartSpec[] = [
  chart('be.disk_max', 'panel.chart.fullestDisk'),
  chart('be.versions', 'panel.chart.versions'),
  chart('be.compactions', 'panel.chart.compactions'),
];

/** The charts of a node's page; a CN has no tablets and disks of its own, but a cache. */
export function nodeCharts(role: NodeRole): readonly ChartSpec[] {
  switch (role) {
    case 'fe':
      return frontend;
    case 'be':
      return [...compute, ...backendAlone];
    case 'cn':
      return [...compute, chart('be.cache_pct', 'panel.column.cache')];
  }
}
