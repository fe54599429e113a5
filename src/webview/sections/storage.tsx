import type { DataStatistics } from '../../shared/model/dataStatistics';
import { formatCompact } from '../../shared/format';
import { usePage } from '../components/context';
import { ModuleBox } from '../components/moduleBox';
import { SectionFrame } from '../components/sectionFrame';
import { locale, t } from '../text';
import { quantityText } from '../../shared/quantity';
import { readingText } from '../view/readingText';
import { Caches } from './storage/caches';
import { Capacity } from './storage/capacity';
import { DataSummary } from './storage/dataSummary';
import { DatabaseSizes } from './storage/databaseSizes';
import { Tablets } from './storage/tablets';
import { GrowingTables, LargestTables } from './storage/tableSizes';

/** What the cluster holds, what of it grows, and for how long there is room. */
export function StorageSection() {
  const { store } = usePage();
  const data = store.modules.dataStatistics.value;
  return (
    <SectionFrame
      id="storage"
      title={t('panel.section.storage')}
      sentence={data?.known === true ? sentenceOf(data.value) : ''}
    >
      {data?.known === true ? <DataSummary data={data.value} /> : null}
      <div class="grid-tasks">
        <div class="column">
          <ModuleBox reading={data} what={t('panel.what.data')} lines={6}>
            {(value) => (
              <>
                <LargestTables data={value} />
                <DatabaseSizes data={value} />
              </>
            )}
          </ModuleBox>
        </div>
        <div class="column">
          {data?.known === true ? <GrowingTables data={data.value} /> : null}
          <ModuleBox
            reading={store.modules.capacity.value}
            what={t('panel.what.capacity')}
            lines={4}
          >
            {(forecast) => <Capacity capacity={forecast} />}
          </ModuleBox>
        </div>
      </div>
      <div class="grid-tasks">
        <ModuleBox
          reading={store.modules.tabletHealth.value}
          what={t('panel.what.tablets')}
          lines={4}
        >
          {(value) => <Tablets health={value} />}
        </ModuleBox>
        <ModuleBox reading={store.modules.cache.value} what={t('panel.what.caches')} lines={3}>
          {(value) => <Caches cache={value} />}
        </ModuleBox>
      </div>
    </SectionFrame>
  );
}

function sentenceOf({ tables, databases, bytes }: DataStatistics): string {
  const number = (value: number) => formatCompact(value, locale.value);
  return t('panel.storage.sentence', {
    tables: readingText(tables, number),
    databases: readingText(databases, number),
    bytes: readingText(bytes, (value) => quantityText(value, 'bytes', locale.value)),
  });
}
