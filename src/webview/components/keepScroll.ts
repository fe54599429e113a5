import { effect } from '@preact/signals';
import type { PanelStore } from '../store';

const settleMs = 400;

/** Puts the page back where the reader left it, once there is something to scroll, and keeps the place. */
export function keepScroll(store: PanelStore): void {
  const wanted = store.view.peek().scrollTop;
  let restored = wanted === undefined || wanted === 0;
  effect(() => {
    if (store.modules.nodes.value !== undefined && !restored) {
      restored = true;
      requestAnimationFrame(() => {
        window.scrollTo(0, wanted ?? window.scrollY);
      });
    }
  });
  let timer: ReturnType<typeof setTimeout> | undefined;
  window.addEventListener(
    'scroll',
    () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (restored) {
          store.updateView({ scrollTop: Math.round(window.scrollY) });
        }
      }, settleMs);
    },
    { passive: true },
  );
}
