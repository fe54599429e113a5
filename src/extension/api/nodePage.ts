import type { NodePage } from '../../shared/api';
import type { ClusterProfile } from '../../shared/clusterProfile';
import { roleOf, type NodeId } from '../../shared/ids';
import { addressText, applyAddressMap } from '../starrocks/addressMap';
import { httpUrl, urlAddress } from '../starrocks/httpUrl';

type Row = { readonly node: NodeId; readonly host: string; readonly httpPort: number | null };

/** Where a node's own page is as seen from here: by the templates and the address map of the profile. */
export function nodePage(
  { http }: Pick<ClusterProfile, 'http'>,
  rows: readonly Row[],
  node: NodeId,
): NodePage | null {
  const row = rows.find((each) => each.node === node);
  if (row === undefined || row.httpPort === null) {
    return null;
  }
  const url = httpUrl(http, roleOf(node), { host: row.host, port: row.httpPort }, '/');
  const { host, port } = applyAddressMap(http.addressMap, urlAddress(url));
  url.hostname = host.includes(':') ? `[${host}]` : host;
  url.port = String(port);
  return { url: url.href, address: addressText({ host, port }) };
}
