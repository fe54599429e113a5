/** Cuts a SELECT into tokens, as far as it must be understood to be run elsewhere. */

export type TokenKind =
  | 'word'
  | 'quotedName'
  | 'string'
  | 'doubleString'
  | 'number'
  | 'variable'
  | 'comment'
  | 'space'
  | 'operator';

export type Token = { readonly kind: TokenKind; readonly text: string; readonly offset: number };

const PATTERNS: readonly (readonly [TokenKind, RegExp])[] = [
  ['space', /\s+/y],
  ['comment', /\/\*[\s\S]*?\*\/|--[^\n]*|#[^\n]*/y],
  ['string', /'(?:[^'\\]|\\[\s\S]|'')*'/y],
  ['doubleString', /"(?:[^"\\]|\\[\s\S]|"")*"/y],
  ['quotedName', /`[^`]*`/y],
  ['variable', /@@?[\w.]+/y],
  ['number', /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y],
  ['word', /[\p{L}_$][\p{L}\p{N}_$]*/uy],
  ['operator', /<=>|<>|!=|<=|>=|\|\||&&|[\s\S]/y],
];

export function tokenize(sql: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let offset = 0; offset < sql.length;) {
    let length = 1;
    for (const [kind, pattern] of PATTERNS) {
      pattern.lastIndex = offset;
      const match = pattern.exec(sql);
      if (match !== null) {
        tokens.push({ kind, text: match[0], offset });
        length = match[0].length;
        break;
      }
    }
    offset += length;
  }
  return tokens;
}

/** The value of a quoted literal. */
export function literalValue(text: string): string {
  const quote = text[0] ?? "'";
  return text.slice(1, -1).replace(/\\([\s\S])|''|""/g, (all, escaped: string | undefined) => {
    if (escaped === undefined) {
      return all.startsWith(quote) ? quote : all;
    }
    // Pattern escapes keep their backslash: LIKE needs them.
    return escaped === '%' || escaped === '_'
      ? all
      : escaped === 'n'
        ? '\n'
        : escaped === 't'
          ? '\t'
          : escaped === '0'
            ? '\0'
            : escaped;
  });
}
