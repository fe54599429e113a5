/** What can be reached in a row: what can be pressed, and what has more to say of itself. */
const stop = 'button, a[href], [data-tip]';

/** What a key moves by in a table: along a row, or to the row above or below. */
const steps: Readonly<Record<string, readonly [dx: number, dy: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/**
 * Moves the focus between the cells of a table by arrow keys. Tab stops at what can be pressed; this
 * reaches the figures as well, with their tooltips and their menu of the editor.
 */
export function moveByKey(event: KeyboardEvent): void {
  const step = steps[event.key];
  const from = event.target instanceof HTMLElement ? event.target : null;
  const row = from?.closest('tr');
  if (step === undefined || from === null || row === null || row === undefined) {
    return;
  }
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) {
    return;
  }
  const [dx, dy] = step;
  const next = dy === 0 ? beside(row, from, dx) : below(row, from, dy);
  if (next !== undefined) {
    event.preventDefault();
    if (next.tabIndex < 0) {
      // Without the attribute a figure takes no focus.
      next.setAttribute('tabindex', '-1');
    }
    next.focus();
  }
}

function beside(row: HTMLElement, from: HTMLElement, dx: number): HTMLElement | undefined {
  const stops = stopsOf(row);
  const at = stops.indexOf(from);
  return at === -1 ? (dx > 0 ? stops[0] : undefined) : stops[at + dx];
}

/** In the same column, where there is something to stop at, else whatever comes first in the row. */
function below(row: HTMLElement, from: HTMLElement, dy: number): HTMLElement | undefined {
  const rows = [...(row.closest('table')?.querySelectorAll('tr') ?? [])];
  const next = rows[rows.indexOf(row as HTMLTableRowElement) + dy];
  if (next === undefined) {
    return undefined;
  }
  const column = columnOf(from);
  const stops = stopsOf(next);
  return stops.find((each) => columnOf(each) === column) ?? stops[0];
}

function columnOf(element: HTMLElement): number | undefined {
  return element.closest<HTMLTableCellElement>('td, th')?.cellIndex;
}

/** Those in sight: columns fall away where there is little room. */
function stopsOf(row: HTMLElement): readonly HTMLElement[] {
  return [...row.querySelectorAll<HTMLElement>(stop)].filter(
    (each) => each.getClientRects().length > 0,
  );
}
