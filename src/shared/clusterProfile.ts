import type { ClusterId } from './ids';
import type { Thresholds } from './thresholds';

export const intervalsS = [15, 30, 60, 120, 300] as const;
export type IntervalS = (typeof intervalsS)[number];

/** One configured cluster. Secrets are not in it: they lie in SecretStorage under `cluster/<id>`. */
export type ClusterProfile = {
  readonly id: ClusterId;
  readonly name: string;
  readonly group?: string;
  readonly production?: boolean;
  readonly frontends: readonly { readonly host: string; readonly port: number }[];
  readonly user: string;
  readonly password: 'stored' | 'ask' | 'none';
  readonly tls: { readonly mode: 'off' | 'verify' | 'no-verify'; readonly caFile?: string };
  /** Clear-text password plugin for LDAP users; only ever used with TLS. */
  readonly cleartextPassword?: boolean;
  readonly http: {
    readonly mode: 'auto' | 'off';
    /** `host:port`, `*:port` or `host:*` to the `host:port` to connect to instead. */
    readonly addressMap?: Readonly<Record<string, string>>;
    /** Where HTTPS or a proxy stands in front: `https://{host}:8443`, `https://proxy/fe/{host}/{port}`. */
    readonly frontendUrl?: string;
    /** The same for backends and compute nodes. */
    readonly nodeUrl?: string;
    /** How those certificates are checked; absent: as `tls` says, and verified where that is off. */
    readonly tls?: { readonly mode: 'verify' | 'no-verify'; readonly caFile?: string };
  };
  readonly intervalS?: IntervalS;
  /** SHOW and HTTP only: a SELECT can keep a warehouse awake. */
  readonly quiet?: boolean;
  readonly access: 'read-only' | 'confirm';
  readonly auditTable?: string;
  readonly thresholds?: Partial<Thresholds>;
  readonly demo?: true;
};

export type NewCluster = Omit<ClusterProfile, 'id'>;
