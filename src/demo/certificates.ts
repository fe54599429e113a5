/**
 * Certificates of a demo cluster with TLS, made anew at each start. Loaded by the command line and
 * by tests only: the demo cluster inside the extension has no TLS and needs no such library.
 */
import { isIP } from 'node:net';
import { generate } from 'selfsigned';
import type { IssueIdentity } from './wire/serverIdentity';

/** `valid` for the cluster's hosts, `otherHost` for a name nobody connects to, `expired` yesterday. */
export type CertificateKind = 'valid' | 'otherHost' | 'expired';

const DAY = 86_400_000;
const OTHER_HOST = 'fe.elsewhere.example';

/** What a demo cluster takes as `tls.issue`. */
export function issueIdentity(kind: CertificateKind): IssueIdentity {
  return async (hosts) => {
    const now = Date.now();
    const authority = await generate([{ name: 'commonName', value: 'Demo Cluster CA' }], {
      keyType: 'ec',
      algorithm: 'sha256',
      notBeforeDate: new Date(now - 9 * DAY),
      notAfterDate: new Date(now + 9 * DAY),
      extensions: [
        { name: 'basicConstraints', cA: true, critical: true },
        { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
      ],
    });
    const names = kind === 'otherHost' ? [OTHER_HOST] : hosts;
    const server = await generate([{ name: 'commonName', value: 'StarRocks demo cluster' }], {
      keyType: 'ec',
      algorithm: 'sha256',
      notBeforeDate: new Date(now - 8 * DAY),
      notAfterDate: new Date(now + (kind === 'expired' ? -DAY : 8 * DAY)),
      extensions: [
        { name: 'basicConstraints', cA: false, critical: true },
        { name: 'keyUsage', digitalSignature: true, critical: true },
        { name: 'extKeyUsage', serverAuth: true },
        {
          name: 'subjectAltName',
          altNames: names.map((name) =>
            isIP(name) === 0 ? { type: 2, value: name } : { type: 7, ip: name },
          ),
        },
      ],
      ca: { key: authority.private, cert: authority.cert },
    });
    return { certificate: server.cert, key: server.private, ca: authority.cert };
  };
}
