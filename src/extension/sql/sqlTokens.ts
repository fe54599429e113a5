/** A piece of a statement. Comments, hints and white space are no tokens. */
export type SqlToken =
  /** A keyword or an unquoted name, as written. */
  | { readonly kind: 'word'; readonly text: string }
  /** A name in backticks; `text` is the name itself. */
  | { readonly kind: 'quoted'; readonly text: string }
  /** A string or a number: what a person may not want to see stored. */
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'mark'; readonly text: string };

const patterns: readonly (readonly [SqlToken['kind'] | 'skip', RegExp])[] = [
  ['skip', /\s+|--[^\n]*|#[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/y],
  ['quoted', /`(?:[^`]|``)*(?:`|$)/y],
  ['literal', /(?:[xXbBnN](?=['"]))?'(?:[^'\\]|\\[\s\S]|'')*(?:'|\\?$)/y],
  ['literal', /(?:[xXbB](?="))?"(?:[^"\\]|\\[\s\S]|"")*(?:"|\\?$)/y],
  // A digit after a word belongs to the word, which has eaten it already.
  ['literal', /0[xX][\da-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![\p{L}_$])/uy],
  ['word', /@{0,2}[\p{L}\p{N}_$]+/uy],
  ['mark', /<=>|<>|!=|>=|<=|\|\||&&|->|:=|[\s\S]/y],
];

/**
 * Splits a statement as StarRocks' lexer does. A text that was cut off in the middle of a string, a
 * name or a comment ends with what there is of it; no text is refused.
 */
export function sqlTokens(sql: string): readonly SqlToken[] {
  const tokens: SqlToken[] = [];
  for (let at = 0; at < sql.length;) {
    for (const [kind, pattern] of patterns) {
      pattern.lastIndex = at;
      const text = pattern.exec(sql)?.[0];
      if (text === undefined || text === '') {
        continue;
      }
      at += text.length;
      if (kind === 'quoted') {
        tokens.push({ kind, text: text.replace(/^`|`$/g, '').replaceAll('``', '`') });
      } else if (kind !== 'skip') {
        tokens.push({ kind, text });
      }
      break;
    }
  }
  return tokens;
}
