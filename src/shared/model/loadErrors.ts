import type { Phrase } from '../phrase';

/** Whose rejected rows are wanted. */
export type LoadErrorsQuery = {
  /** `LoadJob.id`. */
  readonly loadId: string;
};

/** What the nodes wrote about the rows that a load rejected, or why there is nothing to show. */
export type LoadErrors =
  | {
      readonly found: true;
      /** As the nodes wrote it, a line per row; untrusted text. */
      readonly text: string;
      /** Whether the cluster may hold more than is shown. */
      readonly cut: boolean;
    }
  | { readonly found: false; readonly why: Phrase };
