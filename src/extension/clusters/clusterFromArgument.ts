import { randomUUID } from 'node:crypto';
import type { ClusterProfile, NewCluster } from '../../shared/clusterProfile';
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
 * in the secret storage. With a profile, what the object does not say stays as it is there. Throws a
 * sentence fit for a person, without the password.
 */
export function clusterFromArgument(
  argument: unknown,
  locale: Locale,
  profile?: ClusterProfile,
): ClusterArgument {
  const given: Readonly<Record<string, unknown>> =
    typeof argument === 'object' && argument !== null ? { ...argument } : {};
  const { hosts, port, password, store, test, clusterId: _clusterId, ...fields } = given;
  const text = Array.isArray(hosts) ? hosts.join(',') : String(hosts);
  const pasted =
    hosts === undefined
      ? undefined
      : pastedConnection(text, typeof port === 'number' ? port : defaultQueryPort);
  if (pasted === undefined && (hosts !== undefined || profile === undefined)) {
    throw new Error(renderPhrase(phrase('host.input.badHosts'), locale));
  }
  const { password: pastedPassword, ...found } = pasted ?? { password: undefined };
  const secret = typeof password === 'string' && password !== '' ? password : pastedPassword;
  const parsed = clusterProfileFromSettings({
    name: pasted?.frontends[0]?.host,
    user: 'root',
    ...profile,
    ...found,
    ...fields,
    id: profile?.id ?? randomUUID(),
    password: keepOf(secret, store, profile?.password ?? 'none'),
  });
  if (!parsed.ok) {
    throw new Error(renderPhrase(parsed.message, locale));
  }
  const { id: _id, ...cluster } = parsed.profile;
  return { cluster, ...(secret === undefined ? {} : { secret }), test: test === true };
}

function keepOf(
  secret: string | undefined,
  store: unknown,
  before: ClusterProfile['password'],
): ClusterProfile['password'] {
  if (secret === undefined) {
    return before;
  }
  if (store === true) {
    return 'stored';
  }
  return store === false || before === 'none' ? 'ask' : before;
}
