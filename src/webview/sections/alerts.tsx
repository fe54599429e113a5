import { useRef } from 'preact/hooks';
import { formatDuration, formatMoment } from '../../shared/format';
import { subjectName } from '../../shared/ids';
import type { HealthHistory } from '../../shared/model/healthHistory';
import type { Column } from '../components/dataTable';
import { DataTable } from '../components/dataTable';
import { usePage } from '../components/context';
import { Glyph } from '../components/glyph';
import { openSection } from '../components/goTo';
import { Skeleton } from '../components/moduleBox';
import { SectionFrame } from '../components/sectionFrame';
import { useHealthHistory } from '../components/useHealthHistory';
import { useInView } from '../components/useTrend';
import { dayMs } from '../../shared/time';
import { locale, t } from '../text';
import { alertKey, alertRows, type AlertRow } from '../view/alertRows';
import { problemName } from '../view/problemName';
import { sectionOfRule } from '../view/sectionOfRule';

/** What the rules found in the last 24 h, and when: one line for each rule and subject. */
export function AlertsSection() {
  const { store } = usePage();
  const ref = useRef<HTMLDivElement>(null);
  // The problems come with any number of cells; of the cells this one tells whether any was judged.
  const history = useHealthHistory(useInView(ref) ? 1 : 0);
  // Cells lie on round times and may reach beyond now: what is asked for does not.
  const to = store.now.peek();
  const stretch = { from: to - dayMs, to };
  const rows =
    history === undefined ? [] : alertRows({ ...history, ...stretch }, store.problems.value);
  const ended = rows.filter(({ state }) => state === 'ended').length;
  return (
    <SectionFrame
      id="alerts"
      title={t('panel.section.alerts')}
      sentence={t('panel.alerts.sentence', { open: rows.length - ended, ended })}
    >
      <div ref={ref}>
        {history === undefined ? (
          <Skeleton lines={4} label={t('panel.box.waiting', { what: t('panel.section.alerts') })} />
        ) : rows.length === 0 ? (
          <p class="quiet">
            {t(history.verdicts[0] === 'unknown' ? 'panel.alerts.unjudged' : 'panel.alerts.none')}
          </p>
        ) : (
          <DataTable
            id="alerts"
            caption={t('panel.section.alerts')}
            rows={rows}
            rowKey={alertKey}
            columns={columns(stretch)}
          />
        )}
      </div>
    </SectionFrame>
  );
}

type Stretch = Pick<HealthHistory, 'from' | 'to'>;

function columns(stretch: Stretch): readonly Column<AlertRow>[] {
  const language = locale.value;
  return [
    {
      id: 'rule',
      label: t('panel.column.alertRule'),
      width: '24%',
      sort: ({ rule }) => t(`panel.rule.${rule}`),
      cell: (row) => <RuleLink row={row} />,
    },
    {
      id: 'subject',
      label: t('panel.column.alertSubject'),
      width: '20%',
      priority: 2,
      sort: ({ subject }) => subject,
      cell: (row) => <Subject row={row} />,
    },
    {
      id: 'when',
      label: t('panel.column.alertWhen'),
      cell: (row) => <Intervals row={row} stretch={stretch} />,
    },
    {
      id: 'state',
      label: t('panel.column.state'),
      width: '110px',
      sort: ({ state }) => state,
      cell: ({ state }) => t(`panel.alerts.state.${state}`),
    },
    {
      id: 'lasted',
      label: t('panel.column.alertLasted'),
      numeric: true,
      width: '88px',
      sort: ({ lastedMs }) => lastedMs,
      cell: ({ lastedMs }) =>
        lastedMs === 0 ? t('panel.alerts.once') : formatDuration(lastedMs, language),
    },
    {
      id: 'ended',
      label: t('panel.column.alertEnded'),
      numeric: true,
      priority: 2,
      width: '120px',
      sort: ({ state, to }) => (state === 'ended' ? to : null),
      cell: ({ state, to }) =>
        state === 'ended' ? formatMoment(to, language, stretch.to) : undefined,
    },
  ];
}

function Subject({ row: { subject, members } }: { row: AlertRow }) {
  if (members !== undefined) {
    const hosts = members.map((each) => subjectName(each.subject ?? '')).join(', ');
    return (
      <span class="ellipsis" data-tip={hosts}>
        {t('panel.alerts.rolling', { n: members.length, nodes: hosts })}
      </span>
    );
  }
  return (
    <span class="ellipsis">
      {subject === null ? t('panel.alerts.cluster') : subjectName(subject)}
    </span>
  );
}

function RuleLink({ row: { rule, level } }: { row: AlertRow }) {
  const { store } = usePage();
  return (
    <span class="name">
      <Glyph name={level} small />
      <button
        type="button"
        class="name-link ellipsis"
        onClick={() => {
          openSection(store, sectionOfRule(rule));
        }}
      >
        {t(`panel.rule.${rule}`)}
      </button>
    </span>
  );
}

/** Shares of the strip's width below which a bar would not be seen. */
const narrowest = 0.004;

function Intervals({ row, stretch }: { row: AlertRow; stretch: Stretch }) {
  const { store } = usePage();
  const { from, to } = stretch;
  const share = (at: number) => Math.max(0, Math.min(1, (at - from) / (to - from)));
  const moment = (at: number) => formatMoment(at, locale.value, store.now.peek());
  const told = row.intervals.map(
    (each) => `${moment(each.from)}–${moment(each.to)} ${t(`panel.level.${each.level}`)}`,
  );
  return (
    <svg
      class="alert-strip"
      role="img"
      aria-label={told.join(', ')}
      data-tip={[problemName(row), ...told].join('\n')}
      viewBox="0 0 1 1"
      preserveAspectRatio="none"
    >
      {row.intervals.map((each) => {
        const width = Math.max(narrowest, share(each.to) - share(each.from));
        return (
          <rect
            key={`${each.from} ${each.level}`}
            class={`alert-${each.level}`}
            x={Math.min(share(each.from), 1 - width)}
            width={width}
            height={1}
          />
        );
      })}
    </svg>
  );
}
