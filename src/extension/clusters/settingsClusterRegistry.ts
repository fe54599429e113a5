import { randomUUID } from 'node:crypto';
import type { ApiEvent } from '../../shared/api';
import type {
  ClusterPatch,
  ClusterProfile,
  IntervalS,
  NewCluster,
} from '../../shared/clusterProfile';
import { withPatch } from '../../shared/clusterProfile';
import type { ClusterId } from '../../shared/ids';
import { readOwnRules, rulesFor } from '../../shared/ownRules';
import { phrase, type Phrase } from '../../shared/phrase';
import { Emitter } from '../emitter';
import type { Log } from '../log';
import { messageOf } from '../../shared/messageOf';
import { clusterProfileFromSettings } from './clusterProfileFromSettings';
import type { ClusterRegistry, InvalidCluster, RegistryChange } from './clusterRegistry';
import { demoClusterId } from './demoClusterId';

/** The settings this registry rests on; VS Code's configuration in the product. */
export interface ProfileSettings {
  /** The raw value of `starrocksOverview.clusters`. */
  read(): unknown;
  write(entries: readonly unknown[]): Promise<void>;
  /** `starrocksOverview.interval`: used where a profile names none. */
  defaultIntervalS(): IntervalS;
  /** The raw value of `starrocksOverview.ownRules`. */
  ownRules(): unknown;
  readonly onDidChange: ApiEvent<void>;
}

/** The part of VS Code's SecretStorage that is used here. */
export interface SecretStore {
  get(key: string): PromiseLike<string | undefined>;
  store(key: string, value: string): PromiseLike<void>;
  delete(key: string): PromiseLike<void>;
  readonly onDidChange: ApiEvent<{ readonly key: string }>;
}

const secretPrefix = 'cluster/';

type Content = {
  readonly profiles: readonly ClusterProfile[];
  readonly invalid: readonly InvalidCluster[];
};

/** Profiles in the settings, passwords in the secret store, demo clusters in memory. */
export class SettingsClusterRegistry implements ClusterRegistry {
  private readonly settings: ProfileSettings;
  private readonly secrets: SecretStore;
  private readonly log: Log & { protect(secret: string): void };
  private readonly emitter: Emitter<RegistryChange>;
  private readonly demos = new Map<ClusterId, ClusterProfile>();
  private readonly sessionSecrets = new Map<ClusterId, string>();
  private readonly subscriptions: readonly { dispose(): void }[];
  private readonly updating = new Set<ClusterId>();
  private content: Content | undefined;
  /** Writes follow each other: each reads the list the one before it wrote. */
  private writing: Promise<void> = Promise.resolve();

  constructor(
    settings: ProfileSettings,
    secrets: SecretStore,
    log: Log & { protect(secret: string): void },
  ) {
    this.settings = settings;
    this.secrets = secrets;
    this.log = log;
    this.emitter = new Emitter(log);
    this.subscriptions = [
      settings.onDidChange(() => {
        this.content = undefined;
        this.emitter.fire({ kind: 'profiles' });
      }),
      secrets.onDidChange(({ key }) => {
        if (key.startsWith(secretPrefix)) {
          this.tellSecret(key.slice(secretPrefix.length));
        }
      }),
    ];
  }

  get onDidChange(): ApiEvent<RegistryChange> {
    return this.emitter.event;
  }

  list(): readonly ClusterProfile[] {
    const intervalS = this.settings.defaultIntervalS();
    const { rules } = readOwnRules(this.settings.ownRules());
    return [...this.read().profiles, ...this.demos.values()].map((profile) => {
      const ownRules = rulesFor(profile.name, rules);
      return {
        ...profile,
        intervalS: profile.intervalS ?? intervalS,
        ...(ownRules.length === 0 ? {} : { ownRules }),
      };
    });
  }

  /** What is wrong with rules of the setting `ownRules`: they are left out. */
  ownRuleProblems(): readonly Phrase[] {
    return readOwnRules(this.settings.ownRules()).problems;
  }

  invalid(): readonly InvalidCluster[] {
    return this.read().invalid;
  }

  get(id: ClusterId): ClusterProfile | undefined {
    return this.list().find((profile) => profile.id === id);
  }

  async add(cluster: NewCluster, secret?: string): Promise<ClusterId> {
    if (cluster.demo === true) {
      const id = demoClusterId(cluster.name);
      this.demos.set(id, { ...cluster, id });
      if (secret !== undefined) {
        this.keepInSession(id, secret);
      }
      this.emitter.fire({ kind: 'profiles' });
      return id;
    }
    const id = randomUUID();
    // The password comes first: a collector that sees the profile can log in at once.
    await this.keep(id, cluster.password, secret);
    await this.edit((entries) => [...entries, { id, ...cluster }]);
    return id;
  }

