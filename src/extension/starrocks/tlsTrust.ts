import { readFile } from 'node:fs/promises';
import type { ClusterProfile } from '../../shared/clusterProfile';

/** How a certificate is checked; `ca` is the PEM text to trust instead of the system's authorities. */
export type TlsTrust = { readonly mode: ClusterProfile['tls']['mode']; readonly ca?: string };

/** Reads the CA file if one is named and used. Rejects with the system's words when it is not there. */
export async function readTlsTrust({ mode, caFile }: ClusterProfile['tls']): Promise<TlsTrust> {
  return caFile === undefined || mode !== 'verify'
    ? { mode }
    : { mode, ca: await readFile(caFile, 'utf8') };
}

/** How certificates in front of HTTP are checked: as for SQL unless the profile says otherwise. */
export function httpTls(profile: Pick<ClusterProfile, 'tls' | 'http'>): ClusterProfile['tls'] {
  return profile.http.tls ?? (profile.tls.mode === 'off' ? { mode: 'verify' } : profile.tls);
}
