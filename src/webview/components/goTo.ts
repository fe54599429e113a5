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
