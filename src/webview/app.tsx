import { useLayoutEffect } from 'preact/hooks';
import type { OverviewHeader } from '../shared/model/extendedOverview';
import { Banner } from './components/banner';
import { ProgressRing } from './components/controls';
import { usePage } from './components/context';
import { FirstRun } from './components/firstRun';
import { LimitedBanner } from './components/limitedBanner';
import { Footer } from './components/footer';
import { Header } from './components/header';
import { useWidth } from './components/useWidth';
import { DetailPage } from './pages/detailPage';
import { sections } from './sections/registry';
import { t } from './text';
import { widthClassOf } from './view/sectionState';
import { shownState } from './view/ageText';

/** The whole page: first run, the wait for the host's first word, or one cluster. */
export function App() {
  const { store } = usePage();
  const header = store.header.value;
  if (store.phase.value === 'empty') {
    return (
      <div class="page" data-testid="overview" data-state="empty" data-seq={0}>
        <FirstRun />
      </div>
    );
  }
  if (header === undefined) {
    return (
      <div class="page" data-testid="overview" data-state="connecting" data-seq={0}>
        <main class="connecting">
          <ProgressRing />
          <p>{t('panel.connecting')}</p>
        </main>
      </div>
    );
  }
  return <ClusterPage key={header.clusterId} header={header} />;
}

function ClusterPage({ header }: { header: OverviewHeader }) {
  const { store } = usePage();
  const { ref, width } = useWidth<HTMLDivElement>();
  const page = store.page.value;
  const hidden = store.hidden.value;
  useLayoutEffect(() => {
    if (width > 0) {
      store.widthClass.value = widthClassOf(width);
    }
  }, [store, width]);
  return (
    <div
      ref={ref}
      class="page"
      data-testid="overview"
      data-state={header.state}
      data-seq={store.seq.value}
      data-cluster={header.clusterId}
      {...(store.past.value === undefined ? {} : { 'data-past': store.past.value.askedAt })}
    >
      <LateMark header={header} />
      <Header header={header} />
      <Banner header={header} />
      <LimitedBanner header={header} />
      <main aria-busy={header.state === 'loading'}>
        {page === undefined ? (
          sections
            .filter(({ id }) => hidden?.includes(id) !== true)
            .map(({ id, component: Section }) => <Section key={id} />)
        ) : (
          <DetailPage page={page} />
        )}
      </main>
      <Footer header={header} />
    </div>
  );
}

/** The page's own sight of growing old, as an attribute; alone, so that the clock redraws nothing else. */
function LateMark({ header }: { header: OverviewHeader }) {
  const { store } = usePage();
  return <i hidden data-shown-state={shownState(header, store.now.value)} />;
}
