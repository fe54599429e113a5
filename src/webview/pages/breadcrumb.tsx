import { useEffect, useRef } from 'preact/hooks';
import { usePage } from '../components/context';
import { openSection } from '../components/goTo';
import { t } from '../text';
import type { SectionId } from '../view/sectionIds';

/** Where a page is: cluster, section, itself. It takes the keyboard's focus when the page opens. */
export function Breadcrumb({
  section,
  title,
  here,
}: {
  section: SectionId;
  title: string;
  here: string;
}) {
  const { store } = usePage();
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    window.scrollTo({ top: 0 });
    first.current?.focus({ preventScroll: true });
  }, []);
  return (
    <nav class="breadcrumb" aria-label={t('panel.page.breadcrumb')} data-testid="breadcrumb">
      <button
        type="button"
        class="link"
        ref={first}
        onClick={() => {
          store.closePage();
        }}
      >
        {store.header.value?.name}
      </button>
      <span aria-hidden="true">›</span>
      <button
        type="button"
        class="link"
        onClick={() => {
          openSection(store, section);
        }}
      >
        {title}
      </button>
      <span aria-hidden="true">›</span>
      <span aria-current="page">{here}</span>
    </nav>
  );
}
