import {
  formatBytes,
  formatCompact,
  formatDuration,
  formatNumber,
  formatPercent,
} from '../../../shared/format';
import type {
  LoadFailure,
  LoadJob,
  LoadJobStats,
  SmallLoads,
} from '../../../shared/model/loadJobStats';
import type { Rows } from '../../../shared/reading';
import { loadActions } from '../../../shared/rowActions';
import { figureColumn, nameColumn, textColumn } from '../../components/columns';
import { usePage } from '../../components/context';
import type { Column } from '../../components/dataTable';
import { DataTable } from '../../components/dataTable';
import { Figure } from '../../components/figure';
import { LoadErrorsButton } from '../../components/loadErrorsButton';
import { RowsBox } from '../../components/moduleBox';
import { Block } from '../../components/sectionFrame';
import { locale, t } from '../../text';
import type { GlyphName } from '../../view/severity';

/** Loads that run or ended in the last hour, and why they failed. */
export function Loads({ stats }: { stats: LoadJobStats }) {
  return (
    <Block title={t('panel.loads.title')} detail={<Counts stats={stats} />}>
      <Failures rows={stats.failures} />
      <SmallOnes rows={stats.small} />
      <RowsBox rows={stats.loads} what={t('panel.what.loads')} empty={t('panel.empty.loads')}>
        {({ rows, total }) => (
          <DataTable
            id="loads"
            caption={t('panel.loads.title')}
            rows={rows}
            total={total}
            shown={8}
            rowKey={(row) => row.id}
            columns={loadColumns(stats.loads)}
            actions={loadActions}
            {...(rows.some(({ trackingSql }) => trackingSql !== null) ? { rowButton } : {})}
          />
        )}
      </RowsBox>
    </Block>
  );
}

const rowButton = ({ id, trackingSql }: LoadJob) =>
  trackingSql === null ? null : <LoadErrorsButton loadId={id} />;

function Counts({ stats }: { stats: LoadJobStats }) {
  const failed = stats.failed.known && stats.failed.value > 0;
  return (
    <>
      <Figure reading={stats.running} unit="count" /> {t('panel.loads.running')}
      {' · '}
      <Figure reading={stats.finished} unit="count" /> {t('panel.loads.finished')}
      {' · '}
      <span class={failed ? 'ink-warning' : ''}>
        <Figure reading={stats.failed} unit="count" /> {t('panel.loads.failed')}
      </span>
      {' · '}
      <Figure reading={stats.cancelled} unit="count" /> {t('panel.loads.cancelled')}
      {' · '}
      <Figure reading={stats.rowsPerSecond} unit="perSecond" /> {t('panel.loads.rows')}
      {' · '}
      <Figure reading={stats.bytesPerSecond} unit="bytesPerSecond" />
    </>
  );
}

/** Only while there are any: no failure is said by the count above. */
function Failures({ rows }: { rows: Rows<LoadFailure> }) {
  if (!rows.known || rows.value.rows.length === 0) {
    return null;
  }
  return (
    <DataTable
      id="loadFailures"
      caption={t('panel.loads.failures')}
      rows={rows.value.rows}
      total={rows.value.total}
      shown={4}
      rowKey={(row) => `${row.where}|${row.reason}`}
      columns={[
        textColumn<LoadFailure>(
          'reason',
          t('panel.column.failure'),
          ({ reason }) => (reason === '' ? t('panel.loads.noReason') : reason),
          { tip: ({ reason, trackingSql }) => lines(reason, trackingSql) },
        ),
        textColumn<LoadFailure>('where', t('panel.column.lastInto'), ({ where }) => where, {
          width: '32%',
          priority: 2,
        }),
        figureColumn(rows, 'count', t('panel.column.times'), number, { width: '56px' }),
      ]}
    />
  );
}

function SmallOnes({ rows }: { rows: Rows<SmallLoads> }) {
  if (!rows.known || rows.value.rows.length === 0) {
    return null;
  }
  return (
    <DataTable
      id="smallLoads"
      caption={t('panel.loads.small')}
      rows={rows.value.rows}
      total={rows.value.total}
      shown={4}
      rowKey={tableOf}
      columns={[
        textColumn<SmallLoads>('table', t('panel.loads.small'), tableOf),
        figureColumn(rows, 'perMinute', t('panel.column.perMinute'), number, { width: '88px' }),
        figureColumn(rows, 'rowsPerLoad', t('panel.column.rowsPerLoad'), compact, {
          width: '88px',
        }),
      ]}
    />
  );
}

const number = (value: number) => formatNumber(value, locale.value);
const compact = (value: number) => formatCompact(value, locale.value);
const duration = (ms: number) => formatDuration(ms, locale.value);

const lines = (...parts: readonly (string | null)[]): string =>
  parts.filter((part) => part !== null && part !== '').join('\n');

const tableOf = (row: { readonly database: string; readonly table: string | null }): string =>
  row.table === null ? row.database : `${row.database}.${row.table}`;

const glyphOfLoad: Readonly<Record<LoadJob['outcome'], GlyphName>> = {
  running: 'info',
  finished: 'ok',
  failed: 'warning',
  cancelled: 'info',
  unknown: 'unknown',
};

function loadColumns(rows: Rows<LoadJob>): readonly Column<LoadJob>[] {
  const { store } = usePage();
  const took = ({ createdAt, finishedAt }: LoadJob) =>
    createdAt === null ? null : Math.max(0, (finishedAt ?? store.shownAt.peek()) - createdAt);
  return [
    nameColumn(t('panel.column.table'), tableOf, ({ outcome }) => glyphOfLoad[outcome], {
      muted: ({ label }) => label,
      tip: loadTip,
    }),
    textColumn('state', t('panel.column.state'), stateText, {
      width: '104px',
      className: ({ outcome }) => (outcome === 'failed' ? 'ink-warning' : ''),
    }),
    textColumn('type', t('panel.column.type'), ({ type }) => type, { width: '104px', priority: 3 }),
    figureColumn(rows, 'scanRows', t('panel.column.rows'), compact, { width: '64px', priority: 2 }),
    figureColumn(rows, 'createdAt', t('panel.column.took'), duration, {
      width: '72px',
      value: took,
    }),
  ];
}

function stateText({ state, outcome, progressPct }: LoadJob): string {
  return outcome === 'running' && progressPct !== null
    ? `${state} ${formatPercent(progressPct, locale.value)}`
    : state;
}

function loadTip(row: LoadJob): string {
  const facts = [row.type, row.user, row.scanBytes === null ? null : formatBytes(row.scanBytes)];
  return lines(
    row.label,
    facts.filter((fact) => fact !== null).join(' · '),
    row.error,
    row.trackingSql,
  );
}
