import type { ApiEvent } from '../../shared/api';
import type { ClusterPatch, ClusterProfile, NewCluster } from '../../shared/clusterProfile';
import type { ClusterId } from '../../shared/ids';
import type { Phrase } from '../../shared/phrase';

/** An entry of the settings that cannot be used, and why. */
export type InvalidCluster = {
  /** Position in the setting, from 0. */
  readonly index: number;
  readonly raw: unknown;
  readonly message: Phrase;
};

export type RegistryChange =
  /** Clusters came, went or were edited; compare `list()`. */
  | { readonly kind: 'profiles' }
  /** A password was stored, typed or removed: one may log in again. */
  | { readonly kind: 'secret'; readonly id: ClusterId };

/**
 * The configured clusters and their passwords, without VS Code types. Profiles from the settings
 * survive; demo clusters live in memory only, under an id that their name decides.
 */
export interface ClusterRegistry {
  /** Usable profiles in the order of the settings, demo clusters last; `intervalS` is always set. */
  list(): readonly ClusterProfile[];
  /** Unusable entries: shown with their error, never dropped silently. */
  invalid(): readonly InvalidCluster[];
  get(id: ClusterId): ClusterProfile | undefined;
  /** A demo cluster that is there already is replaced under the same id. */
  add(cluster: NewCluster, secret?: string): Promise<ClusterId>;
  update(id: ClusterId, patch: ClusterPatch, secret?: string): Promise<void>;
  /** Removes the profile and its password; the history is not touched. */
  remove(id: ClusterId): Promise<void>;
  /** Undefined: none is known, or the key store refuses. Never rejects. */
  secretOf(id: ClusterId): Promise<string | undefined>;
  /** A password that is kept in memory until the window closes. */
  setSessionSecret(id: ClusterId, secret: string): void;
  readonly onDidChange: ApiEvent<RegistryChange>;
}
