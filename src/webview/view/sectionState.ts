import type { ViewState, WidthClass } from '../../shared/protocol';

/** By the width of the page in CSS pixels, at the borders of its style sheet. */
export function widthClassOf(width: number): WidthClass {
  return width < 640 ? 'narrow' : width < 1180 ? 'medium' : 'wide';
}

/**
 * Whether a section is folded: as the reader chose for this width, else where there is little room
 * and it has had no problem since the page was opened.
 */
export function isFolded(
  { folds }: ViewState,
  width: WidthClass,
  section: string,
  hadProblem: boolean,
): boolean {
  return folds?.[width]?.[section] ?? (width === 'narrow' && !hadProblem);
}

/** The view with a section folded or opened at one width; other widths keep theirs. */
export function withFold(
  { folds }: ViewState,
  width: WidthClass,
  section: string,
  folded: boolean,
): Pick<ViewState, 'folds'> {
  return { folds: { ...folds, [width]: { ...folds?.[width], [section]: folded } } };
}

/** The view with a section hidden, or shown again. */
export function withHidden(
  { hidden = [] }: ViewState,
  section: string,
  hide: boolean,
): Pick<ViewState, 'hidden'> {
  const others = hidden.filter((id) => id !== section);
  return { hidden: hide ? [...others, section] : others };
}
