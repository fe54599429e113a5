import {
  dataAside,
  dataFigures,
  dataQuantity,
  dataText,
  type DataFigure,
  type DataModules,
} from '../../shared/dataFigures';
import type { Reading } from '../../shared/reading';
import { usePage } from '../components/context';
import { openSection } from '../components/goTo';
import { SectionFrame } from '../components/sectionFrame';
import { TileFigure } from '../components/tileFigure';
import { locale, t } from '../text';
import { readingTip, whyText } from '../view/readingText';
import { openProblemOf } from '../view/severity';

/** The second strip: what there is, what works on it, and how long there is room for it. */
export function DataStripSection() {
  const { store } = usePage();
  const { dataStatistics, materializedViews, loads, schemaChanges, capacity } = store.modules;
  const modules = {
    dataStatistics: dataStatistics.value,
    materializedViews: materializedViews.value,
    loads: loads.value,
    schemaChanges: schemaChanges.value,
    capacity: capacity.value,
  };
  return (
    <SectionFrame id="data" title={t('panel.figure.title')}>
      <div class="kpis">
        {dataFigures.map((figure) => (
          <DataTile key={figure.id} figure={figure} modules={modules} />
        ))}
      </div>
    </SectionFrame>
  );
}

function DataTile({ figure, modules }: { figure: DataFigure; modules: DataModules }) {
  const { store } = usePage();
  const language = locale.value;
  const reading: Reading<number | null> = figure.reading(modules);
  const problem = openProblemOf(store.problems.value, figure.rules);
  const shown = reading.known ? dataQuantity(reading.value, figure.unit, language) : undefined;
  const text = (value: number | null) => dataText(value, figure.unit, language);
  return (
    <button
      type="button"
      class="kpi"
      data-testid={`figure-${figure.id}`}
      data-tip={readingTip(reading, text, language, store.now.peek())}
      onClick={() => {
        openSection(store, figure.section);
      }}
    >
      <TileFigure label={figure.label} reading={reading} shown={shown} level={problem?.level} />
      <span class={reading.known ? 'kpi-delta' : 'kpi-why'}>
        {reading.known ? dataAside(figure, modules, language) : whyText(reading, language)}
      </span>
    </button>
  );
}
