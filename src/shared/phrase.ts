import type { PhraseId } from './phrases.en';

/** A value inside a phrase; measured quantities keep their unit so that the reader's locale formats them. */
export type PhraseArg =
  | string
  | number
  | { readonly bytes: number }
  | { readonly ms: number }
  | { readonly percent: number }
  | { readonly at: number }
  /** A sentence inside a sentence, rendered in the same language. */
  | Phrase;

/** A sentence for a person, not yet in a language. Plain JSON: it is stored and sent as it is. */
export type Phrase = {
  readonly id: PhraseId;
  readonly args: Readonly<Record<string, PhraseArg>>;
};

export function phrase(id: PhraseId, args: Phrase['args'] = {}): Phrase {
  return { id, args };
}
