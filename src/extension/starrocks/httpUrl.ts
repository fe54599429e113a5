import type { ClusterProfile } from '../../shared/clusterProfile';
import type { NodeRole } from '../../shared/ids';
import type { Address } from './addressMap';

/**
 * The URL of a node's HTTP server: `http://<host>:<port>`, or the profile's template with the host
 * and port the node reports put in. A path of the template stays in front of `path`.
 */
export function httpUrl(
  http: ClusterProfile['http'],
  role: NodeRole,
  { host, port }: Address,
  path: string,
): URL {
  const template = (role === 'fe' ? http.frontendUrl : http.nodeUrl) ?? 'http://{host}:{port}';
  const end = template.indexOf('/', template.indexOf('//') + 2);
  const authority = end < 0 ? template : template.slice(0, end);
  const prefix = end < 0 ? '' : template.slice(end);
  const named = host.includes(':') ? `[${host}]` : host;
  const fill = (text: string, name: string): string =>
    text.replaceAll('{host}', () => name).replaceAll('{port}', String(port));
  const base = fill(authority, named) + fill(prefix, encodeURIComponent(host)).replace(/\/+$/, '');
  return new URL(base + path);
}

/** The host and port a URL names; IPv6 hosts without brackets. */
export function urlAddress(url: URL): Address {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const defaultPort = url.protocol === 'https:' ? 443 : 80;
  return { host, port: url.port === '' ? defaultPort : Number(url.port) };
}
