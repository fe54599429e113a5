import type { ClusterProfile } from '../../shared/clusterProfile';
import { defaultQueryPort } from './clusterProfileFromSettings';
import { parseHosts } from './parseHosts';
import { shellWords } from './shellWords';

/** What a pasted text says about a connection; what it does not say is absent. */
export type PastedConnection = {
  readonly frontends: ClusterProfile['frontends'];
  readonly user?: string;
  /** Only ever kept in memory and in the secret storage. */
  readonly password?: string;
  readonly tls?: ClusterProfile['tls'];
  /** LDAP users. */
  readonly cleartextPassword?: true;
};

/**
 * Understands `fe1:9030, fe2`, `jdbc:mysql://fe1:9030,fe2:9030/db?user=…`, `mysql://user:pw@fe1/db`
 * and `mysql -h fe1 -P 9030 -u user -p…`. Undefined when it names no address or a wrong one.
 */
export function pastedConnection(
  text: string,
  port: number = defaultQueryPort,
): PastedConnection | undefined {
  const trimmed = text.trim();
  const url = /^(?:jdbc:)?(?:mysql|mariadb|starrocks)(?::\w+)?:\/\/(?<rest>.*)$/is.exec(trimmed);
  if (url?.groups !== undefined) {
    return fromUrl(url.groups['rest'] ?? '', port);
  }
  if (/^(?:\w+=\S*\s+)*(?:\S*\/)?(?:mysql|mariadb)\s.*-/s.test(trimmed)) {
    return fromCommandLine(trimmed, port);
  }
  const frontends = parseHosts(trimmed, port);
  return frontends === undefined ? undefined : { frontends };
}

/** `[user[:password]@]host[:port][,…][/database][?key=value&…]` */
function fromUrl(rest: string, port: number): PastedConnection | undefined {
  // A password may hold any character that was not encoded: the last @ before the hosts counts.
  const mark = rest.indexOf('?');
  const before = mark < 0 ? rest : rest.slice(0, mark);
  // Drivers leave a plus sign as it is, and know no fragment.
  const query =
    mark < 0
      ? ''
      : rest
          .slice(mark + 1)
          .replaceAll('+', '%2B')
          .replaceAll('#', '%23');
  const at = before.lastIndexOf('@');
  const login = at < 0 ? undefined : before.slice(0, at);
  const frontends = parseHosts(before.slice(at + 1).replace(/\/.*$/s, ''), port);
  if (frontends === undefined) {
    return undefined;
  }
  const parameters = new Map(
    [...new URLSearchParams(query)].map(([key, value]) => [key.toLowerCase(), value]),
  );
  const colon = login?.indexOf(':') ?? -1;
  const user = colon < 0 ? login : login?.slice(0, colon);
  const password = colon < 0 ? undefined : login?.slice(colon + 1);
  return connection({
    frontends,
    user: user === undefined ? parameters.get('user') : decoded(user),
    password: password === undefined ? parameters.get('password') : decoded(password),
    tlsMode: tlsOfParameters(parameters),
    caFile: parameters.get('serversslcert') ?? parameters.get('ssl-ca'),
  });
}

function tlsOfParameters(parameters: ReadonlyMap<string, string>): string | undefined {
  const given = parameters.get('sslmode') ?? parameters.get('ssl-mode');
  if (given !== undefined) {
    return given;
  }
  const isUnchecked =
    parameters.get('verifyservercertificate') === 'false' ||
    parameters.get('trustservercertificate') === 'true';
  switch (parameters.get('usessl')) {
    case 'true':
      return isUnchecked ? 'trust' : 'required';
    case 'false':
      return 'disabled';
    default:
      return undefined;
  }
}

/** Options of the `mysql` client that take a value in the next word. */
const longNames: ReadonlyMap<string, string> = new Map([
  ['-h', '--host'],
  ['-P', '--port'],
  ['-u', '--user'],
]);
const takesNext: ReadonlySet<string> = new Set([
  '--host',
  '--port',
  '--user',
  '--ssl-mode',
  '--ssl-ca',
]);

function fromCommandLine(line: string, port: number): PastedConnection | undefined {
  const options = optionsOf(shellWords(line) ?? []);
  const host = options.get('--host');
  const portText = options.get('--port');
  if (host === undefined || (portText !== undefined && !/^\d{1,5}$/.test(portText))) {
    return undefined;
  }
  const named = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
  const frontends = parseHosts(named, portText === undefined ? port : Number(portText));
  if (frontends === undefined) {
    return undefined;
  }
  const flag = options.has('--skip-ssl')
    ? 'disabled'
    : options.has('--ssl')
      ? 'required'
      : undefined;
  return connection({
    frontends,
    user: options.get('--user'),
    password: options.get('--password') ?? options.get('MYSQL_PWD'),
    tlsMode: options.get('--ssl-mode') ?? flag,
    caFile: options.get('--ssl-ca'),
    cleartextPassword: options.has('--enable-cleartext-plugin'),
  });
}

/** By long name; an option without a value has an empty text. `-p` and `--password` alone say nothing. */
function optionsOf(words: readonly string[]): ReadonlyMap<string, string> {
  const options = new Map<string, string>();
  for (let i = 0; i < words.length; i += 1) {
    const word = words[i] ?? '';
    const assigned = /^(?<name>--[\w-]+|MYSQL_PWD)=(?<value>.*)$/s.exec(word)?.groups;
    const short = longNames.get(word.slice(0, 2));
    if (assigned !== undefined) {
      options.set(assigned['name'] ?? '', assigned['value'] ?? '');
    } else if (/^-p./s.test(word)) {
      options.set('--password', word.slice(2));
    } else if (short !== undefined && word.length > 2) {
      options.set(short, word.slice(2));
    } else if (short !== undefined || takesNext.has(word)) {
      options.set(short ?? word, words[i + 1] ?? '');
      i += 1;
    } else if (/^--(?!password$)/.test(word)) {
      options.set(word, '');
    }
  }
  return options;
}

function connection(found: {
  readonly frontends: ClusterProfile['frontends'];
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly tlsMode: string | undefined;
  readonly caFile: string | undefined;
  readonly cleartextPassword?: boolean;
}): PastedConnection {
  const { frontends, user, password, caFile } = found;
  const mode = found.tlsMode === undefined ? undefined : tlsModeOf(found.tlsMode);
  const tls =
    caFile !== undefined && mode !== 'off'
      ? { mode: 'verify' as const, caFile }
      : mode === undefined
        ? undefined
        : { mode };
  return {
    frontends,
    ...(user === undefined || user === '' ? {} : { user }),
    ...(password === undefined || password === '' ? {} : { password }),
    ...(tls === undefined ? {} : { tls }),
    ...(found.cleartextPassword === true ? { cleartextPassword: true } : {}),
  };
}

/**
 * Of MySQL's and MariaDB's words. "Required" means encrypted but unchecked there; we take the check
 * as well, and the person may still choose to do without.
 */
function tlsModeOf(word: string): ClusterProfile['tls']['mode'] | undefined {
  switch (word.toLowerCase().replaceAll('-', '_')) {
    case 'disabled':
    case 'disable':
      return 'off';
    case 'trust':
      return 'no-verify';
    case 'required':
    case 'verify_ca':
    case 'verify_identity':
    case 'verify_full':
      return 'verify';
    default:
      return undefined;
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A bare % in a password that was never encoded.
    return text;
  }
}
