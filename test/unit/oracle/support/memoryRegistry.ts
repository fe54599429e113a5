import type { ApiEvent } from '../../../../src/shared/api';
import type {
  ClusterPatch,
  ClusterProfile,
  NewCluster,
} from '../../../../src/shared/clusterProfile';
import { withPatch } from '../../../../src/shared/clusterProfile';
import type { ClusterId } from '../../../../src/shared/ids';
import type {
  ClusterRegistry,
  InvalidCluster,
  RegistryChange,
} from '../../../../src/extension/clusters/clusterRegistry';

/** Clusters and passwords in memory. */
export class MemoryRegistry implements ClusterRegistry {
  readonly #profiles = new Map<ClusterId, ClusterProfile>();
  readonly #secrets = new Map<ClusterId, string>();
  readonly #listeners = new Set<(change: RegistryChange) => unknown>();

  readonly onDidChange: ApiEvent<RegistryChange> = (listener) => {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  };

  /** Puts a cluster in under an id of the caller's choice, before anybody listens. */
  put(profile: ClusterProfile, secret: string): void {
    this.#profiles.set(profile.id, profile);
    this.#secrets.set(profile.id, secret);
  }

  list(): readonly ClusterProfile[] {
    return [...this.#profiles.values()];
  }

  invalid(): readonly InvalidCluster[] {
    return [];
  }

  get(id: ClusterId): ClusterProfile | undefined {
    return this.#profiles.get(id);
  }

  async add(cluster: NewCluster, secret?: string): Promise<ClusterId> {
    const id = `00000000-0000-4000-8000-${String(this.#profiles.size).padStart(12, '0')}`;
    this.put({ ...cluster, id }, secret ?? '');
    this.#fire({ kind: 'profiles' });
    return id;
  }

  async update(id: ClusterId, patch: ClusterPatch, secret?: string): Promise<void> {
    const before = this.#profiles.get(id);
    if (before === undefined) {
      throw new Error(`no cluster ${id}`);
    }
    this.#profiles.set(id, withPatch(before, patch));
    if (secret !== undefined) {
      this.setSessionSecret(id, secret);
    }
    this.#fire({ kind: 'profiles' });
  }

  async remove(id: ClusterId): Promise<void> {
    this.#profiles.delete(id);
    this.#fire({ kind: 'profiles' });
  }

  async secretOf(id: ClusterId): Promise<string | undefined> {
    return this.#secrets.get(id);
  }

  setSessionSecret(id: ClusterId, secret: string): void {
    this.#secrets.set(id, secret);
    this.#fire({ kind: 'secret', id });
  }

  #fire(change: RegistryChange): void {
    this.#listeners.forEach((listener) => listener(change));
  }
}
