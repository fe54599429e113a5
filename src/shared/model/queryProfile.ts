import type { Phrase } from '../phrase';

/** Whose profile is wanted. */
export type QueryProfileQuery = {
  readonly queryId: string;
  /** Host or name of the FE that ran it; null = not known, then every FE is asked. */
  readonly frontend: string | null;
};

/** What an FE measured of each step of one query, or why there is nothing to show. */
export type QueryProfile =
  | {
      readonly found: true;
      /** As the FE writes it, of a running query what is known so far; untrusted text. */
      readonly text: string;
    }
  | { readonly found: false; readonly why: Phrase };
