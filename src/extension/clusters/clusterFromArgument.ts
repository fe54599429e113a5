import { randomUUID } from 'node:crypto';
import type { NewCluster } from '../../shared/clusterProfile';
import type { Locale } from '../../shared/format';
import { renderPhrase } from '../../shared/format';
import { phrase } from '../../shared/phrase';
import { clusterProfileFromSettings, defaultQueryPort } from './clusterProfileFromSettings';
import { parseHosts } from './parseHosts';

export type ClusterArgument = {
  readonly cluster: NewCluster;
  readonly secret?: string;
  /** Test before saving; a failed step keeps it from being saved. */
  readonly test: boolean;
};

/**
 * Reads the argument object of `addCluster`: `{name, hosts, port?, user, password?, store?, test?}`
 * and any other field of a profile. `hosts` is a text like `fe1:9030,fe2` or a list of such texts;
 * `store: true` keeps the password in the secret storage. Throws a sentence fit for a person.
 */
export function clusterFromArgument(argument: unknown, locale: Locale): ClusterArgument {
  const fields: Readonly<Record<string, unknown>> =
    typeof argument === 'object' && argument !== null ? { ...argument } : {};
  const { hosts, port, password, store, test, ...rest } = fields;
  const text = Array.isArray(hosts) ? hosts.join(',') : String(hosts);
  const frontends = parseHosts(text, typeof port === 'number' ? port : defaultQueryPort);
  if (frontends === undefined) {
    throw new Error(renderPhrase(phrase('host.input.badHosts'), locale));
  }
  const secret = typeof password === 'string' && password !== '' ? password : undefined;
  const parsed = clusterProfileFromSettings({
    name: frontends[0]?.host,
    user: 'root',
    ...rest,
    frontends,
    id: randomUUID(),
    password: secret === undefined ? 'none' : store === true ? 'stored' : 'ask',
  });
  if (!parsed.ok) {
    throw new Error(renderPhrase(parsed.message, locale));
  }
  const { id: _id, ...cluster } = parsed.profile;
  return { cluster, ...(secret === undefined ? {} : { secret }), test: test === true };
}
