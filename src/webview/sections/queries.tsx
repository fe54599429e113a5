import { formatBytes, formatDuration, formatNumber } from '../../shared/format';
import type { RunningQueries, RunningQuery } from '../../shared/model/runningQuery';
import type { SessionGroup, SessionStats } from '../../shared/model/sessionStats';
import type { Rows } from '../../shared/reading';
import { queryActions, sleeperActions } from '../../shared/rowActions';
import { usePage } from '../components/context';
import type { Column } from '../components/dataTable';
import { DataTable } from '../components/dataTable';
import { Cell, Figure } from '../components/figure';
import { ModuleBox, RowsBox } from '../components/moduleBox';
import { ProfileButton } from '../components/profileButton';
import { QueryLink } from '../components/queryLink';
import { Block, SectionFrame } from '../components/sectionFrame';
import { locale, t } from '../text';
import { columnReason, readingText } from '../view/readingText';
import { ResourceGroupsBlock } from './queries/resourceGroups';
import { QueryQueueBlock } from './queries/queryQueue';
import { SessionList } from './queries/sessionList';
import { ResourceGroupUsageBlock } from './queries/resourceGroupUsage';
import { WarehousesBlock } from './queries/warehouses';

/** What runs now, longest first, and who is connected. */
export function QueriesSection() {
  const { store } = usePage();
  const running = store.modules.runningQueries.value;
  return (
    <SectionFrame
      id="queries"
      title={t('panel.section.queries')}
      sentence={running?.known === true ? queriesSentence(running.value) : ''}
    >
      <div class="grid-queries">
        <div class="column">
          <ModuleBox reading={running} what={t('panel.what.queries')} lines={5}>
            {(value) => (
              <RowsBox
                rows={value.queries}
                what={t('panel.what.queries')}
                empty={t('panel.empty.queries')}
              >
                {({ rows, total }) => (
                  <DataTable
                    id="runningQueries"
                    caption={t('panel.section.queries')}
                    rows={rows}
                    total={total}
                    shown={8}
                    rowKey={(row) => row.queryId}
                    columns={queryColumns(value.queries, rows)}
                    actions={queryActions}
                    rowButton={({ queryId }) => <ProfileButton queryId={queryId} />}
                  />
                )}
              </RowsBox>
            )}
          </ModuleBox>
          <ModuleBox
            reading={store.modules.queryQueue.value}
            what={t('panel.what.queue')}
            lines={3}
          >
            {(value) => <QueryQueueBlock queue={value} />}
          </ModuleBox>
        </div>
        <div class="column">
          <ModuleBox
            reading={store.modules.sessions.value}
            what={t('panel.what.sessions')}
            lines={4}
          >
            {(value) => <Sessions sessions={value} />}
          </ModuleBox>
        </div>
      </div>
      <div class="grid-three">
        <ModuleBox
          reading={store.modules.resourceGroups.value}
          what={t('panel.what.groups')}
          lines={3}
        >
          {(value) => (
            <>
              <ResourceGroupUsageBlock groups={value} />
              <ResourceGroupsBlock groups={value} />
            </>
          )}
        </ModuleBox>
        <ModuleBox
          reading={store.modules.warehouses.value}
          what={t('panel.what.warehouses')}
          lines={2}
        >
          {(value) => <WarehousesBlock warehouses={value} />}
        </ModuleBox>
      </div>
    </SectionFrame>
  );
}

function queriesSentence(running: RunningQueries): string {
  const count = readingText(running.total, (value) => formatNumber(value, locale.value));
  return running.longestMs.known
    ? t('panel.queries.sentence', { count, longest: { ms: running.longestMs.value } })
    : t('panel.queries.count', { count });
}

type NumberField = 'durationMs' | 'memoryBytes' | 'scanBytes' | 'cpuMs';

