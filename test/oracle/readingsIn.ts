/** The readings of an answer by field: where each came from, or why it is not known. */
import { figureNotes } from '../../src/shared/figureNotes';
import type { UnknownReason } from '../../src/shared/reading';

export type SeenReading = {
  /** As in `docs/overview.md`; elements of lists as `[]`. */
  readonly field: string;
  readonly source?: string;
  readonly why?: UnknownReason;
};

export function readingsIn(value: unknown, field: string): readonly SeenReading[] {
  if (Array.isArray(value)) {
    return value.flatMap((element) => readingsIn(element, `${field}[]`));
  }
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  const known = 'known' in value ? value.known : undefined;
  if (known === false) {
    return [{ field, why: ('why' in value ? value.why : undefined) as UnknownReason }];
  }
  if (known !== true || !('value' in value) || !('source' in value)) {
    return Object.entries(value).flatMap(([name, part]) => readingsIn(part, `${field}.${name}`));
  }
  const here = { field, source: String(value.source) };
  const table = value.value;
  if (
    typeof table !== 'object' ||
    table === null ||
    !('rows' in table) ||
    !('truncated' in table)
  ) {
    return [here, ...readingsIn(table, field)];
  }
  const columns = 'unknownColumns' in table ? table.unknownColumns : undefined;
  return [
    here,
    ...Object.entries(columns ?? {}).map(([column, why]) => ({
      field: `${field}[].${column}`,
      why: why as UnknownReason,
    })),
    ...readingsIn(table.rows, field),
  ];
}

/** Reasons that lie in a figure itself; the others are why its source or a node gives no answer. */
export const ownReasons: readonly string[] = [
  'insufficient-history',
  'unsupported-version',
  'not-applicable',
  'not-installed',
  'no-traffic',
] satisfies readonly UnknownReason[];

/** Sources and reasons of the figures of a module that the notes do not tell of. */
export function unnoted(value: unknown, module: string): readonly string[] {
  const figures = readingsIn(value, module).filter(({ field }) => field !== module);
  return figures.flatMap(({ field: at, source, why }) => {
    const note = figureNotes[at];
    if (source !== undefined && note?.sources.includes(source) !== true) {
      return [`${at}: comes from ${source}, which figureNotes.json does not say`];
    }
    return why !== undefined && ownReasons.includes(why) && note?.unknown.includes(why) !== true
      ? [`${at}: is unknown (${why}), which figureNotes.json does not say`]
      : [];
  });
}
