import type { SourceId } from '../../../shared/ids';
import type { Right } from '../../../shared/model/limitation';
import type { EpochMs } from '../../../shared/time';
import type { Failure } from '../classifyFailure';
import type { SqlAnswer } from '../lane';

/** What a parser may use besides the answer. */
export type ParseContext = {
  /** Session wall clock minus our clock, ms; null while the clock source has not answered. */
  readonly sessionOffsetMs: number | null;
  /** The same for times that are told in the global zone. */
  readonly globalOffsetMs: number | null;
  /** How far the cluster's clock is ahead of ours, zones apart. */
  readonly skewMs: number | null;
  readonly receivedAt: EpochMs;
  readonly tookMs: number;
};

export type Parsed<T> = {
  readonly value: T;
  readonly rows: number;
  /** Fields of the row type that this version has no column for: null because of that. */
  readonly unknownColumns?: readonly string[];
  /** Columns of the answer that the row type has no field for. */
  readonly extraColumns?: readonly string[];
};

/** What became of a statement whose failure costs only its own part of the value. */
export type PartOutcome =
  | { readonly ok: true; readonly answer: SqlAnswer }
  | { readonly ok: false; readonly failure: Failure };

export type SqlPart = {
  readonly name: string;
  readonly sql: string;
  /** Asked only when this earlier part failed. */
  readonly ifFailed?: string;
};

/** One way of asking; a source tries its newest form first. */
export type SqlForm<T> = {
  readonly form: string;
  readonly sql: string;
  readonly parts?: readonly SqlPart[];
  /** Reads by column name. Throws MalformedAnswer when the answer is not what the form promises. */
  readonly parse: (
    answer: SqlAnswer,
    context: ParseContext,
    parts: ReadonlyMap<string, PartOutcome>,
  ) => Parsed<T>;
};

/** The right by which the whole answer is seen, whether it is denied without or only gets shorter. */
export type NeededPrivilege = 'none' | Right;

export type SqlSource<T> = {
  readonly id: SourceId;
  readonly privilege: NeededPrivilege;
  /** A SELECT on the cluster: needs a living BE/CN, and counts as a query there. */
  readonly select: boolean;
  /** Newest first; at least one. */
  readonly forms: readonly [SqlForm<T>, ...SqlForm<T>[]];
};

/** Takes an answer line by line, so that megabytes never become one string. */
export type LineReader<T> = {
  readonly line: (line: string) => void;
  /** Throws MalformedAnswer when the lines were not what the source promises. */
  readonly finish: () => Parsed<T>;
};

export type HttpSource<T> = {
  readonly id: SourceId;
  readonly form: string;
  readonly path: string;
  /** Set where a missing line feed at the end is no sign of an answer cut short. */
  readonly endsWithoutLineFeed?: true;
  readonly open: () => LineReader<T>;
};
