import type { ClusterProfile } from '../../shared/clusterProfile';
import { intervalsS } from '../../shared/clusterProfile';
import type { Phrase } from '../../shared/phrase';
import { phrase } from '../../shared/phrase';
import { isMutedEntry, type MutedEntry } from '../../shared/muting';
import type { Thresholds } from '../../shared/thresholds';
import { defaultThresholds } from '../../shared/thresholds';

export type ParsedProfile =
  | { readonly ok: true; readonly profile: ClusterProfile }
  | { readonly ok: false; readonly message: Phrase };

export const defaultQueryPort = 9030;

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** `host:port`, `*:port` or `host:*`; IPv6 hosts in brackets. */
const mappedAddress = /^(?:\[[0-9a-f:.%]+\]|[^\s:[\]]+):(?:\d{1,5}|\*)$/i;
const targetAddress = /^(?:\[[0-9a-f:.%]+\]|\*|[^\s:[\]*]+):(?:\d{1,5}|\*)$/i;

type Entry = Readonly<Record<string, unknown>>;

/** The first thing that is wrong with an entry. */
class ProfileProblem extends Error {
  readonly phrase: Phrase;

  constructor(problem: Phrase) {
    super(problem.id);
    this.phrase = problem;
  }
}

/**
 * Reads one entry of the setting. What is absent takes a safe default; what is present and wrong is
 * an error that names the field. Unknown fields are left alone.
 */
export function clusterProfileFromSettings(raw: unknown): ParsedProfile {
  try {
    return { ok: true, profile: readProfile(raw) };
  } catch (error) {
    if (error instanceof ProfileProblem) {
      return { ok: false, message: error.phrase };
    }
    throw error;
  }
}

function readProfile(raw: unknown): ClusterProfile {
  if (!isEntry(raw)) {
    throw new ProfileProblem(phrase('host.profile.notObject'));
  }
  const id = text(raw, 'id');
  if (!uuid.test(id)) {
    throw new ProfileProblem(phrase('host.profile.uuid'));
  }
  const tls = readTls(raw['tls']);
  const cleartextPassword = optional(raw, 'cleartextPassword', bool);
  if (cleartextPassword === true && tls.mode === 'off') {
    throw new ProfileProblem(phrase('host.profile.cleartext'));
  }
  return {
    id: id.toLowerCase(),
    name: text(raw, 'name'),
    ...present('group', optional(raw, 'group', text)),
    ...present('production', optional(raw, 'production', bool)),
    frontends: readFrontends(raw['frontends']),
    user: text(raw, 'user'),
    password: optional(raw, 'password', oneOf(['stored', 'ask', 'none'])) ?? 'ask',
    tls,
    ...present('cleartextPassword', cleartextPassword),
    http: readHttp(raw['http']),
    ...present('intervalS', optional(raw, 'intervalS', oneOf(intervalsS))),
    ...present('quiet', optional(raw, 'quiet', bool)),
    access: optional(raw, 'access', oneOf(['read-only', 'confirm'])) ?? 'read-only',
    ...present('auditTable', optional(raw, 'auditTable', text)),
    ...present('thresholds', readThresholds(raw['thresholds'])),
    ...present('muted', readMuted(raw['muted'])),
  };
}

