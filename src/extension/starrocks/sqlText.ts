/** `name` as a quoted identifier of StarRocks; only a backtick has a meaning inside. */
export function quoteIdentifier(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}

const escapes: Readonly<Record<string, string>> = {
  '\0': '\\0',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
  '\x1a': '\\Z',
  "'": "\\'",
  '"': '\\"',
  '\\': '\\\\',
};

/** `text` as a single-quoted string literal; StarRocks reads backslash escapes in every SQL mode. */
export function quoteLiteral(text: string): string {
  return `'${text.replace(/[\0\b\t\n\r\x1a'"\\]/g, (char) => escapes[char] ?? char)}'`;
}

/** A whole number as the cluster wrote it, bare as its columns of numbers want it; anything else is quoted. */
export function integerLiteral(text: string): string {
  return /^\d+$/.test(text) ? text : quoteLiteral(text);
}

/** How every statement of this monitor begins: by it our own are told apart in lists of statements. */
export const originPrefix = '/* starrocks-overview:';

/**
 * Puts a comment before a statement that tells an administrator who asks; `source` is one of our
 * ids, never text of the cluster, so it cannot end the comment.
 */
export function withOrigin(source: string, sql: string): string {
  return `${originPrefix}${source.replace(/[^\w.-]/g, '')} */ ${sql}`;
}
