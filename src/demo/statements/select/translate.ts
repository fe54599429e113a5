/** StarRocks' SELECT in SQLite's words. What both say alike passes unchanged. */
import { SqlError, syntaxError } from '../sqlError';
import { literalValue, tokenize, type Token } from './tokens';

const CAST_TYPES: Readonly<Record<string, string>> = {
  STRING: 'TEXT',
  VARCHAR: 'TEXT',
  CHAR: 'TEXT',
  DATETIME: 'TEXT',
  DATE: 'TEXT',
  SIGNED: 'INTEGER',
  UNSIGNED: 'INTEGER',
  BIGINT: 'INTEGER',
  INT: 'INTEGER',
  DOUBLE: 'REAL',
  FLOAT: 'REAL',
};

const UNITS = new Set(['SECOND', 'MINUTE', 'HOUR', 'DAY', 'WEEK', 'MONTH', 'YEAR']);

/** Words that are functions without parentheses. */
const BARE_FUNCTIONS = new Set([
  'CURRENT_TIMESTAMP',
  'CURRENT_DATE',
  'LOCALTIME',
  'LOCALTIMESTAMP',
]);

/**
 * @param variableValue value of `@@name`; throws for unknown ones
 */
export function translate(sql: string, variableValue: (name: string) => string): string {
  const tokens = tokenize(sql.replace(/;\s*$/, '')).filter((token) => token.kind !== 'comment');
  const out: string[] = [];
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index];
    if (token === undefined) {
      break;
    }
    const upper = token.text.toUpperCase();
    if (token.kind === 'doubleString') {
      throw syntaxError(sql, token.offset, token.text);
    }
    if (token.kind === 'string') {
      out.push(sqliteString(literalValue(token.text), previousWord(out) === 'LIKE'));
    } else if (token.kind === 'variable') {
      out.push(variableLiteral(token, variableValue));
    } else if (token.text === '<=>') {
      out.push('IS');
    } else if (token.text === '&&') {
      out.push('AND');
    } else if (token.kind === 'word' && upper === 'INTERVAL') {
      index = interval(sql, tokens, index, out);
    } else if (token.kind === 'word' && (upper === 'RLIKE' || upper === 'REGEXP')) {
      out.push('REGEXP');
    } else if (
      token.kind === 'word' &&
      BARE_FUNCTIONS.has(upper) &&
      nextText(tokens, index) !== '('
    ) {
      out.push(`sr_${upper.toLowerCase()}()`);
    } else if (token.kind === 'word' && upper === 'DIV') {
      out.push('/');
    } else if (token.kind === 'word' && nextText(tokens, index) === '(' && RENAMED.has(upper)) {
      out.push(`sr_${upper.toLowerCase()}`);
    } else if (
      token.kind === 'word' &&
      UNITS.has(upper) &&
      previousWord(out) === '(' &&
      isCallOf(out, 'TIMESTAMPDIFF')
    ) {
      out.push(`'${upper}'`);
    } else if (token.kind === 'word' && previousWord(out) === 'AS' && isCallOf(out, 'CAST')) {
      out.push(CAST_TYPES[upper] ?? token.text);
    } else if (
      token.kind === 'word' &&
      isReservedHere(upper, previousWord(out), nextText(tokens, index))
    ) {
      throw syntaxError(sql, token.offset, token.text);
    } else {
      out.push(token.text);
    }
  }
  return out.join('');
}

/** Functions SQLite has too but understands differently. */
const RENAMED = new Set([
  'NOW',
  'CURRENT_TIMESTAMP',
  'CURRENT_DATE',
  'DATE',
  'UNIX_TIMESTAMP',
  'IF',
  'VERSION',
  'LEFT',
  'RIGHT',
  'LOG',
]);

function nextText(tokens: readonly Token[], index: number): string | undefined {
  const next = tokens.slice(index + 1).find((token) => token.kind !== 'space');
  return next?.text;
}

