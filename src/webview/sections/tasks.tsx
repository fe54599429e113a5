import { formatNumber } from '../../shared/format';
import type { LoadJobStats } from '../../shared/model/loadJobStats';
import { usePage } from '../components/context';
import { ModuleBox } from '../components/moduleBox';
import { SectionFrame } from '../components/sectionFrame';
import { locale, t } from '../text';
import { readingText } from '../view/readingText';
import { Loads } from './tasks/loads';
import { MaterializedViews } from './tasks/materializedViews';
import { RoutineLoads } from './tasks/routineLoads';
import { SchemaChanges } from './tasks/schemaChanges';
import { Transactions } from './tasks/transactions';

/** Work that is under way or failed lately: loads, refreshes, transactions. */
export function TasksSection() {
  const { store } = usePage();
  const loads = store.modules.loads.value;
  return (
    <SectionFrame
      id="tasks"
      title={t('panel.section.tasks')}
      sentence={loads?.known === true ? loadsSentence(loads.value) : ''}
    >
      <div class="grid-tasks">
        <div class="column">
          <ModuleBox reading={loads} what={t('panel.what.routineLoads')} lines={4}>
            {(value) => <RoutineLoads stats={value} />}
          </ModuleBox>
          <ModuleBox
            reading={store.modules.materializedViews.value}
            what={t('panel.what.views')}
            lines={4}
          >
            {(value) => <MaterializedViews stats={value} />}
          </ModuleBox>
          <ModuleBox
            reading={store.modules.transactions.value}
            what={t('panel.what.transactions')}
            lines={4}
          >
            {(value) => <Transactions stats={value} />}
          </ModuleBox>
        </div>
        <div class="column">
          <ModuleBox reading={loads} what={t('panel.what.loads')} lines={4}>
            {(value) => <Loads stats={value} />}
          </ModuleBox>
          <ModuleBox
            reading={store.modules.schemaChanges.value}
            what={t('panel.what.schemaChanges')}
            lines={4}
          >
            {(value) => <SchemaChanges stats={value} />}
          </ModuleBox>
        </div>
      </div>
    </SectionFrame>
  );
}

function loadsSentence({ running, failed, routinePausedBySystem }: LoadJobStats): string {
  const number = (value: number) => formatNumber(value, locale.value);
  return t('panel.tasks.sentence', {
    running: readingText(running, number),
    failed: readingText(failed, number),
    paused: readingText(routinePausedBySystem, number),
  });
}
