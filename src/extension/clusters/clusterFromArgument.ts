import { randomUUID } from 'node:crypto';
import type { NewCluster } from '../../shared/clusterProfile';
import type { Locale } from '../../shared/format';
import { renderPhrase } from '../../shared/format';
import { phrase } from '../../shared/phrase';
import { clusterProfileFromSettings, defaultQueryPort } from './clusterProfileFromSettings';
import { pastedConnection } from './pastedConnection';

export type ClusterArgument = {
  readonly cluster: NewCluster;
  readonly secret?: string;
  /** Test before saving; a failed step keeps it from being saved. */
  readonly test: boolean;
};

/**
 * Reads the argument object of `addCluster`: `{name, hosts, port?, user?, password?, store?, test?}`
 * and any other field of a profile. `hosts` is all that can be pasted, `fe1:9030,fe2` or a URL, or a
 * list of addresses; fields of the object go before what a URL says. `store: true` keeps the password
 * in the secret storage. Throws a sentence fit for a person, without the password.
 */
export function clusterFromArgument(argument: unknown, locale: Locale): ClusterArgument {
  const fields: Readonly<Record<string, unknown>> =
    typeof argument === 'object' && argument !== null ? { ...argument } : {};
  const { hosts, port, password, store, test, ...rest } = fields;
  const text = Array.isArray(hosts) ? hosts.join(',') : String(hosts);
  const pasted = pastedConnection(text, typeof port === 'number' ? port : defaultQueryPort);
  if (pasted === undefined) {
    throw new Error(renderPhrase(phrase('host.input.badHosts'), locale));
  }
  const { password: pastedPassword, ...found } = pasted;
  const secret = typeof password === 'string' && password !== '' ? password : pastedPassword;
  const parsed = clusterProfileFromSettings({
    name: found.frontends[0]?.host,
    user: 'root',
    ...found,
    ...rest,
    id: randomUUID(),
    password: secret === undefined ? 'none' : store === true ? 'stored' : 'ask',
  });
  if (!parsed.ok) {
    throw new Error(renderPhrase(parsed.message, locale));
  }
  const { id: _id, ...cluster } = parsed.profile;
  return { cluster, ...(secret === undefined ? {} : { secret }), test: test === true };
}
