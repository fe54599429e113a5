const hidden = '***';

/** Secrets in the forms they take in SQL, settings and URLs, whatever their value is. */
const patterns: readonly RegExp[] = [
  /(\bidentified\s+(?:with\s+\S+\s+)?(?:by|as)\s+(?:password\s+)?)('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[^\s;,]+)/gi,
  // "(using password: YES)" is what a server says about a login, not a password.
  /((?<!using )\b[\w.-]*(?:password|passwd|pwd|secret|secret_key|access_key|api_key|token)["']?\s*[=:]\s*)('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[^\s;,&)}]+)/gi,
  /(\bset\s+password\b[^=]*=\s*(?:password\s*\(\s*)?)('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")/gi,
  /(\bauthorization:\s*(?:basic|bearer)\s+)(\S+)/gi,
  /(\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]+:)([^\s/@]+)(?=@)/gi,
];

/**
 * Removes the given secrets, and everything that looks like a password assignment, from a text.
 * Secrets shorter than three characters are left: cutting them out would only destroy the text.
 */
export function redact(text: string, secrets: readonly string[] = []): string {
  let result = text;
  const longestFirst = secrets.filter((s) => s.length >= 3).sort((a, b) => b.length - a.length);
  for (const secret of longestFirst) {
    result = result.replaceAll(secret, hidden);
  }
  for (const pattern of patterns) {
    result = result.replace(pattern, (_all, before: string) => `${before}${hidden}`);
  }
  return result;
}
