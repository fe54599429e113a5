/** A demo cluster that lives, the product's API on top of it, and what the cluster's log tells. */
import {
  startDemoCluster,
  type DemoCluster,
  type DemoClusterOptions,
} from '../../../src/demo/demoCluster';
import type { LogEntry, Truth } from '../../../src/demo/truth';
import { LocalApi } from '../../../src/extension/api/localApi';
import { systemClock, type Clock } from '../../../src/extension/collect/clock';
import type { ClusterProfile } from '../../../src/shared/clusterProfile';
import { renderPhrase } from '../../../src/shared/format';
import type { ActionOutcome, ClusterAction } from '../../../src/shared/model/action';
import { ControlPort } from '../../oracle/controlPort';
import { MemoryStore } from '../collect/support/memoryStore';
import { MemoryRegistry } from '../oracle/support/memoryRegistry';

const ignore = (): void => undefined;
const log = { debug: ignore, info: ignore, warn: ignore, error: ignore };

export const clusterId = '7d5b3c1e-9f42-4a6b-8c0d-2e4f6a8b0c1d';

type BenchOptions = {
  /** Which FE the profiles name. */
  readonly frontend?: number;
  readonly clock?: Clock;
  /** Other profiles of the same cluster, each with an id. */
  readonly more?: readonly (Partial<ClusterProfile> & Pick<ClusterProfile, 'id'>)[];
};

export class ActionBench {
  readonly api: LocalApi;
  readonly store: MemoryStore;
  readonly #demo: DemoCluster;
  readonly #control: ControlPort;

  private constructor(demo: DemoCluster, api: LocalApi, store: MemoryStore) {
    this.#demo = demo;
    this.#control = new ControlPort(demo.info.control);
    this.api = api;
    this.store = store;
  }

  static async start(
    cluster: DemoClusterOptions,
    profile: Partial<ClusterProfile> = {},
    { frontend = 0, clock = systemClock(), more = [] }: BenchOptions = {},
  ): Promise<ActionBench> {
    // A weekday's noon, when queries, loads and jobs run.
    const now = Date.UTC(2026, 2, 3, 4, 0, 0);
    const demo = await startDemoCluster({ seed: 4711, now, ...cluster });
    const [first] = demo.info.frontends.slice(frontend);
    const registry = new MemoryRegistry();
    for (const each of [profile, ...more]) {
      const user = demo.info.users.find(({ name }) => name === (each.user ?? 'monitor'));
      registry.put(
        {
          id: clusterId,
          name: 'prod',
          frontends: [{ host: first?.host ?? '', port: 9030 }],
          user: user?.name ?? '',
          password: 'stored',
          tls: { mode: 'off' },
          http: { mode: 'off', addressMap: demo.info.addressMap },
          access: 'confirm',
          ...each,
        },
        user?.password ?? '',
      );
    }
    const store = new MemoryStore();
    const api = new LocalApi({ registry, store, log, version: '0.0.0-test', clock });
    const waitedFor = new Set(registry.list().map(({ id }) => id));
    await new Promise<void>((resolve) => {
      api.onDidCollect(({ id }) => {
        waitedFor.delete(id);
        if (waitedFor.size === 0) {
          resolve();
        }
      });
    });
    return new ActionBench(demo, api, store);
  }

  async stop(): Promise<void> {
    this.api.dispose();
    await this.#demo.stop();
  }

  truth(): Promise<Truth> {
    return Promise.resolve(this.#demo.truth());
  }

  get control(): ControlPort {
    return this.#control;
  }

  /** The statements of actions that reached the cluster, those that only look included. */
  async sent(): Promise<readonly LogEntry[]> {
    return (await this.#control.log()).filter(({ comment }) => comment.endsWith(':action'));
  }

  /** Those that change something. */
  async changes(): Promise<readonly string[]> {
    return (await this.sent())
      .map(({ statement }) => statement)
      .filter((statement) => !/^show/i.test(statement));
  }

  /** The history, once a snapshot with an event of an action is in it. */
  async stored(): Promise<MemoryStore['snapshots']> {
    const hasAction = (): boolean =>
      this.store.snapshots.some(({ events }) => events.some(({ kind }) => kind === 'action'));
    while (!hasAction()) {
      await new Promise<void>((resolve) => {
        const subscription = this.api.onDidCollect(() => {
          subscription.dispose();
          resolve();
        });
      });
    }
    return this.store.snapshots;
  }

  /** Resolves once version and run mode are known, which on a busy machine is after the first round. */
  async knowsVersion(id: string): Promise<void> {
    const needsBoth = { kind: 'cancelCompaction', txnId: '1' } as const;
    while (!(await this.api.planAction(id, needsBoth)).allowed) {
      await new Promise<void>((resolve) => {
        const subscription = this.api.onDidChange(() => {
          subscription.dispose();
          resolve();
        });
      });
    }
  }

  /** As a person who agrees to what is shown. */
  async run(action: ClusterAction, typedName?: string): Promise<ActionOutcome> {
    const plan = await this.api.planAction(clusterId, action);
    const statements = plan.allowed ? plan.statements : [];
    return this.api.runAction(clusterId, action, {
      statements,
      ...(typedName === undefined ? {} : { typedName }),
    });
  }
}

/** What a person reads. */
export function textOf({ text }: ActionOutcome): string {
  return renderPhrase(text, 'en');
}
