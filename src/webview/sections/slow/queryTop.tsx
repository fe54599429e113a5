import { formatBytes, formatDuration, formatMoment, formatNumber } from '../../../shared/format';
import type {
  ActiveUser,
  QueryErrorCount,
  QueryTop,
  TableAccess,
} from '../../../shared/model/queryTop';
import type { QueryShape } from '../../../shared/model/slowQueries';
import type { Rows } from '../../../shared/reading';
import { figureColumn, textColumn } from '../../components/columns';
import { usePage } from '../../components/context';
import type { Column } from '../../components/dataTable';
import { DataTable } from '../../components/dataTable';
import { Figure } from '../../components/figure';
import { RowsBox } from '../../components/moduleBox';
import { Block } from '../../components/sectionFrame';
import { locale, t } from '../../text';

const bytes = (value: number) => formatBytes(value, locale.value);
const duration = (value: number) => formatDuration(value, locale.value);
const number = (value: number) => formatNumber(value, locale.value);

/** The shapes of statements that took most time together. */
export function TopShapes({ rows }: { rows: Rows<QueryShape> }) {
  return (
    <Block title={t('panel.slow.top')}>
      <RowsBox rows={rows} what={t('panel.what.queryTop')} empty={t('panel.empty.top')}>
        {({ rows: shapes, total }) => (
          <DataTable
            id="topShapes"
            caption={t('panel.slow.top')}
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

export const shapeKey = ({ database, fingerprint }: QueryShape): string =>
  `${database ?? ''} ${fingerprint}`;

/** A shape is one line; whole it is in the tooltip. */
export function shapeColumns(rows: Rows<QueryShape>): readonly Column<QueryShape>[] {
  const { store } = usePage();
  const moment = (value: number) => formatMoment(value, locale.value, store.now.peek());
  return [
    figureColumn(rows, 'longestMs', t('panel.column.longest'), duration, { width: '84px' }),
    textColumn('fingerprint', t('panel.column.shape'), ({ fingerprint }) => fingerprint, {
      tip: ({ fingerprint, database }) => [database, fingerprint].filter(Boolean).join('\n'),
      className: () => 'sql',
    }),
    figureColumn(rows, 'queries', t('panel.column.seen'), number, { width: '64px', priority: 2 }),
    figureColumn(rows, 'failed', t('panel.column.failed'), number, {
      width: '64px',
      priority: 3,
      className: ({ failed }) => (failed !== null && failed > 0 ? 'ink-warning' : ''),
    }),
    figureColumn(rows, 'totalMs', t('panel.column.total'), duration, {
      width: '84px',
      priority: 2,
    }),
    figureColumn(rows, 'scanBytes', t('panel.column.scanned'), bytes, {
      width: '84px',
      priority: 3,
    }),
    figureColumn(rows, 'lastAt', t('panel.column.last'), moment, { width: '104px', priority: 3 }),
  ];
}

export function Tables({ top: { tables, tablesApproximate } }: { top: QueryTop }) {
  const approximate = tablesApproximate.known && tablesApproximate.value;
  const name = ({ catalog, database, table }: TableAccess) =>
    [catalog, database, table].filter((part) => part !== null).join('.');
  return (
    <Block
      title={t('panel.slow.tables')}
      detail={approximate ? t('panel.slow.tablesApproximate') : ''}
    >
      <RowsBox rows={tables} what={t('panel.what.queryTop')} empty={t('panel.empty.top')}>
        {({ rows, total }) => (
          <DataTable
            id="tableAccess"
            caption={t('panel.slow.tables')}
            rows={rows}
            total={total}
            shown={6}
            rowKey={name}
            columns={[
              textColumn('table', t('panel.column.table'), name),
              figureColumn(tables, 'queries', t('panel.column.queries'), number, {
                width: '76px',
              }),
              figureColumn(tables, 'totalMs', t('panel.column.total'), duration, {
                width: '84px',
                priority: 2,
              }),
            ]}
          />
        )}
      </RowsBox>
    </Block>
  );
}

export function Users({ top }: { top: QueryTop }) {
  const { store } = usePage();
  const moment = (value: number) => formatMoment(value, locale.value, store.now.peek());
  const { users } = top;
  const columns: readonly Column<ActiveUser>[] = [
    textColumn('user', t('panel.column.user'), ({ user }) => user),
    figureColumn(users, 'lastHour', t('panel.column.lastHour'), number, { width: '64px' }),
    figureColumn(users, 'lastDay', t('panel.column.lastDay'), number, {
      width: '72px',
      priority: 2,
    }),
    figureColumn(users, 'failed', t('panel.column.failed'), number, {
      width: '64px',
      priority: 3,
    }),
    figureColumn(users, 'lastAt', t('panel.column.last'), moment, { width: '96px' }),
  ];
  return (
    <Block
      title={t('panel.slow.users')}
      detail={
        <>
          <Figure reading={top.activeLastHour} unit="count" /> {t('panel.slow.inHour')}
          {' · '}
          <Figure reading={top.activeLastDay} unit="count" /> {t('panel.slow.inDay')}
        </>
      }
    >
      <RowsBox rows={users} what={t('panel.what.queryTop')} empty={t('panel.empty.users')}>
        {({ rows, total }) => (
          <DataTable
            id="activeUsers"
            caption={t('panel.slow.users')}
            rows={rows}
            total={total}
            shown={6}
            rowKey={({ user }) => user}
            columns={columns}
          />
        )}
      </RowsBox>
    </Block>
  );
}

export function Errors({ rows }: { rows: Rows<QueryErrorCount> }) {
  const { store } = usePage();
  const moment = (value: number) => formatMoment(value, locale.value, store.now.peek());
  return (
    <Block title={t('panel.slow.errors')}>
      <RowsBox rows={rows} what={t('panel.what.queryTop')} empty={t('panel.empty.errors')}>
        {({ rows: errors, total }) => (
          <DataTable
            id="queryErrors"
            caption={t('panel.slow.errors')}
            rows={errors}
            total={total}
            shown={6}
            rowKey={({ code }) => code ?? ''}
            columns={[
              textColumn<QueryErrorCount>(
                'code',
                t('panel.column.code'),
                ({ code }) => code ?? t('panel.slow.noCode'),
                { width: '168px' },
              ),
              textColumn<QueryErrorCount>('sql', t('panel.column.query'), ({ sql }) => sql ?? '', {
                tip: ({ sql }) => sql ?? t('panel.slow.noText'),
                className: () => 'sql',
                priority: 2,
              }),
              figureColumn(rows, 'queries', t('panel.column.queries'), number, { width: '72px' }),
              figureColumn(rows, 'users', t('panel.column.users'), number, {
                width: '64px',
                priority: 3,
              }),
              figureColumn(rows, 'lastAt', t('panel.column.last'), moment, {
                width: '104px',
                priority: 3,
              }),
            ]}
          />
        )}
      </RowsBox>
    </Block>
  );
}
