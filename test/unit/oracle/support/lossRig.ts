/**
 * Many monitors of one demo cluster that is asked once for all of them: one is told everything, each
 * of the others loses one source shortly before the end. What their overviews differ in is the loss.
 */
import type { DemoClusterOptions } from '../../../../src/demo/demoCluster';
import { startDemoCluster } from '../../../../src/demo/demoCluster';
import { cadenceOf } from '../../../../src/extension/collect/cadence';
import { ClusterMonitor } from '../../../../src/extension/collect/clusterMonitor';
import { NetworkSight } from '../../../../src/extension/collect/networkSight';
import type { ClusterSource, NodeSource } from '../../../../src/extension/collect/liveState';
import { SessionAsker } from '../../../../src/extension/collect/sessionAsker';
import { assembleModules } from '../../../../src/extension/overview/assemble';
import type { ClusterProfile } from '../../../../src/shared/clusterProfile';
import { liveModuleIds, type Modules } from '../../../../src/shared/model/extendedOverview';
import type { UnknownReason } from '../../../../src/shared/reading';
import { secondMs, type EpochMs } from '../../../../src/shared/time';
import { ControlPort } from '../../../oracle/controlPort';
import { ManualClock } from '../../collect/support/manualClock';
import { MemoryStore } from '../../collect/support/memoryStore';
import { setGlobals } from './setGlobals';
import { lostNow, SharedAnswers } from './sharedAnswers';
import { isScraped, type Source } from './sourceOutcomes';

const stepMs = 30 * secondMs;
/** Enough for rates, and few enough that what is asked seldom is asked in the first one only. */
const rounds = 8;
const begin: EpochMs = Date.UTC(2026, 2, 3, 2, 0, 0);

const silentLog = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: (message: string) => {
    throw new Error(message);
  },
};

export type LossRigOptions = {
  readonly cluster: DemoClusterOptions;
  readonly httpOff?: boolean;
  readonly variables?: Readonly<Record<string, string>>;
};

/** All modules but what asking costs, which is measured anew in each run. */
export type Told = Omit<Modules, 'collectorCost'>;

export class LossRig {
  readonly whole: Told;
  readonly #monitors: ReadonlyMap<Source, ClusterMonitor>;
  readonly #clock: ManualClock;
  readonly #stop: () => Promise<void>;

  private constructor(
    whole: ClusterMonitor,
    monitors: ReadonlyMap<Source, ClusterMonitor>,
    clock: ManualClock,
    stop: () => Promise<void>,
  ) {
    this.whole = toldBy(whole);
    this.#monitors = monitors;
    this.#clock = clock;
    this.#stop = stop;
  }

  /** Ends after the last round, in which each of the sources has been lost at least once. */
  static async start(sources: readonly Source[], options: LossRigOptions): Promise<LossRig> {
    const demo = await startDemoCluster({ manualClock: true, now: begin, ...options.cluster });
    await setGlobals(demo, options.variables ?? {});
    const control = new ControlPort(demo.info.control);
    const { at } = await control.truth();
    const firstAt = Math.ceil(at / stepMs) * stepMs;
    await control.advance(firstAt - at);
    const clock = new ManualClock(firstAt);
    const user = demo.info.users.find(({ name }) => name === 'monitor');
    const profile: ClusterProfile = {
      id: '7d5b3c1e-9f42-4a6b-8c0d-2e4f6a8b0c1d',
      name: 'loss',
      frontends: demo.info.frontends.map(({ host, queryPort }) => ({ host, port: queryPort })),
      user: 'monitor',
      password: 'stored',
      tls: { mode: 'off' },
      http: {
        mode: options.httpOff === true ? 'off' : 'auto',
        addressMap: demo.info.addressMap,
      },
      access: 'read-only',
      intervalS: 30,
    };
    const session = new SessionAsker({
      profile,
      secret: () => Promise.resolve(user?.password ?? ''),
      clock,
      log: silentLog,
    });
    const shared = new SharedAnswers(session, clock);
    const lastAt = firstAt + rounds * stepMs;
    const monitorOf = (source?: Source): ClusterMonitor => {
      const loss =
        source === undefined
          ? undefined
          : ({ source, from: lostFrom(source, lastAt), why: 'failed' } as const);
      const asker = shared.askerOf(loss);
      const store = new MemoryStore();
      return new ClusterMonitor({
        profile,
        asker,
        store,
        clock,
        log: silentLog,
        network: new NetworkSight(),
      });
    };
    const whole = monitorOf();
    const monitors = new Map(sources.map((source) => [source, monitorOf(source)]));
    const all = [whole, ...monitors.values()];
    all.forEach((monitor) => {
      monitor.setVisible('test', true);
    });
    await roundOf(all, () => Promise.all(all.map((monitor) => monitor.start())));
    while (clock.now() < lastAt) {
      await control.advance(stepMs);
      await roundOf(all, () => clock.advance(stepMs));
    }
    return new LossRig(whole, monitors, clock, async () => {
      all.forEach((monitor) => {
        monitor.dispose();
      });
      session.dispose();
      await demo.stop();
    });
  }

  /** What is told without the source, had it failed for this reason the last time. */
  without(source: Source, why: UnknownReason): Told {
    const monitor = this.#monitors.get(source);
    if (monitor === undefined) {
      throw new Error(`nobody lost ${source}`);
    }
    const { live } = monitor;
    const lost = lostNow({ source, why }, this.#clock);
    const perNode = perNodeOf(source);
    if (perNode === undefined) {
      live.put(source as ClusterSource, lost);
    } else {
      [...live.frontends(), ...live.computes()]
        .filter(({ node }) => live.newest(perNode, node) !== undefined)
        .forEach(({ node }) => {
          live.putNode(perNode, node, { ...lost, node });
        });
    }
    return toldBy(monitor);
  }

  async stop(): Promise<void> {
    await this.#stop();
  }
}

/** What is kept by node, however it was asked. */
function perNodeOf(source: Source): NodeSource | undefined {
  if (source === 'feMetricsSql' || source === 'beMetricsSql') {
    return source === 'feMetricsSql' ? 'feMetrics' : 'beMetrics';
  }
  return isScraped(source) ? source : undefined;
}

function toldBy(monitor: ClusterMonitor): Told {
  const { collectorCost: _measured, ...told } = assembleModules(
    monitor.input(),
    monitor.judge.state,
    liveModuleIds,
  );
  return told;
}

/** So late that it fails once or twice: who fails again and again is asked less, and others more. */
function lostFrom(source: Source, lastAt: EpochMs): EpochMs {
  // The session of all reads every answer by it, so that it must have been told once: lost at the end.
  if (source === 'clock') {
    return lastAt + 1;
  }
  const periodMs = cadenceOf(source).visibleS * secondMs;
  return periodMs > rounds * stepMs ? begin : lastAt - periodMs;
}

async function roundOf(
  monitors: readonly ClusterMonitor[],
  move: () => Promise<unknown>,
): Promise<void> {
  const ended = monitors.map(
    (monitor) =>
      new Promise<void>((resolve) => {
        const subscription = monitor.onDidCollect(() => {
          subscription.dispose();
          resolve();
        });
      }),
  );
  await move();
  await Promise.all(ended);
}