function previousWord(out: readonly string[]): string {
  const last = out.findLast((text) => text.trim() !== '');
  return (last ?? '').toUpperCase();
}

/** Names that StarRocks takes only between backticks and SQLite takes as they are. */
const RESERVED = new Set([
  'DATABASE',
  'DATABASES',
  'KEY',
  'KEYS',
  'ROW',
  'ROWS',
  'RANK',
  'SCHEMA',
  'SCHEMAS',
  'SYSTEM',
  'LOAD',
  'COLUMN',
  'PARTITION',
  'REPLACE',
  'RELEASE',
  'SHOW',
  'READ',
]);

function isReservedHere(word: string, before: string, next: string | undefined): boolean {
  return RESERVED.has(word) && (before === 'AS' || (word === 'DATABASE' && next !== '('));
}

/** Whether the parenthesis that is open belongs to a call of this function. */
function isCallOf(out: readonly string[], name: string): boolean {
  let depth = 0;
  for (let index = out.length - 1; index >= 0; index--) {
    const text = out[index] ?? '';
    depth += text === ')' ? 1 : text === '(' ? -1 : 0;
    if (depth < 0) {
      const before = out.slice(0, index).findLast((piece) => piece.trim() !== '');
      return before?.toUpperCase() === name;
    }
  }
  return false;
}

function sqliteString(value: string, isPattern: boolean): string {
  const quoted = `'${value.replaceAll("'", "''")}'`;
  return isPattern ? `${quoted} ESCAPE '\\'` : quoted.replaceAll(/\\([%_])/g, '$1');
}

function variableLiteral(token: Token, variableValue: (name: string) => string): string {
  if (!token.text.startsWith('@@')) {
    throw new SqlError(
      1064,
      `Getting analyzing error. Detail message: unknown user variable ${token.text}.`,
    );
  }
  const value = variableValue(token.text.slice(2).toLowerCase());
  return sqliteString(value, false);
}

/**
 * `x - INTERVAL 5 MINUTE` becomes `sr_shift(x, -5, 'MINUTE')`; inside `date_sub(x, INTERVAL …)` the
 * interval becomes two arguments.
 */
function interval(sql: string, tokens: readonly Token[], index: number, out: string[]): number {
  let end = index + 1;
  let depth = 0;
  let amount = '';
  for (; end < tokens.length; end++) {
    const token = tokens[end];
    if (token === undefined) {
      break;
    }
    if (depth === 0 && token.kind === 'word' && UNITS.has(token.text.toUpperCase())) {
      break;
    }
    depth += token.text === '(' ? 1 : token.text === ')' ? -1 : 0;
    amount += token.text;
  }
  const unit = tokens[end]?.text.toUpperCase();
  if (unit === undefined) {
    throw syntaxError(sql, tokens[index]?.offset ?? 0, 'INTERVAL');
  }
  while (out.length > 0 && out.at(-1)?.trim() === '') {
    out.pop();
  }
  const sign = out.at(-1);
  if (sign === '+' || sign === '-') {
    out.pop();
    const operand = takeOperand(out);
    out.push(`sr_shift(${operand}, ${sign}(${amount}), '${unit}')`);
  } else {
    out.push(`(${amount}), '${unit}'`);
  }
  return end;
}

/** Removes the last operand (a name, a call or a parenthesis) from what was written so far. */
function takeOperand(out: string[]): string {
  const taken: string[] = [];
  let depth = 0;
  while (out.length > 0) {
    const text = out.at(-1) ?? '';
    const isStop =
      depth === 0 &&
      taken.some((piece) => piece.trim() !== '') &&
      (text.trim() === '' || /^[,(=<>+*/-]|^(AND|OR|WHERE|SELECT)$/i.test(text));
    if (isStop) {
      break;
    }
    out.pop();
    taken.unshift(text);
    depth += text === ')' ? 1 : text === '(' ? -1 : 0;
  }
  return taken.join('').trim();
}
