import { renderPhrase, type Locale } from './format';
import { phrase } from './phrase';
import { phrasesEn, type PhraseId } from './phrases.en';

/** A source in words; one that nobody here has heard of is named as its teller names it. */
export function sourceText(id: string, locale: Locale): string {
  const key = `source.${id}`;
  return isPhraseId(key) ? renderPhrase(phrase(key), locale) : id;
}

function isPhraseId(id: string): id is PhraseId {
  return Object.hasOwn(phrasesEn, id);
}
