import { renderPhrase, type Locale } from '../../shared/format';
import type { Phrase } from '../../shared/phrase';

/** A statement of a document under what it is for. */
export const statement = (locale: Locale, about: Phrase, sql: string): string =>
  `${comment(locale, about)}\n${sql}`;

export const comment = (locale: Locale, ...phrases: readonly Phrase[]): string =>
  phrases.map((each) => commentedOut(renderPhrase(each, locale))).join('\n');

/** No text of the cluster leaves the comment it stands in. */
export const commentedOut = (text: string): string => `-- ${oneLine(text)}`;

/** Whatever ends a line for some reader of SQL, and what cannot be seen, becomes a space. */
export function oneLine(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g, ' ');
}
