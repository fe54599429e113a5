import type { PanelStore } from '../store';
import type { SectionId } from '../view/sectionIds';

const calm = () =>
  matchMedia('(prefers-reduced-motion: reduce)').matches ||
  document.body.classList.contains('vscode-reduce-motion');

/** Scrolls to a section and puts the keyboard's focus there. */
export function goToSection(id: SectionId): void {
  const section = document.getElementById(`section-${id}`);
  section?.scrollIntoView({ behavior: calm() ? 'auto' : 'smooth', block: 'start' });
  section?.focus({ preventScroll: true });
}

/** Opens a section that may be hidden, folded or behind a page of its own, and goes there. */
export function openSection(
  store: Pick<PanelStore, 'reveal'>,
  id: SectionId,
  arrive: () => void = () => {
    goToSection(id);
  },
): void {
  store.reveal(id);
  // What was folded is drawn after this.
  requestAnimationFrame(() => requestAnimationFrame(arrive));
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