  async update(id: ClusterId, patch: ClusterPatch, secret?: string): Promise<void> {
    const before = this.get(id);
    if (before === undefined) {
      throw new Error('This cluster is not configured any more.');
    }
    // A change to what is there already is none: nothing would announce the password with it.
    const edited = JSON.stringify(withPatch(before, patch)) !== JSON.stringify(before);
    const demo = this.demos.get(id);
    // The password comes first, as in `add`: the new profile must not log in with the old one.
    if (secret !== undefined) {
      const mode = demo === undefined ? (patch.password ?? before.password) : 'ask';
      if (edited) {
        this.updating.add(id);
      }
      try {
        await this.keep(id, mode, secret);
      } finally {
        this.updating.delete(id);
      }
    }
    if (demo !== undefined) {
      this.demos.set(id, { ...withPatch(demo, patch), demo: true });
    } else if (edited) {
      await this.edit((entries) =>
        entries.map((entry) => {
          const isIt = idOf(entry) === id && typeof entry === 'object' && entry !== null;
          return isIt ? withPatch(entry, patch) : entry;
        }),
      );
    }
    if (patch.password !== undefined && patch.password !== 'stored') {
      await this.forget(id, secret === undefined);
    }
    if (demo !== undefined && edited) {
      this.emitter.fire({ kind: 'profiles' });
    }
  }

  async remove(id: ClusterId): Promise<void> {
    if (this.demos.delete(id)) {
      this.sessionSecrets.delete(id);
      this.emitter.fire({ kind: 'profiles' });
      return;
    }
    await this.edit((entries) => entries.filter((entry) => idOf(entry) !== id));
    await this.forget(id, true);
  }

  async secretOf(id: ClusterId): Promise<string | undefined> {
    const typed = this.sessionSecrets.get(id);
    if (typed !== undefined || this.get(id)?.password !== 'stored') {
      return typed;
    }
    try {
      const secret = await this.secrets.get(secretPrefix + id);
      if (secret !== undefined) {
        this.log.protect(secret);
      }
      return secret;
    } catch (error) {
      this.log.warn(
        `The key store did not give the password of cluster ${id}: ${messageOf(error)}`,
      );
      return undefined;
    }
  }

  setSessionSecret(id: ClusterId, secret: string): void {
    this.keepInSession(id, secret);
    this.tellSecret(id);
  }

  dispose(): void {
    for (const subscription of this.subscriptions) {
      subscription.dispose();
    }
    this.emitter.dispose();
    this.sessionSecrets.clear();
  }

  /** Silent while the profile is edited as well: it announces both at once. */
  private tellSecret(id: ClusterId): void {
    if (!this.updating.has(id)) {
      this.emitter.fire({ kind: 'secret', id });
    }
  }

  private keepInSession(id: ClusterId, secret: string): void {
    this.log.protect(secret);
    this.sessionSecrets.set(id, secret);
  }

  private async keep(
    id: ClusterId,
    mode: ClusterProfile['password'],
    secret: string | undefined,
  ): Promise<void> {
    if (secret === undefined || mode === 'none') {
      return;
    }
    this.log.protect(secret);
    if (mode === 'stored') {
      try {
        await this.secrets.store(secretPrefix + id, secret);
        this.sessionSecrets.delete(id);
        return;
      } catch (error) {
        this.log.warn(
          `The key store refused the password of cluster ${id}; it is kept until the window closes: ${messageOf(error)}`,
        );
      }
    }
    this.setSessionSecret(id, secret);
  }

  /** Takes the password out of the key store, and out of memory too unless it was just typed. */
  private async forget(id: ClusterId, alsoTyped: boolean): Promise<void> {
    if (alsoTyped) {
      this.sessionSecrets.delete(id);
    }
    try {
      await this.secrets.delete(secretPrefix + id);
    } catch (error) {
      this.log.warn(`The key store kept the password of cluster ${id}: ${messageOf(error)}`);
    }
  }

  private edit(change: (entries: readonly unknown[]) => readonly unknown[]): Promise<void> {
    const write = async () => {
      const raw = this.settings.read();
      await this.settings.write(change(Array.isArray(raw) ? raw : []));
      this.content = undefined;
    };
    const done = this.writing.then(write);
    // A failed write is the caller's to report; the next one starts anew.
    this.writing = done.catch(() => undefined);
    return done;
  }

  private read(): Content {
    this.content ??= readEntries(this.settings.read());
    return this.content;
  }
}

function readEntries(raw: unknown): Content {
  if (raw === undefined || raw === null) {
    return { profiles: [], invalid: [] };
  }
  if (!Array.isArray(raw)) {
    return { profiles: [], invalid: [{ index: 0, raw, message: phrase('host.profile.notList') }] };
  }
  const profiles: ClusterProfile[] = [];
  const invalid: InvalidCluster[] = [];
  raw.forEach((entry: unknown, index) => {
    const parsed = clusterProfileFromSettings(entry);
    if (!parsed.ok) {
      invalid.push({ index, raw: entry, message: parsed.message });
    } else if (profiles.some((profile) => profile.id === parsed.profile.id)) {
      invalid.push({ index, raw: entry, message: phrase('host.profile.duplicate') });
    } else {
      profiles.push(parsed.profile);
    }
  });
  return { profiles, invalid };
}

function idOf(entry: unknown): ClusterId | undefined {
  const parsed = clusterProfileFromSettings(entry);
  return parsed.ok ? parsed.profile.id : undefined;
}
