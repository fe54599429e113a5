import { sqlFingerprint } from '../sql/sqlFingerprint';

/** Rows of a list, and characters in all, that are shown. */
const mostItems = 20;
const mostCharacters = 8_000;

/** Fields with statements of others, or words of the cluster that may quote one. */
const mayHoldSql = /sql|statement|definition|query$|message|error|reason/i;

/**
 * The newest answer of a source as it was read, as JSON: the first rows of each list, literals of
 * statements left out.
 */
export function answerText(value: unknown): string {
  const text = JSON.stringify(plain(value, ''), null, 2);
  return text.length > mostCharacters ? `${text.slice(0, mostCharacters)}\n…` : text;
}

function plain(value: unknown, key: string): unknown {
  if (typeof value === 'string') {
    return mayHoldSql.test(key) ? sqlFingerprint(value) : value;
  }
  if (Array.isArray(value)) {
    const shown: readonly unknown[] = value.slice(0, mostItems);
    return shown.map((item) => plain(item, key));
  }
  if (value instanceof Map) {
    return plain(Object.fromEntries([...value].slice(0, mostItems)), key);
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([name, part]) => [name, plain(part, name)]),
    );
  }
  return value;
}