function queryColumns(
  rows: Rows<RunningQuery>,
  list: readonly RunningQuery[],
): readonly Column<RunningQuery>[] {
  const longest = Math.max(
    1,
    ...list.flatMap(({ durationMs }) => (durationMs === null ? [] : [durationMs])),
  );
  const figure = (
    id: NumberField,
    label: string,
    width: string,
    format: (value: number) => string,
    priority?: 2 | 3,
  ): Column<RunningQuery> => ({
    id,
    label,
    width,
    numeric: true,
    ...(priority === undefined ? {} : { priority }),
    sort: (row) => row[id],
    cell: (row) => (
      <Cell value={row[id]} why={columnReason(rows, id, locale.value)}>
        {row[id] === null ? '' : format(row[id])}
      </Cell>
    ),
  });
  const duration = (value: number) => formatDuration(value, locale.value);
  const bytes = (value: number) => formatBytes(value, locale.value);
  const text = (
    id: 'user' | 'database' | 'frontend',
    label: string,
    width: string,
    priority: 2 | 3,
  ): Column<RunningQuery> => ({
    id,
    label,
    width,
    priority,
    sort: (row) => row[id],
    cell: (row) => (
      <Cell value={row[id]} why={columnReason(rows, id, locale.value)}>
        <span class="ellipsis">{row[id]}</span>
      </Cell>
    ),
  });
  return [
    figure('durationMs', t('panel.column.time'), '76px', duration),
    {
      id: 'bar',
      label: '',
      width: '64px',
      priority: 2,
      cell: (row) => (
        <span class="bar-cell" aria-hidden="true">
          {row.durationMs === null ? null : (
            <i style={{ width: `${(100 * row.durationMs) / longest}%` }} />
          )}
        </span>
      ),
    },
    {
      id: 'sql',
      label: t('panel.column.query'),
      cell: (row) => (
        <QueryLink queryId={row.queryId} tip={queryTip(row)}>
          {row.sql ?? <span class="muted">{row.queryId}</span>}
        </QueryLink>
      ),
    },
    text('user', t('panel.column.user'), '92px', 2),
    text('database', t('panel.column.database'), '80px', 3),
    text('frontend', t('panel.column.fe'), '84px', 3),
    figure('memoryBytes', t('panel.column.memoryBytes'), '76px', bytes),
    figure('scanBytes', t('panel.column.scanned'), '76px', bytes, 2),
    figure('cpuMs', t('panel.column.cpuTime'), '72px', duration, 3),
  ];
}

function queryTip(row: RunningQuery): string {
  return [
    row.sql ?? t('panel.queries.noSql'),
    t('panel.queries.id', { id: row.queryId, user: row.user }),
    ...(row.warehouse === null ? [] : [t('panel.queries.warehouse', { name: row.warehouse })]),
    ...(row.resourceGroup === null ? [] : [t('panel.queries.group', { name: row.resourceGroup })]),
    ...(row.spillBytes === null
      ? []
      : [t('panel.queries.spill', { bytes: { bytes: row.spillBytes } })]),
  ].join('\n');
}

function Sessions({ sessions }: { sessions: SessionStats }) {
  const connected = sessions.sessions.known ? sessions.sessions.value.rows : [];
  return (
    <Block
      title={t('panel.sessions.title')}
      detail={
        <>
          <Figure reading={sessions.total} unit="count" />
          {': '}
          <Figure reading={sessions.active} unit="count" /> {t('panel.sessions.active')}
          {', '}
          <Figure reading={sessions.idle} unit="count" /> {t('panel.sessions.idle')}
        </>
      }
    >
      <RowsBox
        rows={sessions.byUser}
        what={t('panel.what.sessions')}
        empty={t('panel.empty.sessions')}
      >
        {({ rows, total }) => (
          <DataTable
            id="sessionsByUser"
            caption={t('panel.sessions.byUser')}
            rows={rows}
            total={total}
            shown={8}
            rowKey={(row) => row.name}
            columns={sessionColumns(sessions.byUser, rows)}
            actions={({ name }) => sleeperActions(connected, name)}
          />
        )}
      </RowsBox>
      <SessionList rows={sessions.sessions} />
    </Block>
  );
}

function sessionColumns(
  rows: Rows<SessionGroup>,
  list: readonly SessionGroup[],
): readonly Column<SessionGroup>[] {
  const most = Math.max(1, ...list.map(({ active, idle }) => active + idle));
  return [
    {
      id: 'name',
      label: t('panel.column.user'),
      width: '34%',
      sort: (row) => row.name,
      cell: (row) => <span class="ellipsis">{row.name}</span>,
    },
    {
      id: 'bar',
      label: '',
      priority: 2,
      cell: (row) => (
        <span class="pair-cell" aria-hidden="true">
          <i style={{ width: `${(100 * row.active) / most}%` }} />
          <i style={{ width: `${(100 * row.idle) / most}%` }} />
        </span>
      ),
    },
    {
      id: 'active',
      label: t('panel.column.active'),
      numeric: true,
      width: '58px',
      sort: (row) => row.active,
      cell: (row) => formatNumber(row.active, locale.value),
    },
    {
      id: 'idle',
      label: t('panel.column.idle'),
      numeric: true,
      width: '52px',
      sort: (row) => row.idle,
      cell: (row) => formatNumber(row.idle, locale.value),
    },
    {
      id: 'oldest',
      label: t('panel.column.oldest'),
      numeric: true,
      width: '76px',
      sort: (row) => row.oldestMs,
      cell: (row) => (
        <Cell value={row.oldestMs} why={columnReason(rows, 'oldestMs', locale.value)}>
          {row.oldestMs === null ? '' : formatDuration(row.oldestMs, locale.value)}
        </Cell>
      ),
    },
  ];
}
