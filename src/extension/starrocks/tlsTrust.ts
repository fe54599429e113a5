import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { ClusterProfile } from '../../shared/clusterProfile';
import { CaFileError } from './failures';

/** How a certificate is checked; `ca` is the PEM text to trust instead of the system's authorities. */
export type TlsTrust = { readonly mode: ClusterProfile['tls']['mode']; readonly ca?: string };

/** Reads the CA file if one is named and used. Rejects with a CaFileError when it is of no use. */
export async function readTlsTrust({ mode, caFile }: ClusterProfile['tls']): Promise<TlsTrust> {
  return caFile === undefined || mode !== 'verify' ? { mode } : { mode, ca: await readCa(caFile) };
}

/** Checked here, because TLS itself takes a file without certificates for "trust nobody". */
async function readCa(caFile: string): Promise<string> {
  try {
    const ca = await readFile(caFile, 'utf8');
    new X509Certificate(ca);
    return ca;
  } catch (error) {
    const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
    const isSystem = typeof code === 'string' && code.startsWith('E') && !code.startsWith('ERR_');
    const why = isSystem && error instanceof Error ? error.message : 'it holds no PEM certificate';
    throw new CaFileError(`CA file ${caFile} cannot be used: ${why}`);
  }
}

/** How certificates in front of HTTP are checked: as for SQL unless the profile says otherwise. */
export function httpTls(profile: Pick<ClusterProfile, 'tls' | 'http'>): ClusterProfile['tls'] {
  return profile.http.tls ?? (profile.tls.mode === 'off' ? { mode: 'verify' } : profile.tls);
}
