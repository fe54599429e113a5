import type { Locale } from '../../../shared/format';
import type { PhraseId } from '../../../shared/phrases.en';
import { say } from '../say';
import type { ReportBlock } from './reportBlocks';

/** A table under the titles of its columns. */
export function tableBlock(
  columns: readonly PhraseId[],
  rows: readonly (readonly string[])[],
  locale: Locale,
): ReportBlock {
  return { kind: 'table', head: columns.map((title) => say(locale, title)), rows };
}
