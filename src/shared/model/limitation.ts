import type { SourceId } from '../ids';
import type { Phrase } from '../phrase';
import type { LiveModuleId } from './extendedOverview';

/**
 * Rights of a monitoring user: NODE (for which OPERATE is as good), OPERATE ON SYSTEM, and `rows`:
 * SELECT on each object, without which there is no error, only silently fewer rows.
 */
export const rights = ['node', 'operate', 'rows'] as const;
export type Right = (typeof rights)[number];

/** What stays unknown for want of one right, the statements that give it, and what it also allows. */
export type Limitation = {
  /** The right that is missing. */
  readonly needs: Right;
  /** What the cluster kept from the connected user, whole or in part. */
  readonly sources: readonly SourceId[];
  /** Tables that are seen, of how many there are; absent unless rows of some are missing. */
  readonly tables?: {
    /** Tables whose rows are seen. */
    readonly have: number;
    /** Tables that there are, as the leader counts them. */
    readonly of: number;
  };
  /** The modules that rest on one of them. */
  readonly modules: readonly LiveModuleId[];
  /** For an administrator, whole and in order; nothing sends them. */
  readonly statements: readonly string[];
  /** A sentence for each right that they hold. */
  readonly alsoAllows: readonly Phrase[];
};

/** Where a user comes from, as its identity names it; a domain stands in brackets in SQL. */
export type UserHost = {
  /** Address, pattern or domain. */
  readonly host: string;
  /** It is a domain. */
  readonly isDomain: boolean;
};

/** The statements for all of them, each once. */
export function statementsOf(limitations: readonly Limitation[]): readonly string[] {
  return [...new Set(limitations.flatMap(({ statements }) => statements))];
}

/** The limitation that keeps a source; undefined when it is not for want of a right we know. */
export function limitationOf(
  limitations: readonly Limitation[],
  source: string | undefined,
): Limitation | undefined {
  return limitations.find(({ sources }) => sources.some((kept) => kept === source));
}
