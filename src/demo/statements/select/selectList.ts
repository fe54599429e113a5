/** Names and types of a SELECT's result columns, as the FE would announce them. */
import type { ColumnDef, Profile, SqlType } from '../../profiles/profile';
import { tokenize, type Token } from './tokens';

export type SelectItem = { readonly name: string; readonly type: SqlType | null };

/** null when the list has a `*` or cannot be read: then names and types come from the values. */
export function selectItems(sql: string, profile: Profile): readonly SelectItem[] | null {
  const tokens = tokenize(sql).filter(
    (token) => token.kind !== 'comment' && token.kind !== 'space',
  );
  if (tokens[0]?.text.toUpperCase() !== 'SELECT') {
    return null;
  }
  const items: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens.slice(1)) {
    depth += token.text === '(' ? 1 : token.text === ')' ? -1 : 0;
    if (depth === 0 && token.kind === 'word' && /^from$/i.test(token.text)) {
      break;
    }
    if (depth === 0 && token.text === ',') {
      items.push([]);
    } else if (!(depth === 0 && token.kind === 'word' && /^distinct$/i.test(token.text))) {
      items.at(-1)?.push(token);
    }
  }
  if (items.some((item) => item.at(-1)?.text === '*')) {
    return null;
  }
  const types = columnTypes(tokens, profile);
  return items.map((item) => describe(item, types));
}

/** Columns of the tables a statement names. */
export function columnTypes(
  tokens: readonly Token[],
  profile: Profile,
): ReadonlyMap<string, ColumnDef> {
  const known = new Map<string, ColumnDef>();
  for (const token of tokens) {
    for (const column of profile.tables[bare(token).toLowerCase()]?.columns ?? []) {
      known.set(column[0].toUpperCase(), column);
    }
  }
  return known;
}

function bare(token: Token): string {
  return token.kind === 'quotedName' ? token.text.slice(1, -1) : token.text;
}

function describe(item: readonly Token[], types: ReadonlyMap<string, ColumnDef>): SelectItem {
  const last = item.at(-1);
  const before = item.at(-2);
  const isName = (token: Token | undefined): boolean =>
    token?.kind === 'word' || token?.kind === 'quotedName';
  if (
    item.length > 2 &&
    last !== undefined &&
    isName(last) &&
    before !== undefined &&
    /^as$/i.test(before.text)
  ) {
    return { name: bare(last), type: typeOf(item.slice(0, -2), types) };
  }
  if (
    item.length > 1 &&
    last !== undefined &&
    isName(last) &&
    before !== undefined &&
    before.text !== '.' &&
    (isName(before) ||
      before.text === ')' ||
      before.kind === 'number' ||
      before.kind === 'variable')
  ) {
    return { name: bare(last), type: typeOf(item.slice(0, -1), types) };
  }
  if (
    last !== undefined &&
    isName(last) &&
    item.every((token) => isName(token) || token.text === '.')
  ) {
    return { name: bare(last), type: typeOf(item, types) };
  }
  const text = item
    .map((token, index) =>
      token.kind === 'word' && item[index + 1]?.text === '('
        ? token.text.toLowerCase()
        : token.text,
    )
    .join('');
  return { name: text, type: typeOf(item, types) };
}

const BIGINT_FUNCTIONS =
  /^(count|row_number|rank|dense_rank|connection_id|unix_timestamp|length|char_length|timestampdiff|to_unixtime)$/i;
const DATETIME_FUNCTIONS =
  /^(now|current_timestamp|utc_timestamp|from_unixtime|date_sub|date_add|date_trunc)$/i;
const SAME_TYPE_FUNCTIONS = /^(max|min|any_value|ifnull|coalesce)$/i;

function typeOf(
  expression: readonly Token[],
  types: ReadonlyMap<string, ColumnDef>,
): SqlType | null {
  const [first, second] = expression;
  if (first === undefined) {
    return null;
  }
  const names = expression.filter((token) => token.text !== '.');
  if (
    expression.every(
      (token) => token.kind === 'word' || token.kind === 'quotedName' || token.text === '.',
    )
  ) {
    const last = names.at(-1);
    return last === undefined ? null : (types.get(bare(last).toUpperCase())?.[1] ?? null);
  }
  if (second?.text !== '(') {
    return first.kind === 'variable' ? 'VARCHAR' : null;
  }
  if (BIGINT_FUNCTIONS.test(first.text)) {
    return 'BIGINT';
  }
  if (DATETIME_FUNCTIONS.test(first.text)) {
    return 'DATETIME';
  }
  if (SAME_TYPE_FUNCTIONS.test(first.text)) {
    const argument = expression[2];
    return argument === undefined ? null : (types.get(bare(argument).toUpperCase())?.[1] ?? null);
  }
  return null;
}
