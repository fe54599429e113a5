import notes from './figureNotes.json';

/** What there is to know of a figure before it is measured. */
export type FigureNote = {
  /** Meaning and formula, as the docstring of its field says. */
  readonly formula: string;
  /** Sources it may come from. */
  readonly sources: readonly string[];
  /** Why it may be unknown, besides the reasons why its source gives no answer. */
  readonly unknown: readonly string[];
};

/**
 * By field of the modules, `kpis.qps.value`; columns of tables only where they may be unknown while
 * the table is known. `npm run docs` writes fields and formulas from the models; sources and reasons
 * are written by hand, and the oracle refuses an answer with others.
 */
export const figureNotes: Readonly<Record<string, FigureNote>> = notes;
