import { sqlTokens, type SqlToken } from './sqlTokens';

/** Statements longer than this are told apart by their beginning only. */
const longestFingerprint = 4_000;

/**
 * What statements that differ only in literals, case, white space, comments and the length of their
 * value lists have in common. Literals are `?`, so that none is stored: `where id in (?)`.
 */
export function sqlFingerprint(sql: string): string {
  const parts: string[] = [];
  for (const token of sqlTokens(sql)) {
    parts.push(textOf(token));
    foldList(parts);
  }
  while (parts.at(-1) === ';') {
    parts.pop();
  }
  return spaced(parts).slice(0, longestFingerprint);
}

function textOf(token: SqlToken): string {
  switch (token.kind) {
    case 'literal':
      return '?';
    case 'quoted':
      // A name that needs no quotes is the same name with and without them.
      return /^[a-z_]\w*$/i.test(token.text) ? token.text.toLowerCase() : `\`${token.text}\``;
    case 'word':
      return token.text.toLowerCase();
    case 'mark':
      return token.text;
  }
}

/** Keeps one of a list's members: `?, ?` is `?`, and `(?), (?)` is `(?)`. A sign belongs to its number. */
function foldList(parts: string[]): void {
  const ends = (...last: readonly string[]): boolean =>
    last.every((text, i) => parts[parts.length - last.length + i] === text);
  if (ends('-', '?') || ends('+', '?')) {
    const before = parts.at(-3);
    if (
      before === undefined ||
      /^(?:[(,=<>]|<=|>=|<>|!=|between|and|then|else|limit|select)$/.test(before)
    ) {
      parts.splice(-2, 1);
    }
  }
  if (ends('?', ',', '?')) {
    parts.splice(-2);
  } else if (ends('(', '?', ')', ',', '(', '?', ')')) {
    parts.splice(-4);
  }
}

function spaced(parts: readonly string[]): string {
  return parts
    .map((part, i) => {
      const before = parts[i - 1];
      const tight =
        before === undefined ||
        /^[,;).]$/.test(part) ||
        before === '(' ||
        before === '.' ||
        (part === '(' &&
          /^[\w`]/.test(before) &&
          !/^(?:in|values|and|or|not|on|where|from|as|exists|by)$/.test(before));
      return tight ? part : ` ${part}`;
    })
    .join('');
}
