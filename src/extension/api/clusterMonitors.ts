import type { RoundReport } from '../../shared/api';
import type { ClusterProfile } from '../../shared/clusterProfile';
import type { ClusterId } from '../../shared/ids';
import type { ClusterRegistry } from '../clusters/clusterRegistry';
import type { Clock } from '../collect/clock';
import { ClusterMonitor } from '../collect/clusterMonitor';
import { NetworkSight } from '../collect/networkSight';
import { SessionAsker } from '../collect/sessionAsker';
import type { Log } from '../log';
import type { HistoryStore } from '../store/historyStore';

export type ClusterMonitorsDependencies = {
  readonly registry: ClusterRegistry;
  readonly store: HistoryStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly onChange: (id: ClusterId) => void;
  readonly onReport: (report: RoundReport) => void;
};

/** The monitors that run: one per profile of the registry. */
export class ClusterMonitors {
  readonly #deps: ClusterMonitorsDependencies;
  readonly #all = new Map<ClusterId, ClusterMonitor>();
  readonly #network = new NetworkSight();

  constructor(deps: ClusterMonitorsDependencies) {
    this.#deps = deps;
    this.matchRegistry();
  }

  get(id: ClusterId): ClusterMonitor | undefined {
    return this.#all.get(id);
  }

  all(): readonly ClusterMonitor[] {
    return [...this.#all.values()];
  }

  /** Begins and ends monitors as profiles come and go; an edited profile gets a new one. */
  matchRegistry(): void {
    const replaced = new Map<ClusterId, ClusterMonitor>();
    const profiles = new Map(this.#deps.registry.list().map((profile) => [profile.id, profile]));
    for (const [id, monitor] of this.#all) {
      const profile = profiles.get(id);
      if (profile === undefined || JSON.stringify(profile) !== JSON.stringify(monitor.profile)) {
        this.end(id);
        replaced.set(id, monitor);
      }
    }
    for (const profile of profiles.values()) {
      if (!this.#all.has(profile.id)) {
        this.#all.set(profile.id, this.#start(profile, replaced.get(profile.id)));
      }
    }
  }

  end(id: ClusterId): void {
    this.#all.get(id)?.dispose();
    this.#all.delete(id);
  }

  dispose(): void {
    for (const id of this.#all.keys()) {
      this.end(id);
    }
  }

  /** @param before the monitor of the profile as it was: who looks, and whether it is paused, stays */
  #start(profile: ClusterProfile, before: ClusterMonitor | undefined): ClusterMonitor {
    const { registry, store, clock, log, onChange, onReport } = this.#deps;
    const monitor = new ClusterMonitor({
      profile,
      asker: new SessionAsker({
        profile,
        secret: () => registry.secretOf(profile.id),
        clock,
        log,
      }),
      store,
      clock,
      log,
      network: this.#network,
    });
    monitor.onDidChange(() => {
      onChange(profile.id);
    });
    monitor.onDidCollect(onReport);
    before?.viewers.forEach((viewer) => {
      monitor.setVisible(viewer, true);
    });
    monitor.setPaused(before?.status.paused === true);
    void monitor.start();
    return monitor;
  }
}
