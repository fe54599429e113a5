import { formatBytes, formatDuration, formatMoment } from '../../shared/format';
import type { QueryShape, SlowQueries, SlowQuery } from '../../shared/model/slowQueries';
import type { Rows } from '../../shared/reading';
import { figureColumn, textColumn } from '../components/columns';
import { Button } from '../components/controls';
import { usePage } from '../components/context';
import type { Column } from '../components/dataTable';
import { DataTable } from '../components/dataTable';
import { Glyph } from '../components/glyph';
import { ProfileButton } from '../components/profileButton';
import { QueryLink } from '../components/queryLink';
import { ModuleBox, RowsBox } from '../components/moduleBox';
import { Block, SectionFrame } from '../components/sectionFrame';
import { locale, t } from '../text';
import { atLeast } from '../../shared/quantity';
import { whyText } from '../view/readingText';
import { Errors, shapeColumns, shapeKey, Tables, TopShapes, Users } from './slow/queryTop';

/** What took long, and who asks for what. */
export function SlowSection() {
  const { store } = usePage();
  const slow = store.modules.slowQueries.value;
  const top = store.modules.queryTop.value;
  return (
    <SectionFrame
      id="slow"
      title={t('panel.section.slow')}
      sentence={slow?.known === true ? sentence(slow.value) : ''}
    >
      <div class="grid-queries">
        <div class="column">
          <ModuleBox reading={slow} what={t('panel.what.slowQueries')} lines={5}>
            {(value) => (
              <>
                <Shapes rows={value.shapes} minMs={value.minDurationMs} />
                <Longest rows={value.queries} minMs={value.minDurationMs} />
              </>
            )}
          </ModuleBox>
          <ModuleBox reading={top} what={t('panel.what.queryTop')} lines={4}>
            {(value) => <TopShapes rows={value.shapes} />}
          </ModuleBox>
        </div>
        <div class="column">
          {slow?.known === true ? <AuditLog stats={slow.value} /> : null}
          {top?.known === true ? (
            <>
              <Users top={top.value} />
              <Tables top={top.value} />
            </>
          ) : null}
        </div>
      </div>
      {top?.known === true ? <Errors rows={top.value.errors} /> : null}
    </SectionFrame>
  );
}

function sentence({ auditTable, queries }: SlowQueries): string {
  if (!queries.known) {
    return '';
  }
  switch (queries.source) {
    case 'auditSlow':
      return auditTable.known ? t('panel.slow.fromAudit', { table: auditTable.value }) : '';
    case 'profileList':
      return t('panel.slow.fromProfiles');
    default:
      return t('panel.slow.fromSamples');
  }
}

const empty = (minMs: number): string => t('panel.empty.slow', { time: { ms: minMs } });

function Shapes({ rows, minMs }: { rows: Rows<QueryShape>; minMs: number }) {
  return (
    <Block title={t('panel.slow.shapes')}>
      <RowsBox rows={rows} what={t('panel.what.slowQueries')} empty={empty(minMs)}>
        {({ rows: shapes, total }) => (
          <DataTable
            id="slowShapes"
            caption={t('panel.slow.shapes')}
            rows={shapes}
            total={total}
            shown={6}
            rowKey={shapeKey}
            columns={shapeColumns(rows)}
          />
        )}
      </RowsBox>
    </Block>
  );
}

function Longest({ rows, minMs }: { rows: Rows<SlowQuery>; minMs: number }) {
  return (
    <Block title={t('panel.slow.longest')}>
      <RowsBox rows={rows} what={t('panel.what.slowQueries')} empty={empty(minMs)}>
        {({ rows: queries, total }) => (
          <DataTable
            id="slowQueries"
            caption={t('panel.slow.longest')}
            rows={queries}
            total={total}
            shown={6}
            rowKey={({ queryId }) => queryId}
            columns={queryColumns(rows)}
            rowButton={({ queryId }) => <ProfileButton queryId={queryId} />}
          />
        )}
      </RowsBox>
    </Block>
  );
}

const bytes = (value: number) => formatBytes(value, locale.value);
const duration = (value: number) => formatDuration(value, locale.value);

function queryColumns(rows: Rows<SlowQuery>): readonly Column<SlowQuery>[] {
  const { store } = usePage();
  const moment = (value: number) => formatMoment(value, locale.value, store.now.peek());
  return [
    {
      id: 'durationMs',
      label: t('panel.column.time'),
      numeric: true,
      width: '96px',
      sort: ({ durationMs }) => durationMs,
      // Who was only seen while it ran may have run on.
      cell: ({ durationMs, origin }) =>
        `${origin === 'sample' ? `${atLeast} ` : ''}${duration(durationMs)}`,
    },
    {
      id: 'name',
      label: t('panel.column.query'),
      sort: ({ sql, queryId }) => sql ?? queryId,
      cell: (row) => (
        <span class="name">
          <Glyph name={row.failed === true ? 'warning' : 'info'} small />
          <QueryLink queryId={row.queryId} tip={queryTip(row)}>
            {row.sql ?? row.queryId}
          </QueryLink>
        </span>
      ),
    },
    textColumn('user', t('panel.column.user'), ({ user }) => user ?? '', {
      width: '96px',
      priority: 2,
    }),
    figureColumn(rows, 'memoryBytes', t('panel.column.memoryBytes'), bytes, {
      width: '84px',
      priority: 2,
    }),
    figureColumn(rows, 'startedAt', t('panel.column.started'), moment, {
      width: '104px',
      priority: 3,
    }),
  ];
}

function queryTip(row: SlowQuery): string {
  return [
    row.sql ?? t('panel.slow.noText'),
    t(`panel.slow.origin.${row.origin}`),
    ...(row.user === null ? [] : [t('panel.queries.id', { id: row.queryId, user: row.user })]),
    ...(row.failed === true
      ? [t('panel.slow.error', { code: row.errorCode ?? t('panel.slow.noCode') })]
      : []),
    ...(row.pendingMs === null || row.pendingMs === 0
      ? []
      : [t('panel.slow.pending', { time: { ms: row.pendingMs } })]),
    ...(row.warehouse === null ? [] : [t('panel.queries.warehouse', { name: row.warehouse })]),
    ...(row.resourceGroup === null ? [] : [t('panel.queries.group', { name: row.resourceGroup })]),
  ].join('\n');
}

/** Only while the audit log is not read: what is missing, and what to do about it. */
function AuditLog({ stats: { auditTable } }: { stats: SlowQueries }) {
  const { store } = usePage();
  if (auditTable.known || auditTable.why === 'not-collected-yet') {
    return null;
  }
  const absent = auditTable.why === 'not-installed';
  return (
    <div class="why-box" data-testid="audit-missing">
      <Glyph name="info" />
      <div>
        <h3>{t(absent ? 'panel.slow.absent' : 'panel.slow.unreadable')}</h3>
        <p>
          {whyText(auditTable, locale.value)} {t('panel.slow.until')}
        </p>
        <p class="grant">
          <Button
            onClick={() => {
              store.command('showAuditInstall');
            }}
          >
            {t('panel.slow.install')}
          </Button>
        </p>
      </div>
    </div>
  );
}
