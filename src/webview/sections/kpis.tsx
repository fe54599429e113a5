import { useRef } from 'preact/hooks';
import { formatNumber } from '../../shared/format';
import { hostOf } from '../../shared/ids';
import type { KeyPerformanceIndicators, Kpi } from '../../shared/model/keyPerformanceIndicators';
import type { PhraseId } from '../../shared/phrases.en';
import type { Reading } from '../../shared/reading';
import { combineReadings, isApplicable, mapReading } from '../../shared/reading';
import type { SeriesUnit } from '../../shared/series';
import type { RuleId } from '../../shared/thresholds';
import { usePage } from '../components/context';
import { goToChart, openSection } from '../components/goTo';
import { ModuleBox } from '../components/moduleBox';
import { Sparkline } from '../components/sparkline';
import { TileFigure } from '../components/tileFigure';
import { useInView, useTrend } from '../components/useTrend';
import { locale, t } from '../text';
import { deltaGlyph, deltaOf } from '../view/deltaText';
import { errorRateValues, kpiSeries, sparkValues } from '../view/kpiValues';
import { quantity, quantityText } from '../../shared/quantity';
import { readingContext } from '../view/readingContext';
import { readingText, readingTip, reasonText, whyText } from '../view/readingText';
import { openProblemOf } from '../view/severity';
import type { Trend } from '../../shared/model/trends';

type Kpis = KeyPerformanceIndicators;

type Tile = {
  /** Field of the model; also the id of the tile. */
  readonly id: string;
  readonly label: PhraseId;
  readonly unit: SeriesUnit;
  readonly reading: (kpis: Kpis) => Reading<number>;
  readonly kpi?: (kpis: Kpis) => Kpi;
  /** A second, smaller figure beside the value. */
  readonly aside?: (kpis: Kpis) => string | undefined;
  readonly spark: (trend: Trend | undefined) => readonly (number | null)[];
  /** Rules that colour the tile while they are open. */
  readonly rules: readonly RuleId[];
  readonly chart: string;
  /** Whether the tile has its place on this kind of cluster; absent = on every one. */
  readonly applies?: (kpis: Kpis) => boolean;
};

const ofKpi = (id: keyof Kpis, pick: (kpis: Kpis) => Kpi) => ({
  id,
  reading: (kpis: Kpis) => pick(kpis).value,
  kpi: pick,
});

const percentAside = (
  id: 'panel.kpi.slow' | 'panel.kpi.withUserErrors',
  share: Reading<number>,
): string | undefined => (share.known ? t(id, { percent: { percent: share.value } }) : undefined);

const compactionRules = ['compaction.pressure', 'compaction.stalled'] as const;

/** Shared-nothing: versions say more than the leader's sticky score. */
const hasVersions = ({ compactionVersions }: Kpis): boolean =>
  isApplicable(compactionVersions.value);

const tiles: readonly Tile[] = [
  {
    ...ofKpi('qps', (kpis) => kpis.qps),
    label: 'panel.kpi.qps',
    unit: 'perSecond',
    aside: ({ slowRate }) => percentAside('panel.kpi.slow', slowRate),
    spark: sparkValues('query.qps'),
    rules: [],
    chart: 'qps',
  },
  {
    ...ofKpi('p99', (kpis) => kpis.p99),
    label: 'panel.kpi.p99',
    unit: 'ms',
    aside: ({ latencyNode, p50 }) =>
      latencyNode.known
        ? hostOf(latencyNode.value)
        : p50.value.known
          ? t('panel.kpi.median', { time: { ms: p50.value.value } })
          : undefined,
    spark: sparkValues('query.p99'),
    rules: ['query.latency'],
    chart: 'latency',
  },
  {
    id: 'errorRate',
    label: 'panel.kpi.errorRate',
    unit: 'percent',
    reading: (kpis) => kpis.errorRate,
    aside: ({ successRate }) =>
      percentAside(
        'panel.kpi.withUserErrors',
        mapReading(successRate, (percent) => 100 - percent),
      ),
    spark: errorRateValues,
    rules: ['query.errors'],
    chart: 'errors',
  },
  {
    ...ofKpi('running', (kpis) => kpis.running),
    label: 'panel.kpi.running',
    unit: 'count',
    aside: ({ queued }) =>
      queued.value.known && queued.value.value > 0
        ? t('panel.kpi.queued', { count: queued.value.value })
        : undefined,
    spark: sparkValues('query.running'),
    rules: [],
    chart: 'running',
  },
  {
    ...ofKpi('connections', (kpis) => kpis.connections),
    label: 'panel.kpi.connections',
    unit: 'count',
    aside: ({ connectionsMaxPct }) =>
      connectionsMaxPct.known
        ? t('panel.kpi.ofLimit', { percent: { percent: connectionsMaxPct.value } })
        : undefined,
    spark: sparkValues('conn.total'),
    rules: [],
    chart: 'running',
  },
  {
    ...ofKpi('loadRows', (kpis) => kpis.loadRows),
    label: 'panel.kpi.loadRows',
    unit: 'perSecond',
    aside: ({ loadBytes }) =>
      loadBytes.value.known
        ? quantityText(loadBytes.value.value, 'bytesPerSecond', locale.value)
        : undefined,
    spark: sparkValues('load.rows'),
    rules: [],
    chart: 'load',
  },
  {
    ...ofKpi('transactionsRunning', (kpis) => kpis.transactionsRunning),
    label: 'panel.kpi.transactions',
    unit: 'count',
    spark: sparkValues('txn.running'),
    rules: [],
    chart: 'load',
  },
  {
    ...ofKpi('compactionScore', (kpis) => kpis.compactionScore),
    label: 'panel.kpi.compaction',
    unit: 'count',
    aside: () => t('panel.kpi.max'),
    spark: sparkValues('compaction.score'),
    rules: compactionRules,
    chart: 'compaction',
    applies: (kpis) => !hasVersions(kpis),
  },
  {
    ...ofKpi('compactionVersions', (kpis) => kpis.compactionVersions),
    label: 'panel.kpi.versions',
    unit: 'count',
    aside: () => t('panel.kpi.max'),
    spark: sparkValues('compaction.versions'),
    rules: compactionRules,
    chart: 'compaction',
    applies: hasVersions,
  },
];

