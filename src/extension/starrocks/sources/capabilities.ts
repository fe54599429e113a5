import type { RunMode } from '../../../shared/model/clusterHealth';

/** What the connected user may do; null = the probe could not tell. */
export type Privileges = { readonly operate: boolean | null; readonly node: boolean | null };

/** Probed at connect and every 30 min, not derived from a version number. */
export type Capabilities = {
  /** `version_comment`, as it is. */
  readonly version: string;
  /** Null when neither the configuration nor the node lists could tell. */
  readonly runMode: RunMode | null;
  readonly privileges: Privileges;
};
