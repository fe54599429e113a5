import { effect } from '@preact/signals';
import type { PanelStore } from '../store';
import { sectionOfRule } from '../view/sectionOfRule';
import { openSection } from './goTo';

/** Goes where the figures of a rule are when the host wants it, once they are drawn. */
export function leadToRule(store: PanelStore): void {
  effect(() => {
    const rule = store.wantedRule.value;
    if (rule !== undefined && store.modules.nodes.value !== undefined) {
      store.wantedRule.value = undefined;
      openSection(store, sectionOfRule(rule));
    }
  });
}
