import type { SourceId } from '../../shared/ids';
import type { UnknownReason } from '../../shared/reading';

/** Fields that the answer in force had no column for, by source; a source without any is not in it. */
export type UnknownColumns = ReadonlyMap<SourceId, readonly string[]>;

/**
 * Why a figure of a row is null: this version has no column for it, or the cluster left the cell
 * empty this time. Only the columns of the answer tell the one from the other.
 *
 * @param fields every field that the figure can come from
 */
export function whyEmpty(
  unknownColumns: UnknownColumns,
  source: SourceId,
  ...fields: readonly string[]
): UnknownReason {
  const missing = unknownColumns.get(source) ?? [];
  return fields.every((field) => missing.includes(field)) ? 'unsupported-version' : 'not-recorded';
}

/** The same for a figure that is null in each of these rows of BEs and CNs. */
export function whyEmptyOfNodes(
  unknownColumns: UnknownColumns,
  rows: readonly { readonly role: 'be' | 'cn' }[],
  field: string,
): UnknownReason {
  const sources = rows.map(({ role }) => (role === 'be' ? 'backends' : 'computeNodes'));
  const reasons = sources.map((source) => whyEmpty(unknownColumns, source, field));
  return reasons.find((why) => why !== 'unsupported-version') ?? 'unsupported-version';
}
