/** Key, certificate and CA of one demo cluster with TLS, for as long as it runs. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSecureContext, type SecureContext } from 'node:tls';
import type { ServerIdentity, TlsOptions } from './wire/serverIdentity';

export type ClusterTls = {
  readonly identity: ServerIdentity;
  /** The CA in a file, as clients want it. */
  readonly caFile: string;
  /** For the MySQL ports; undefined when they have no TLS. */
  readonly sql: SecureContext | undefined;
  /** Whether a reverse proxy stands in front of HTTP. */
  readonly https: boolean;
  remove(): Promise<void>;
};

/** Clients reach the nodes by these names, or through the address map. */
export async function prepareTls(
  options: TlsOptions,
  nodeHosts: readonly string[],
): Promise<ClusterTls> {
  const named = nodeHosts.filter((host) => /^[\w.-]+$/.test(host));
  const identity = await options.issue(['localhost', '127.0.0.1', ...named]);
  const folder = await mkdtemp(join(tmpdir(), 'demo-cluster-'));
  const caFile = join(folder, 'ca.pem');
  await writeFile(caFile, identity.ca);
  return {
    identity,
    caFile,
    sql:
      options.sql === 'off'
        ? undefined
        : createSecureContext({
            key: identity.key,
            cert: identity.certificate,
            // What the FE's SSLContext "TLSv1.2" speaks.
            maxVersion: 'TLSv1.2',
          }),
    https: options.https === true,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
