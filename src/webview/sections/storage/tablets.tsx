import { Fragment } from 'preact';
import { formatNumber } from '../../../shared/format';
import type {
  DatabaseTablets,
  ScheduledTablets,
  TabletHealth,
} from '../../../shared/model/tabletHealth';
import { isApplicable, type Rows } from '../../../shared/reading';
import { figureColumn, textColumn } from '../../components/columns';
import type { Column } from '../../components/dataTable';
import { DataTable } from '../../components/dataTable';
import { Figure } from '../../components/figure';
import { RowsBox } from '../../components/moduleBox';
import { Block } from '../../components/sectionFrame';
import { locale, t } from '../../text';

const counts = [
  'tablets',
  'replicas',
  'unhealthy',
  'inconsistent',
  'cloning',
  'errorState',
  'schedulerRunning',
  'schedulerPending',
] as const satisfies readonly (keyof TabletHealth)[];

/** Tablets and how whole their replicas are, by database. */
export function Tablets({ health }: { health: TabletHealth }) {
  return (
    <Block
      title={t('panel.tablets.title')}
      detail={counts
        .filter((id) => isApplicable(health[id]))
        .map((id, index) => (
          <Fragment key={id}>
            {index === 0 ? null : ' · '}
            <Figure reading={health[id]} unit="count" /> {t(`panel.tablets.${id}`)}
          </Fragment>
        ))}
    >
      <ScheduledText rows={health.scheduled} />
      <RowsBox
        rows={health.byDatabase}
        what={t('panel.what.tablets')}
        empty={t('panel.empty.tablets')}
      >
        {({ rows, total }) => (
          <DataTable
            id="databaseTablets"
            caption={t('panel.tablets.title')}
            rows={rows}
            total={total}
            shown={8}
            rowKey={({ name }) => name}
            columns={columns(health.byDatabase)}
          />
        )}
      </RowsBox>
    </Block>
  );
}

/** What the scheduler holds, by kind and reason. */
function ScheduledText({ rows }: { rows: TabletHealth['scheduled'] }) {
  return rows.known && rows.value.rows.length > 0 ? (
    <p class="quiet">
      {t('panel.tablets.scheduled')}: {rows.value.rows.map(scheduledText).join(', ')}
    </p>
  ) : null;
}

function scheduledText({ state, type, status, tablets }: ScheduledTablets): string {
  return `${number(tablets)} ${t(`panel.tablets.${state}`)} (${type}, ${status})`;
}

const number = (value: number) => formatNumber(value, locale.value);
const nameOf = ({ name }: DatabaseTablets) => name;

function columns(rows: Rows<DatabaseTablets>): readonly Column<DatabaseTablets>[] {
  return [
    textColumn('name', t('panel.column.database'), nameOf, { tip: nameOf }),
    figureColumn(rows, 'tablets', t('panel.column.tablets'), number, { width: '84px' }),
    figureColumn(rows, 'unhealthy', t('panel.column.unhealthy'), number, { width: '84px' }),
    figureColumn(rows, 'inconsistent', t('panel.column.inconsistent'), number, {
      width: '96px',
      priority: 3,
    }),
    figureColumn(rows, 'errorState', t('panel.column.errorState'), number, {
      width: '84px',
      priority: 2,
    }),
  ];
}
