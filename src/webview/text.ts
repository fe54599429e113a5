import { signal } from '@preact/signals';
import type { Locale } from '../shared/format';
import { renderPhrase } from '../shared/format';
import type { Phrase } from '../shared/phrase';
import { phrase } from '../shared/phrase';
import type { PhraseId } from '../shared/phrases.en';

/** The reader's language; the host says it after `ready`. Whoever renders with it is drawn again on change. */
export const locale = signal<Locale>('en');

/** One of the page's own sentences in the reader's language. */
export function t(id: PhraseId, args: Phrase['args'] = {}): string {
  return renderPhrase(phrase(id, args), locale.value);
}

/** A sentence the host sent, in the reader's language. */
export function say(sentence: Phrase): string {
  return renderPhrase(sentence, locale.value);
}
