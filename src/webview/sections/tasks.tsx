import { formatNumber } from '../../shared/format';
import type { LoadJobStats } from '../../shared/model/loadJobStats';
import { usePage } from '../components/context';
import { ModuleBox } from '../components/moduleBox';
import { SectionFrame } from '../components/sectionFrame';
import { locale, t } from '../text';
import { readingText } from '../view/readingText';
import { Loads } from './tasks/loads';
import { RoutineLoads } from './tasks/routineLoads';

/** Work that is under way or failed lately: loads and routine loads. */
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
        <ModuleBox reading={loads} what={t('panel.what.routineLoads')} lines={4}>
          {(value) => <RoutineLoads stats={value} />}
        </ModuleBox>
        <ModuleBox reading={loads} what={t('panel.what.loads')} lines={4}>
          {(value) => <Loads stats={value} />}
        </ModuleBox>
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
