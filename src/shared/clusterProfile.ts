import type { ClusterId } from './ids';
import type { MutedEntry } from './muting';
import type { OwnRule } from './ownRules';
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
  /** What of this cluster is not to be counted or told. */
  readonly muted?: readonly MutedEntry[];
  /** From the setting of its own, not from the entry of the cluster. */
  readonly ownRules?: readonly OwnRule[];
  readonly demo?: true;
};

export type NewCluster = Omit<ClusterProfile, 'id' | 'ownRules'>;

const optionalFields = ['group', 'production', 'cleartextPassword'] as const;
type OptionalField = (typeof optionalFields)[number];

/** A change of a profile: what is absent stays, null takes an optional field away. */
export type ClusterPatch = Partial<Omit<NewCluster, OptionalField>> & {
  readonly [F in OptionalField]?: NewCluster[F] | null;
};

/** The profile, or an entry of the settings, with the change; fields we do not know stay. */
export function withPatch<T extends object>(before: T, patch: ClusterPatch): T {
  const fields = Object.entries({ ...before, ...patch }).filter(([, value]) => value !== null);
  // Only optional fields of a profile can be null, so the type stays.
  return Object.fromEntries(fields) as T;
}

/** The change that makes one profile the other; what is gone is taken away. */
export function changesBetween(before: NewCluster, after: NewCluster): ClusterPatch {
  const gone = optionalFields.filter((field) => before[field] !== undefined && !(field in after));
  const same = (field: string, value: unknown) =>
    JSON.stringify(Object.entries(before).find(([key]) => key === field)?.[1]) ===
    JSON.stringify(value);
  return Object.fromEntries([
    ...Object.entries(after).filter(([field, value]) => !same(field, value)),
    ...gone.map((field) => [field, null] as const),
  ]);
}
