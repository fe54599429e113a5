import { useEffect, useRef, useState } from 'preact/hooks';
import { sections } from '../sections/registry';
import { t } from '../text';
import { fixedSections } from '../view/sectionIds';
import { openProblemsOf } from '../view/sectionOfRule';
import { worstLevel } from '../view/severity';
import { usePage } from './context';
import { Glyph } from './glyph';
import { openSection } from './goTo';
import { Menu } from './menu';

/** The way to each section, with the worst of its problems; and which sections are shown at all. */
export function SectionTabs() {
  const { store } = usePage();
  const nav = useRef<HTMLElement>(null);
  const hidden = store.hidden.value ?? [];
  const shown = sections.filter(({ id }) => !hidden.includes(id));
  const current = useCurrentSection(nav, shown.map(({ id }) => id).join());
  const problems = store.problems.value;
  return (
    <div class="tab-row">
      <nav class="tabs" aria-label={t('panel.header.sections')} ref={nav}>
        {shown.map(({ id, title }) => {
          const open = openProblemsOf(problems, id);
          const level = worstLevel(open);
          return (
            <button
              key={id}
              type="button"
              data-testid={`tab-${id}`}
              {...(id === current && store.page.value === undefined
                ? { 'aria-current': 'true' as const }
                : {})}
              onClick={() => {
                openSection(store, id);
              }}
            >
              {t(title)}
              {level === undefined ? null : <Glyph name={level} small />}
              {open.length > 1 ? (
                <span class="tab-count" aria-label={t('panel.tab.problems', { n: open.length })}>
                  {open.length}
                </span>
              ) : null}
            </button>
          );
        })}
      </nav>
      <Menu
        icon="layout"
        label={t('panel.header.chooseSections')}
        items={sections
          .filter(({ id }) => !fixedSections.includes(id))
          .map(({ id, title }) => ({
            id,
            label: t(title),
            checked: !hidden.includes(id),
            run: () => {
              store.hide(id, !hidden.includes(id));
            },
          }))}
      />
    </div>
  );
}

/** The last section whose head has passed beneath the tabs. `ids`: those shown, joined. */
function useCurrentSection(nav: { readonly current: HTMLElement | null }, ids: string) {
  const [current, setCurrent] = useState(ids.split(',')[0]);
  useEffect(() => {
    let frame = 0;
    const follow = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => {
        const below = nav.current?.getBoundingClientRect().bottom;
        if (below === undefined) {
          return;
        }
        const all = ids.split(',');
        const passed = all.filter((id) => {
          const top = document.getElementById(`section-${id}`)?.getBoundingClientRect().top;
          return top !== undefined && top <= below + 48;
        });
        setCurrent(passed.at(-1) ?? all[0]);
      });
    };
    window.addEventListener('scroll', follow, { passive: true });
    return () => {
      cancelAnimationFrame(frame);
      window.removeEventListener('scroll', follow);
    };
  }, [nav, ids]);
  return current;
}
