import { sqlTokens, type SqlToken } from './sqlTokens';

/** A table as a statement names it; what it leaves out is the session's own. */
export type TableName = {
  readonly catalog: string | null;
  readonly database: string | null;
  readonly table: string;
};

/** Words after which a list of tables, or one table, follows. */
const leadsTo: ReadonlySet<string> = new Set([
  'from',
  'join',
  'into',
  'overwrite',
  'update',
  'table',
]);

/** Words that may stand between such a word and the name. */
const between: ReadonlySet<string> = new Set(['table', 'lateral', 'if', 'not', 'exists']);

/** Functions with a FROM of their own: `extract(year FROM day)`, `trim('x' FROM name)`. */
const withFrom: ReadonlySet<string> = new Set([
  'extract',
  'trim',
  'substring',
  'substr',
  'overlay',
]);

/** `t PARTITION (p1)`: parts of a table, before its alias. */
const parts: ReadonlySet<string> = new Set(['partition', 'partitions', 'tablet', 'tablets']);

/** Words that end a list of tables where an alias could stand. */
const endsAlias: ReadonlySet<string> = new Set(
  `where group having order limit union intersect except minus on using join inner left right full
   cross natural anti semi outer set values select window qualify lateral partition partitions tablet
   for when tablesample`.split(/\s+/),
);

/**
 * Tables a statement reads or writes, each once, in order of appearance: joins, comma lists,
 * sub-queries, INSERT, UPDATE, DELETE. Names of common table expressions and table functions are
 * left out. Read from the text alone: approximate, and labelled so wherever it is shown.
 */
export function sqlTables(sql: string): readonly TableName[] {
  const tokens = sqlTokens(sql);
  const common = commonTableNames(tokens);
  const found = new Map<string, TableName>();
  tokens.forEach((token, i) => {
    if (isWord(token) && leadsTo.has(token.text.toLowerCase()) && !isOtherUse(tokens, i)) {
      for (const name of tableList(tokens, i + 1)) {
        const isCommon = name.database === null && common.has(name.table.toLowerCase());
        if (!isCommon) {
          found.set(JSON.stringify([name.catalog, name.database, name.table]), name);
        }
      }
    }
  });
  return [...found.values()];
}

/** `FROM` inside a function or after DISTINCT, `TABLE(…)`, `UPDATE` as a clause name its own things. */
function isOtherUse(tokens: readonly SqlToken[], at: number): boolean {
  const word = wordAt(tokens, at);
  const before = wordAt(tokens, at - 1);
  switch (word) {
    case 'from':
      // SHOW … FROM names a database.
      return before === 'distinct' || isInFunction(tokens, at) || wordAt(tokens, 0) === 'show';
    case 'update':
      return before === 'for';
    case 'table':
      return isMark(tokens[at + 1], '(') || leadsTo.has(before ?? '');
    default:
      return false;
  }
}

/** Whether the innermost open parenthesis belongs to a function with a FROM of its own. */
function isInFunction(tokens: readonly SqlToken[], at: number): boolean {
  let depth = 0;
  for (let i = at - 1; i >= 0; i -= 1) {
    const token = tokens[i];
    if (isMark(token, ')')) {
      depth += 1;
    } else if (isMark(token, '(')) {
      if (depth === 0) {
        return withFrom.has(wordAt(tokens, i - 1) ?? '');
      }
      depth -= 1;
    }
  }
  return false;
}

/** `a, b AS x, (SELECT …) y, c`: the names of the list; sub-queries have a FROM of their own. */
function tableList(tokens: readonly SqlToken[], begin: number): readonly TableName[] {
  const names: TableName[] = [];
  let at = begin;
  for (;;) {
    while (between.has(wordAt(tokens, at) ?? '')) {
      at += 1;
    }
    if (isMark(tokens[at], '(')) {
      const inner = wordAt(tokens, at + 1);
      if (
        inner !== 'select' &&
        inner !== 'with' &&
        inner !== 'values' &&
        !isMark(tokens[at + 1], '(')
      ) {
        // Parentheses around joined tables.
        names.push(...tableList(tokens, at + 1));
      }
      at = afterParenthesis(tokens, at);
    } else {
      const { name, next } = tableName(tokens, at);
      if (name === undefined) {
        return names;
      }
      if (isMark(tokens[next], '(') && wordAt(tokens, begin - 1) !== 'into') {
        // A table function; INSERT INTO t (a, b) names columns.
        at = afterParenthesis(tokens, next);
      } else {
        names.push(name);
        at = next;
      }
    }
    at = afterAlias(tokens, at);
    if (!isMark(tokens[at], ',')) {
      return names;
    }
    at += 1;
  }
}

