import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { t } from '../text';
import { openProblemsOf } from '../view/sectionOfRule';
import { isFolded } from '../view/sectionState';
import { usePage } from './context';

/** A section with its heading and the one sentence that states the result; folds by its heading. */
export function SectionFrame({
  id,
  title,
  sentence,
  children,
}: {
  id: string;
  title: string;
  sentence?: ComponentChildren;
  children: ComponentChildren;
}) {
  const { store } = usePage();
  const hasProblem = openProblemsOf(store.problems.value, id).length > 0;
  // What was opened by a problem stays open when it ends: nothing is taken away from who reads it.
  const hadProblem = useRef(false);
  hadProblem.current ||= hasProblem;
  const collapsed = isFolded(store.view.value, store.widthClass.value, id, hadProblem.current);
  return (
    <section
      id={`section-${id}`}
      data-testid={`section-${id}`}
      aria-labelledby={`heading-${id}`}
      tabIndex={-1}
    >
      <div class="section-head">
        <h2 id={`heading-${id}`}>
          <button
            type="button"
            class="fold"
            aria-expanded={!collapsed}
            onClick={() => {
              store.fold(id, !collapsed);
            }}
          >
            <span
              class={`codicon codicon-chevron-${collapsed ? 'right' : 'down'}`}
              aria-hidden="true"
            />
            {title}
          </button>
        </h2>
        <span class="sentence">
          {collapsed && (sentence === undefined || sentence === '')
            ? t('panel.section.folded')
            : sentence}
        </span>
      </div>
      {collapsed ? null : children}
    </section>
  );
}

/** A named block inside a section. */
export function Block({
  title,
  detail,
  children,
}: {
  title: string;
  detail?: ComponentChildren;
  children: ComponentChildren;
}) {
  return (
    <div class="block">
      <div class="block-head">
        <h3>{title}</h3>
        <span class="sentence">{detail}</span>
      </div>
      {children}
    </div>
  );
}
