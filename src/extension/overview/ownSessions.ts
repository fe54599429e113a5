import { perObject } from '../../shared/perObject';
import type { FrontendRow } from '../starrocks/sources/frontends';
import type { OverviewInput } from './overviewInput';

/** `<ip>_<edit log port>_<epoch ms>`: the name an FE got when it joined. */
const frontendName = /^(.+)_\d+_\d+$/;

/** Host of the FE with this name (the ServerName of sessions); null where the version does not say. */
export function frontendHost(input: OverviewInput, name: string | null): string | null {
  if (name === null) {
    return null;
  }
  const host = input.frontends.known ? hostsByName(input.frontends.value).get(name) : undefined;
  return host ?? frontendName.exec(name)?.[1] ?? name;
}

const hostsByName = perObject(
  (frontends: readonly FrontendRow[]): ReadonlyMap<string, string> =>
    // Of several of one name the first.
    new Map(frontends.toReversed().map(({ name, host }) => [name, host])),
);

/**
 * Recognises this monitor's own sessions by FE host and connection id. Where either side does not
 * know the FE (old versions; a load balancer's address), the id with our own user name must do.
 */
export function ownSessionTest(
  input: Pick<OverviewInput, 'frontends' | 'ownConnections' | 'profile'>,
): (host: string | null, connectionId: string, user: string) => boolean {
  const hosts = new Set(input.frontends.known ? input.frontends.value.map((row) => row.host) : []);
  const placeless = new Set<string>();
  const all = new Set<string>();
  for (const entry of input.ownConnections) {
    const bar = entry.lastIndexOf('|');
    const id = entry.slice(bar + 1);
    all.add(id);
    if (!hosts.has(entry.slice(0, bar))) {
      placeless.add(id);
    }
  }
  return (host, connectionId, user) =>
    all.has(connectionId) &&
    ((host !== null && input.ownConnections.has(`${host}|${connectionId}`)) ||
      (user === input.profile.user && (host === null || placeless.has(connectionId))));
}