function tableName(
  tokens: readonly SqlToken[],
  begin: number,
): { readonly name: TableName | undefined; readonly next: number } {
  const path: string[] = [];
  let at = begin;
  for (;;) {
    const token = tokens[at];
    if (token === undefined || (token.kind !== 'word' && token.kind !== 'quoted')) {
      break;
    }
    if (
      path.length === 0 &&
      isWord(token) &&
      (token.text.toLowerCase() === 'select' || token.text.startsWith('@'))
    ) {
      break;
    }
    path.push(token.text);
    at += 1;
    if (!isMark(tokens[at], '.')) {
      break;
    }
    at += 1;
  }
  const [table, database = null, catalog = null] = [...path].reverse();
  return {
    name: table === undefined || path.length > 3 ? undefined : { catalog, database, table },
    next: at,
  };
}

function afterAlias(tokens: readonly SqlToken[], begin: number): number {
  let at = begin;
  while (parts.has(wordAt(tokens, at) ?? '') && isMark(tokens[at + 1], '(')) {
    at = afterParenthesis(tokens, at + 1);
  }
  if (wordAt(tokens, at) === 'as') {
    at += 1;
  }
  const token = tokens[at];
  if (token?.kind === 'quoted' || (isWord(token) && !endsAlias.has(token.text.toLowerCase()))) {
    at += 1;
    // `t(a, b)`: an alias may name its columns.
    if (isMark(tokens[at], '(')) {
      at = afterParenthesis(tokens, at);
    }
  }
  return at;
}

function afterParenthesis(tokens: readonly SqlToken[], begin: number): number {
  let depth = 0;
  for (let at = begin; at < tokens.length; at += 1) {
    if (isMark(tokens[at], '(')) {
      depth += 1;
    } else if (isMark(tokens[at], ')')) {
      depth -= 1;
      if (depth === 0) {
        return at + 1;
      }
    }
  }
  return tokens.length;
}

/** Names that `WITH a AS (…), b(x) AS (…)` defines, in lower case. */
function commonTableNames(tokens: readonly SqlToken[]): ReadonlySet<string> {
  const names = new Set<string>();
  tokens.forEach((token, i) => {
    if (!isWord(token) || token.text.toLowerCase() !== 'with') {
      return;
    }
    let at = wordAt(tokens, i + 1) === 'recursive' ? i + 2 : i + 1;
    for (;;) {
      const name = tokens[at];
      if (name === undefined || (name.kind !== 'word' && name.kind !== 'quoted')) {
        return;
      }
      at = isMark(tokens[at + 1], '(') ? afterParenthesis(tokens, at + 1) : at + 1;
      if (wordAt(tokens, at) !== 'as' || !isMark(tokens[at + 1], '(')) {
        return;
      }
      names.add(name.text.toLowerCase());
      at = afterParenthesis(tokens, at + 1);
      if (!isMark(tokens[at], ',')) {
        return;
      }
      at += 1;
    }
  });
  return names;
}

function isWord(token: SqlToken | undefined): token is SqlToken & { readonly kind: 'word' } {
  return token?.kind === 'word';
}

function isMark(token: SqlToken | undefined, text: string): boolean {
  return token?.kind === 'mark' && token.text === text;
}

/** The unquoted word there, in lower case. */
function wordAt(tokens: readonly SqlToken[], at: number): string | undefined {
  const token = tokens[at];
  return isWord(token) ? token.text.toLowerCase() : undefined;
}
