import type {
  CapacityPrediction,
  DatabaseForecast,
  DaysUntil,
  GrowthPerDay,
  NodeForecast,
} from '../../../shared/model/capacityPrediction';
import { isApplicable, type Reading, type Rows } from '../../../shared/reading';
import { figureColumn, textColumn } from '../../components/columns';
import type { Column } from '../../components/dataTable';
import { DataTable } from '../../components/dataTable';
import { Figure } from '../../components/figure';
import { RowsBox } from '../../components/moduleBox';
import { Block } from '../../components/sectionFrame';
import { locale, t } from '../../text';
import { growthText } from '../../view/growthText';
import { quantityText } from '../../../shared/quantity';
import { readingText, whyText } from '../../view/readingText';

/** For how long there is room: on local disks, node by node, or how object storage grows. */
export function Capacity({ capacity }: { capacity: CapacityPrediction }) {
  const { cluster, objectStorage } = capacity;
  const isLocal = !isApplicable(objectStorage.used);
  return (
    <>
      <Block
        title={t('panel.capacity.title')}
        detail={
          isLocal ? (
            <>
              <Figure reading={cluster.used} unit="bytes" /> {t('panel.capacity.used')}
              {' · '}
              <Figure reading={cluster.total} unit="bytes" /> {t('panel.capacity.total')}
              {' · '}
              {perDayText(cluster.growth)}
            </>
          ) : (
            <>
              <Figure reading={objectStorage.used} unit="bytes" /> {t('panel.capacity.object')}
              {' · '}
              {perDayText(objectStorage.growth)}
            </>
          )
        }
      >
        {isLocal ? (
          <>
            <p class="quiet">
              {[
                [80, cluster.until80] as const,
                [90, cluster.until90] as const,
                [100, cluster.until100] as const,
              ]
                .flatMap(([percent, until]) => untilText(percent, until))
                .join(' · ')}
            </p>
            <RowsBox
              rows={capacity.nodes}
              what={t('panel.what.capacity')}
              empty={t('panel.empty.tables')}
            >
              {({ rows, total }) => (
                <DataTable
                  id="nodeForecasts"
                  caption={t('panel.capacity.title')}
                  rows={rows}
                  total={total}
                  shown={8}
                  rowKey={({ node }) => node}
                  columns={nodeColumns(capacity.nodes)}
                />
              )}
            </RowsBox>
          </>
        ) : null}
      </Block>
      <Block title={t('panel.capacity.ofDatabases')}>
        <RowsBox
          rows={capacity.databases}
          what={t('panel.what.capacity')}
          empty={t('panel.empty.tables')}
        >
          {({ rows, total }) => (
            <DataTable
              id="databaseForecasts"
              caption={t('panel.capacity.ofDatabases')}
              rows={rows}
              total={total}
              shown={8}
              rowKey={({ name }) => name}
              columns={databaseColumns(capacity.databases)}
            />
          )}
        </RowsBox>
      </Block>
    </>
  );
}

function perDayText(growth: Reading<GrowthPerDay>): string {
  return growth.known
    ? `${growthText(growth.value.perDay)} ${t('panel.capacity.perDay')} (${growthText(growth.value.low)} … ${growthText(growth.value.high)})`
    : whyText(growth, locale.value);
}

/** Nothing while it is unknown: why that is stands beside the growth. */
function untilText(percent: number, until: Reading<DaysUntil>): readonly string[] {
  return until.known
    ? [
        t('panel.capacity.until', {
          percent: { percent },
          days: readingText(until, ({ likely, soonest, latest }) =>
            likely === null
              ? t('panel.capacity.never')
              : t('panel.capacity.days', {
                  likely: Math.ceil(likely),
                  from: wholeDays(soonest),
                  to: wholeDays(latest),
                }),
          ),
        }),
      ]
    : [];
}

const wholeDays = (days: number | null): string => (days === null ? '∞' : String(Math.ceil(days)));

const bytes = (value: number) => quantityText(value, 'bytes', locale.value);

const inDays = (days: number) => t('panel.capacity.inDays', { n: Math.ceil(days) });

function nodeColumns(rows: Rows<NodeForecast>): readonly Column<NodeForecast>[] {
  const hostText = ({ host }: NodeForecast) => host;
  const until = (
    id: 'likely80' | 'likely90' | 'likely100',
    label: string,
    priority?: 2 | 3,
  ): Column<NodeForecast> =>
    figureColumn(rows, id, label, inDays, {
      width: '84px',
      ...(priority === undefined ? {} : { priority }),
    });
  return [
    textColumn('host', t('panel.column.node'), hostText, { tip: ({ node }) => node }),
    figureColumn(rows, 'used', t('panel.column.size'), bytes, { width: '84px' }),
    figureColumn(rows, 'perDay', t('panel.column.perDay'), growthText, { width: '84px' }),
    until('likely80', t('panel.column.until80'), 2),
    until('likely90', t('panel.column.until90')),
    until('likely100', t('panel.column.until100'), 3),
  ];
}

function databaseColumns(rows: Rows<DatabaseForecast>): readonly Column<DatabaseForecast>[] {
  const nameText = ({ name }: DatabaseForecast) => name;
  return [
    textColumn('name', t('panel.column.database'), nameText, { tip: nameText }),
    figureColumn(rows, 'bytes', t('panel.column.size'), bytes, { width: '84px' }),
    figureColumn(rows, 'perDay', t('panel.column.perDay'), growthText, { width: '96px' }),
  ];
}