function isEntry(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function present<K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> {
  // The cast only says that the one key is K: an object literal with a computed key widens to string.
  return value === undefined ? {} : ({ [key]: value } as Partial<Record<K, V>>);
}

function optional<T>(
  entry: Entry,
  field: string,
  read: (entry: Entry, field: string) => T,
): T | undefined {
  return entry[field] === undefined ? undefined : read(entry, field);
}

function text(entry: Entry, field: string): string {
  const value = entry[field];
  if (value === undefined) {
    throw new ProfileProblem(phrase('host.profile.missing', { field }));
  }
  if (typeof value !== 'string' || value.trim() === '') {
    throw new ProfileProblem(phrase('host.profile.text', { field }));
  }
  return value.trim();
}

function bool(entry: Entry, field: string): boolean {
  const value = entry[field];
  if (typeof value !== 'boolean') {
    throw new ProfileProblem(phrase('host.profile.boolean', { field }));
  }
  return value;
}

function oneOf<const T extends string | number>(choices: readonly T[]) {
  return (entry: Entry, field: string): T => {
    const found = choices.find((choice) => choice === entry[field]);
    if (found === undefined) {
      throw new ProfileProblem(
        phrase('host.profile.choice', { field, choices: choices.join(', ') }),
      );
    }
    return found;
  };
}

function readFrontends(value: unknown): ClusterProfile['frontends'] {
  if (!Array.isArray(value) || value.length === 0) {
    throw new ProfileProblem(phrase('host.profile.frontends'));
  }
  return value.map((item: unknown, index) => {
    const field = `frontends[${index}]`;
    if (!isEntry(item)) {
      throw new ProfileProblem(phrase('host.profile.frontends'));
    }
    const host = item['host'];
    if (typeof host !== 'string' || host.trim() === '' || /[\s/]/.test(host.trim())) {
      throw new ProfileProblem(phrase('host.profile.host', { field: `${field}.host` }));
    }
    const port = item['port'] === undefined ? defaultQueryPort : item['port'];
    if (typeof port !== 'number' || !Number.isInteger(port) || port < 1 || port > 65_535) {
      throw new ProfileProblem(phrase('host.profile.port', { field: `${field}.port` }));
    }
    return { host: host.trim(), port };
  });
}

function readTls(value: unknown): ClusterProfile['tls'] {
  if (value === undefined) {
    return { mode: 'off' };
  }
  const entry = part(value, 'tls');
  return nested('tls', () => ({
    mode: oneOf(['off', 'verify', 'no-verify'])(entry, 'mode'),
    ...present('caFile', optional(entry, 'caFile', text)),
  }));
}

function readHttp(value: unknown): ClusterProfile['http'] {
  if (value === undefined) {
    return { mode: 'auto' };
  }
  const entry = part(value, 'http');
  return nested('http', () => ({
    mode: oneOf(['auto', 'off'])(entry, 'mode'),
    ...present('addressMap', readAddressMap(entry['addressMap'])),
    ...present('frontendUrl', optional(entry, 'frontendUrl', urlTemplate)),
    ...present('nodeUrl', optional(entry, 'nodeUrl', urlTemplate)),
    ...present('tls', readHttpTls(entry['tls'])),
  }));
}

function readHttpTls(value: unknown): ClusterProfile['http']['tls'] {
  if (value === undefined) {
    return undefined;
  }
  const entry = part(value, 'tls');
  return nested('tls', () => ({
    mode: oneOf(['verify', 'no-verify'])(entry, 'mode'),
    ...present('caFile', optional(entry, 'caFile', text)),
  }));
}

/** Without `{host}` one node would answer for all of them. */
function urlTemplate(entry: Entry, field: string): string {
  const template = text(entry, field);
  const problem = new ProfileProblem(phrase('host.profile.urlTemplate', { field }));
  let url: URL;
  try {
    url = new URL(template.replaceAll('{host}', 'host').replaceAll('{port}', '1'));
  } catch {
    throw problem;
  }
  const isPlain = url.username === '' && url.password === '' && !/[?#\s]/.test(template);
  if (!/^https?:$/.test(url.protocol) || !isPlain || !template.includes('{host}')) {
    throw problem;
  }
  return template;
}

function readAddressMap(map: unknown): ClusterProfile['http']['addressMap'] {
  if (map === undefined) {
    return undefined;
  }
  const addressMap: Record<string, string> = {};
  for (const [from, to] of Object.entries(part(map, 'addressMap'))) {
    if (!mappedAddress.test(from) || typeof to !== 'string' || !targetAddress.test(to)) {
      throw new ProfileProblem(phrase('host.profile.addressMap', { entry: from }));
    }
    addressMap[from] = to;
  }
  return addressMap;
}

function readThresholds(value: unknown): Partial<Thresholds> | undefined {
  if (value === undefined) {
    return undefined;
  }
  const thresholds: Partial<Record<keyof Thresholds, number>> = {};
  for (const [field, level] of Object.entries(part(value, 'thresholds'))) {
    if (!isThreshold(field) || typeof level !== 'number' || !Number.isFinite(level) || level < 0) {
      throw new ProfileProblem(phrase('host.profile.threshold', { field }));
    }
    thresholds[field] = level;
  }
  return thresholds;
}

function readMuted(value: unknown): readonly MutedEntry[] | undefined {
  if (value === undefined) {
    return undefined;
  }
  if (!Array.isArray(value) || !value.every(isMutedEntry)) {
    throw new ProfileProblem(phrase('host.profile.muted', { field: 'muted' }));
  }
  return value;
}

function isThreshold(field: string): field is keyof Thresholds {
  return Object.hasOwn(defaultThresholds, field);
}

function part(value: unknown, field: string): Entry {
  if (!isEntry(value)) {
    throw new ProfileProblem(phrase('host.profile.object', { field }));
  }
  return value;
}

/** Runs a reader of an inner field and lets its message name the whole path. */
function nested<T>(outer: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof ProfileProblem && typeof error.phrase.args['field'] === 'string') {
      const field = `${outer}.${error.phrase.args['field']}`;
      throw new ProfileProblem({ ...error.phrase, args: { ...error.phrase.args, field } });
    }
    throw error;
  }
}
