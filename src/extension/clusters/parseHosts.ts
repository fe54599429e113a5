import type { ClusterProfile } from '../../shared/clusterProfile';
import { defaultQueryPort } from './clusterProfileFromSettings';

/** Frontends of a list like `fe1:9030, fe2, [::1]:9030`; undefined when a part is not an address. */
export function parseHosts(
  text: string,
  port: number = defaultQueryPort,
): ClusterProfile['frontends'] | undefined {
  const parts = text.split(/[\s,;]+/).filter((part) => part !== '');
  const frontends = parts.map((part) => parseAddress(part, port));
  return frontends.length > 0 && frontends.every((frontend) => frontend !== undefined)
    ? frontends
    : undefined;
}

function parseAddress(
  part: string,
  defaultPort: number,
): ClusterProfile['frontends'][number] | undefined {
  const match =
    /^\[(?<v6>[0-9a-f:.%]+)\](?::(?<port6>\d{1,5}))?$/i.exec(part) ??
    /^(?<name>(?!-)[^:[\]@/?#=&'"\\]+)(?::(?<port>\d{1,5}))?$/.exec(part);
  const groups = match?.groups;
  const host = groups?.['v6'] ?? groups?.['name'];
  const port = Number(groups?.['port6'] ?? groups?.['port'] ?? defaultPort);
  return host !== undefined && Number.isInteger(port) && port >= 1 && port <= 65_535
    ? { host, port }
    : undefined;
}