/** The eight numbers that say how the cluster feels to its users. */
export function KpiSection() {
  const { store } = usePage();
  const strip = useRef<HTMLElement>(null);
  const inView = useInView(strip);
  const { trend } = useTrend(kpiSeries, inView, 60);
  const kpis = store.modules.kpis.value;
  return (
    <section
      id="section-kpis"
      data-testid="section-kpis"
      class="bare"
      tabIndex={-1}
      aria-label={t('panel.section.kpis')}
      ref={strip}
    >
      <ModuleBox
        reading={kpis}
        what={t('panel.what.kpis')}
        waiting={
          <div class="kpis">
            {tiles
              .filter(({ applies }) => applies !== hasVersions)
              .map((tile) => (
                <WaitingTile key={tile.id} tile={tile} />
              ))}
          </div>
        }
      >
        {(value) => (
          <div class="kpis">
            {tiles
              .filter(({ applies }) => applies?.(value) ?? true)
              .map((tile) => (
                <KpiTile key={tile.id} tile={tile} kpis={value} values={tile.spark(trend)} />
              ))}
          </div>
        )}
      </ModuleBox>
    </section>
  );
}

/** The place of a tile while nothing was asked yet. */
function WaitingTile({ tile }: { tile: Tile }) {
  return (
    <div class="kpi" data-testid={`kpi-${tile.id}`}>
      <span class="kpi-label">{t(tile.label)}</span>
      <span class="kpi-value" data-value="unknown" role="img" aria-label={t('panel.level.unknown')}>
        <span class="skeleton" />
      </span>
      <span class="kpi-delta" />
      <span class="spark skeleton" aria-hidden="true" />
    </div>
  );
}

function KpiTile({
  tile,
  kpis,
  values,
}: {
  tile: Tile;
  kpis: Kpis;
  values: readonly (number | null)[];
}) {
  const { store } = usePage();
  const reading = tile.reading(kpis);
  const language = locale.value;
  const problem = openProblemOf(store.problems.value, tile.rules);
  const level =
    problem?.level === 'critical' || problem?.level === 'warning' ? problem.level : undefined;
  const text = (value: number) => quantityText(value, tile.unit, language);
  const shown = reading.known ? quantity(reading.value, tile.unit, language) : undefined;
  const aside = reading.known ? tile.aside?.(kpis) : undefined;
  return (
    <button
      type="button"
      class="kpi"
      data-testid={`kpi-${tile.id}`}
      data-tip={readingTip(reading, text, language, store.now.peek())}
      data-vscode-context={readingContext(reading.source, store.header.peek()?.clusterId)}
      onClick={() => {
        openSection(store, 'trends', () => {
          goToChart(tile.chart);
        });
      }}
    >
      <TileFigure label={tile.label} reading={reading} shown={shown} level={level} aside={aside} />
      {reading.known ? (
        <DeltaLine tile={tile} kpis={kpis} alarmed={level !== undefined} />
      ) : (
        <span class="kpi-why">{whyText(reading, language)}</span>
      )}
      {reading.known || values.some((value) => value !== null) ? (
        <Sparkline values={values} />
      ) : (
        <span class="spark hatched" aria-hidden="true" />
      )}
    </button>
  );
}

/** What changed. Coloured only while a rule about this figure is open and the way is the bad one. */
function DeltaLine({ tile, kpis, alarmed }: { tile: Tile; kpis: Kpis; alarmed: boolean }) {
  const language = locale.value;
  const kpi = tile.kpi?.(kpis);
  if (kpi === undefined) {
    const failed = combineReadings(
      kpis.errorsInternal.value,
      kpis.errorsTimeout.value,
      (internal, timeout) => (internal + timeout) * 60,
    );
    return (
      <span class="kpi-delta">
        {t('panel.kpi.failedPerMinute', {
          count: readingText(failed, (value) => formatNumber(value, language)),
        })}
      </span>
    );
  }
  const delta = deltaOf(kpi, tile.unit, language);
  if (!delta.known) {
    return (
      <span class="kpi-delta">
        {t('panel.delta.unknown', { why: reasonText(delta.why, language) })}
      </span>
    );
  }
  const bad = alarmed && delta.sign === 'up';
  return (
    <span class={bad ? 'kpi-delta ink-warning' : 'kpi-delta'}>
      {deltaGlyph[delta.sign]}{' '}
      {delta.sign === 'same'
        ? t(delta.against === 'yesterday' ? 'panel.delta.sameYesterday' : 'panel.delta.same5')
        : t(delta.against === 'yesterday' ? 'panel.delta.yesterday' : 'panel.delta.five', {
            amount: delta.amount,
          })}
    </span>
  );
}
