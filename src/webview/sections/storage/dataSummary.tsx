import { formatNumber } from '../../../shared/format';
import type { DataStatistics } from '../../../shared/model/dataStatistics';
import { usePage } from '../../components/context';
import { Figure } from '../../components/figure';
import { Block } from '../../components/sectionFrame';
import { locale, t } from '../../text';

/** Counts and sums, and what they rest on. */
export function DataSummary({ data }: { data: DataStatistics }) {
  const { store } = usePage();
  const mode = store.header.value?.runMode;
  const copies = mode?.known === true ? mode.value : undefined;
  return (
    <Block
      title={t('panel.data.title')}
      detail={
        <>
          <Figure reading={data.bytes} unit="bytes" /> {t('panel.data.bytes')}
          {' · '}
          <Figure reading={data.rows} unit="count" /> {t('panel.data.rows')}
          {' · '}
          <Figure reading={data.databases} unit="count" /> {t('panel.data.databases')}
          {' · '}
          <Figure reading={data.tables} unit="count" /> {t('panel.data.tables')}
          {data.byEngine.known && data.byEngine.value.rows.length > 1
            ? ` (${data.byEngine.value.rows.map(engineText).join(', ')})`
            : null}
          {' · '}
          <Figure reading={data.views} unit="count" /> {t('panel.data.views')}
          {' · '}
          <Figure reading={data.materializedViews} unit="count" />{' '}
          {t('panel.data.materializedViews')}
        </>
      }
    >
      <p class="quiet">
        {copies === 'shared_nothing' ? t('panel.storage.replicas') : null}
        {copies === 'shared_data' ? t('panel.storage.oneCopy') : null} {sightText(data)}
      </p>
    </Block>
  );
}

const number = (value: number) => formatNumber(value, locale.value);

function engineText({ engine, tables }: { engine: string; tables: number }): string {
  return `${engine} ${number(tables)}`;
}

/** Said when rights hide some of the tables. */
function sightText({ existing, tables, views, materializedViews }: DataStatistics): string {
  const parts = [tables, views, materializedViews];
  const seen = parts.reduce((sum, part) => sum + (part.known ? part.value : Number.NaN), 0);
  return existing.known && seen < existing.value
    ? t('panel.storage.sees', { seen: number(seen), existing: number(existing.value) })
    : '';
}
