/**
 * The words of a command line as a POSIX shell would see them: quotes and backslashes are taken
 * away, nothing is expanded. Undefined when a quote is not closed.
 */
export function shellWords(line: string): readonly string[] | undefined {
  const words: string[] = [];
  let rest = line.trimStart();
  while (rest !== '') {
    const match = /^(?:[^\s'"\\]|\\.|'[^']*'|"(?:[^"\\]|\\.)*")+/s.exec(rest);
    if (match === null) {
      return undefined;
    }
    words.push(match[0].replace(/\\(.)|'([^']*)'|"((?:[^"\\]|\\.)*)"/gs, unquoted));
    const after = rest.slice(match[0].length);
    rest = after.trimStart();
    if (rest !== '' && rest === after) {
      return undefined;
    }
  }
  return words;
}

function unquoted(
  _whole: string,
  escaped: string | undefined,
  single: string | undefined,
  double: string | undefined,
): string {
  return escaped ?? single ?? (double ?? '').replace(/\\(["\\$`])/g, '$1');
}
