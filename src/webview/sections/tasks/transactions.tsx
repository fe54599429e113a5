import { formatDuration, formatMoment, formatNumber, formatPercent } from '../../../shared/format';
import type {
  DatabaseTransactionCount,
  Transaction,
  TransactionStats,
} from '../../../shared/model/transactionStats';
import { figureColumn, nameColumn, textColumn } from '../../components/columns';
import { usePage } from '../../components/context';
import { DataTable } from '../../components/dataTable';
import { Figure } from '../../components/figure';
import { RowsBox } from '../../components/moduleBox';
import { Block } from '../../components/sectionFrame';
import { locale, t } from '../../text';

/** Running transactions by database against its limit, and the oldest of those that were listed. */
export function Transactions({ stats }: { stats: TransactionStats }) {
  return (
    <Block title={t('panel.transactions.title')} detail={<Counts stats={stats} />}>
      <Databases stats={stats} />
      <RowsBox
        rows={stats.transactions}
        what={t('panel.what.transactions')}
        empty={t('panel.empty.transactions')}
      >
        {({ rows, total }) => (
          <DataTable
            id="transactions"
            caption={t('panel.transactions.list')}
            rows={rows}
            total={total}
            shown={5}
            rowKey={(row) => `${row.database}|${row.id}`}
            columns={transactionColumns(stats)}
          />
        )}
      </RowsBox>
    </Block>
  );
}

function Counts({ stats }: { stats: TransactionStats }) {
  const stuck = stats.stuck.known && stats.stuck.value > 0;
  return (
    <>
      <Figure reading={stats.running} unit="count" /> {t('panel.transactions.running')}
      {' · '}
      <Figure reading={stats.begunPerSecond} unit="perSecond" /> {t('panel.transactions.begun')}
      {' · '}
      <Figure reading={stats.committedPerSecond} unit="perSecond" />{' '}
      {t('panel.transactions.committed')}
      {' · '}
      <Figure reading={stats.failedPerSecond} unit="perSecond" /> {t('panel.transactions.failed')}
      {' · '}
      <Figure reading={stats.failedPct} unit="percent" /> {t('panel.transactions.failedShare')}
      {' · '}
      <span class={stuck ? 'ink-warning' : ''}>
        <Figure reading={stats.stuck} unit="count" /> {t('panel.transactions.stuck')}
      </span>
    </>
  );
}

const number = (value: number) => formatNumber(value, locale.value);
const duration = (ms: number) => formatDuration(ms, locale.value);

function Databases({ stats: { byDatabase, limit } }: { stats: TransactionStats }) {
  const { store } = usePage();
  const running = limit.known
    ? t('panel.transactions.runningOf', { max: limit.value })
    : t('panel.column.runningTxns');
  const tip = ({ lookedAt }: DatabaseTransactionCount) =>
    lookedAt === null
      ? t('panel.transactions.notLooked')
      : t('panel.transactions.lookedAt', {
          at: formatMoment(lookedAt, locale.value, store.now.peek()),
        });
  return (
    <RowsBox
      rows={byDatabase}
      what={t('panel.what.transactions')}
      empty={t('panel.empty.transactions')}
    >
      {({ rows, total }) => (
        <DataTable
          id="databaseTransactions"
          caption={t('panel.transactions.title')}
          rows={rows}
          total={total}
          shown={4}
          rowKey={(row) => row.database}
          columns={[
            textColumn<DatabaseTransactionCount>(
              'database',
              t('panel.column.database'),
              ({ database }) => database,
              { tip },
            ),
            figureColumn(byDatabase, 'running', running, number, { width: '112px' }),
            figureColumn(byDatabase, 'pct', t('panel.column.limitPct'), percent, {
              width: '72px',
              priority: 2,
            }),
            figureColumn(byDatabase, 'oldestMs', t('panel.column.oldest'), duration, {
              width: '76px',
              nothing: ({ running: count }) => count === 0,
            }),
          ]}
        />
      )}
    </RowsBox>
  );
}

const percent = (value: number) => formatPercent(value, locale.value);

function transactionColumns({ transactions: rows }: TransactionStats) {
  const { store } = usePage();
  const age = ({ preparedAt }: Transaction) =>
    preparedAt === null ? null : Math.max(0, store.shownAt.peek() - preparedAt);
  return [
    nameColumn<Transaction>(
      t('panel.column.transaction'),
      ({ label }) => label,
      ({ stuck }) => (stuck ? 'warning' : 'info'),
      {
        muted: ({ database }) => database,
        tip: (row) =>
          [row.label, row.id, row.coordinator ?? ''].filter((line) => line !== '').join('\n'),
      },
    ),
    textColumn<Transaction>('status', t('panel.column.status'), ({ status }) => status, {
      width: '96px',
      className: ({ stuck }) => (stuck ? 'ink-warning' : ''),
    }),
    textColumn<Transaction>('source', t('panel.column.source'), ({ source }) => source ?? '', {
      width: '128px',
      priority: 3,
    }),
    figureColumn(rows, 'preparedAt', t('panel.column.age'), duration, {
      width: '72px',
      value: age,
    }),
  ];
}
