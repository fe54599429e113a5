import { dataAside, dataFigures, dataText } from '../../../shared/dataFigures';
import { formatPercent, type Locale } from '../../../shared/format';
import type { Modules } from '../../../shared/model/extendedOverview';
import type { KeyPerformanceIndicators, Kpi } from '../../../shared/model/keyPerformanceIndicators';
import type { PhraseId } from '../../../shared/phrases.en';
import { quantityText } from '../../../shared/quantity';
import { within, type Reading } from '../../../shared/reading';
import type { SeriesUnit } from '../../../shared/series';
import { say } from '../say';
import type { ReportBlock } from './reportBlocks';
import { figureText } from './reportText';
import { tableBlock } from './tableBlock';

type Kpis = KeyPerformanceIndicators;
type KpiLine = {
  readonly label: PhraseId;
  readonly unit: SeriesUnit;
  readonly value: (kpis: Kpis) => Reading<number>;
  /** Absent where nothing is compared. */
  readonly kpi?: (kpis: Kpis) => Kpi;
};

const line = (label: PhraseId, unit: SeriesUnit, kpi: (kpis: Kpis) => Kpi): KpiLine => ({
  label,
  unit,
  value: (kpis) => kpi(kpis).value,
  kpi,
});

const lines: readonly KpiLine[] = [
  line('panel.kpi.qps', 'perSecond', ({ qps }) => qps),
  line('panel.kpi.p99', 'ms', ({ p99 }) => p99),
  { label: 'panel.kpi.errorRate', unit: 'percent', value: ({ errorRate }) => errorRate },
  line('panel.kpi.running', 'count', ({ running }) => running),
  line('panel.kpi.connections', 'count', ({ connections }) => connections),
  line('panel.kpi.loadRows', 'perSecond', ({ loadRows }) => loadRows),
  line('panel.kpi.transactions', 'count', ({ transactionsRunning }) => transactionsRunning),
  line('panel.kpi.compaction', 'count', ({ compactionScore }) => compactionScore),
  line('panel.kpi.versions', 'count', ({ compactionVersions }) => compactionVersions),
];

/** The key figures, and against the same time yesterday. */
export function kpiTable({ kpis }: Modules, locale: Locale): ReportBlock {
  const change = (kpi: (kpis: Kpis) => Kpi) =>
    figureText(
      within(kpis, (value) => kpi(value).vsYesterdayPct),
      (percent) => `${percent > 0 ? '+' : ''}${formatPercent(percent, locale)}`,
      locale,
    );
  return tableBlock(
    ['report.column.figure', 'panel.column.value', 'report.column.yesterday'],
    lines.map(({ label, unit, value, kpi }) => [
      say(locale, label),
      figureText(within(kpis, value), (each) => quantityText(each, unit, locale), locale),
      kpi === undefined ? '' : change(kpi),
    ]),
    locale,
  );
}

/** What there is and what works on it. */
export function dataTable(modules: Modules, locale: Locale): ReportBlock {
  return tableBlock(
    ['report.column.figure', 'panel.column.value'],
    dataFigures.map((figure) => {
      const value = figureText(
        figure.reading(modules),
        (each) => dataText(each, figure.unit, locale),
        locale,
      );
      const aside = dataAside(figure, modules, locale);
      return [say(locale, figure.label), aside === undefined ? value : `${value}, ${aside}`];
    }),
    locale,
  );
}
