import type { PanelStore } from '../store';
import { sectionIds } from '../view/sectionIds';

const calm = () =>
  matchMedia('(prefers-reduced-motion: reduce)').matches ||
  document.body.classList.contains('vscode-reduce-motion');

function goTo(element: HTMLElement | null): boolean {
  if (element === null) {
    return false;
  }
  element.scrollIntoView({ behavior: calm() ? 'auto' : 'smooth', block: 'start' });
  element.focus({ preventScroll: true });
  return true;
}

/** Scrolls to a section and puts the keyboard's focus there. False when there is no such section. */
export function goToSection(id: string): boolean {
  return goTo(document.getElementById(`section-${id}`));
}

/** Opens a section that may be hidden or folded, and goes there. False when there is no such section. */
export function openSection(
  store: Pick<PanelStore, 'reveal'>,
  id: string,
  arrive: () => void = () => goToSection(id),
): boolean {
  const isSection = sectionIds.some((each) => each === id);
  if (isSection) {
    store.reveal(id);
    // What was folded is drawn after this.
    requestAnimationFrame(() => requestAnimationFrame(arrive));
  }
  return isSection;
}

export function goToChart(id: string): boolean {
  const chart = document.getElementById(`chart-${id}`);
  chart?.scrollIntoView({ behavior: calm() ? 'auto' : 'smooth', block: 'center' });
  chart?.querySelector<HTMLElement>('.plot')?.focus({ preventScroll: true });
  return chart !== null;
}

export function goToNode(node: string): boolean {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-node]')];
  const row = rows.find((candidate) => candidate.dataset['node'] === node);
  row?.scrollIntoView({ behavior: calm() ? 'auto' : 'smooth', block: 'center' });
  row?.focus({ preventScroll: true });
  return row !== undefined;
}
