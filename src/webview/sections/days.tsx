import { useRef } from 'preact/hooks';
import { formatCompact, formatDuration, formatPercent } from '../../shared/format';
import type { DayFigureId, Days, DaySummary } from '../../shared/model/days';
import { secondMs } from '../../shared/time';
import type { Column } from '../components/dataTable';
import { DataTable } from '../components/dataTable';
import { Cell } from '../components/figure';
import { Glyph } from '../components/glyph';
import { Skeleton } from '../components/moduleBox';
import { SectionFrame } from '../components/sectionFrame';
import { useDays } from '../components/useDays';
import { useInView } from '../components/useTrend';
import { locale, t } from '../text';
import { dayText } from '../view/dayText';
import { growthText } from '../view/growthText';
import { problemName } from '../view/problemName';

const shownDays = 7;

/** Ninety days, one line each: what was measured of them, and for how long. */
export function DaysSection() {
  const ref = useRef<HTMLDivElement>(null);
  const { days, failure } = useDays(useInView(ref));
  return (
    <SectionFrame
      id="days"
      title={t('panel.section.days')}
      sentence={
        days === undefined
          ? ''
          : t('panel.days.sentence', { zone: days.zone ?? t('panel.days.utc') })
      }
    >
      <div ref={ref}>
        {failure !== undefined ? (
          <p class="quiet">{t('panel.days.failed', { why: failure })}</p>
        ) : days === undefined ? (
          <Skeleton lines={4} label={t('panel.box.waiting', { what: t('panel.section.days') })} />
        ) : days.days.length === 0 ? (
          <p class="quiet">{t('panel.days.none')}</p>
        ) : (
          <DaysTable days={days} />
        )}
      </div>
    </SectionFrame>
  );
}

function DaysTable({ days: { zone, days } }: { days: Days }) {
  const language = locale.value;
  const percent = (value: number) => formatPercent(value, language);
  return (
    <DataTable
      id="days"
      caption={t('panel.section.days')}
      rows={[...days].reverse()}
      shown={shownDays}
      rowKey={({ from }) => String(from)}
      columns={[
        {
          id: 'day',
          label: t('panel.column.day'),
          width: '88px',
          sort: ({ from, to }) => dayText((from + to) / 2, zone),
          cell: ({ from, to }) => dayText((from + to) / 2, zone),
        },
        {
          id: 'measured',
          label: t('panel.column.measured'),
          numeric: true,
          priority: 2,
          sort: ({ measuredS }) => measuredS,
          cell: ({ measuredS }) => formatDuration(measuredS * secondMs, language),
        },
        dayColumn('scoreMin', t('panel.column.lowestScore'), String),
        dayColumn('availabilityPct', t('panel.column.available'), percent),
        dayColumn('queries', t('panel.column.dayQueries'), (n) => formatCompact(n, language)),
        dayColumn('errorPct', t('panel.column.dayErrors'), percent, 3),
        dayColumn('p99Max', t('panel.column.dayP99'), (ms) => formatDuration(ms, language)),
        dayColumn('cpuMax', t('panel.column.dayCpu'), percent, 3),
        dayColumn('diskMaxPct', t('panel.column.dayDisk'), percent, 2),
        dayColumn('dataGrowth', t('panel.column.dayGrowth'), growthText, 2),
        {
          id: 'worst',
          label: t('panel.column.dayWorst'),
          priority: 2,
          width: '22%',
          sort: (day) => problemText(day),
          cell: (day) =>
            day.worst === undefined ? null : (
              <span class="name" data-tip={problemText(day)}>
                <Glyph name={day.worst.level} small />
                <span class="ellipsis">{problemText(day)}</span>
              </span>
            ),
        },
      ]}
    />
  );
}

/** A figure of each day; a dash where it was never measured, and how long it was in the tooltip. */
function dayColumn(
  id: DayFigureId,
  label: string,
  format: (value: number) => string,
  priority?: 2 | 3,
): Column<DaySummary> {
  return {
    id,
    label,
    numeric: true,
    ...(priority === undefined ? {} : { priority }),
    sort: ({ figures }) => figures[id].value,
    cell: ({ figures }) => {
      const { value, measuredS, partial } = figures[id];
      const measured = t('panel.days.measured', { d: { ms: measuredS * secondMs } });
      return (
        <Cell value={value} why={t('panel.days.unmeasured')}>
          <span data-tip={measured}>
            {partial === true ? '≥ ' : ''}
            {value === null ? '' : format(value)}
          </span>
        </Cell>
      );
    },
  };
}

function problemText({ worst }: DaySummary): string {
  return worst === undefined ? '' : problemName(worst);
}
