import type { Locale } from '../../shared/format';
import { renderPhrase } from '../../shared/format';
import type { Phrase } from '../../shared/phrase';
import { phrase } from '../../shared/phrase';
import type { PhraseId } from '../../shared/phrases.en';

/** A sentence of ours in the reader's language. */
export function say(locale: Locale, id: PhraseId, args: Phrase['args'] = {}): string {
  return renderPhrase(phrase(id, args), locale);
}
