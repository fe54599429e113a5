/**
 * Worker thread with one demo cluster per scenario.
 *
 * workerData: `{ scenarios: Scenario[], modes?: { [scenario]: mode }, audits?: { [scenario]: audit },
 *   timeScale?: number, seed?: number }`; a scenario without a mode is played in the profile's first
 *   one, one without an audit keeps no audit log
 * posts: `{ type: 'ready', clusters: DemoClusterInfo[] }` or `{ type: 'failed', message }`, once
 * takes: `'stop'`; then all ports are closed and the worker ends. It also ends with its parent.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { startDemoCluster, type DemoCluster } from './demoCluster';
import type { DemoMode, Scenario } from './truth';
import type { AuditKind } from './truthQueries';

type DemoWorkerData = {
  readonly scenarios: readonly Scenario[];
  readonly modes?: Readonly<Partial<Record<Scenario, DemoMode>>>;
  readonly audits?: Readonly<Partial<Record<Scenario, AuditKind>>>;
  readonly timeScale?: number;
  readonly seed?: number;
};

async function run(port: NonNullable<typeof parentPort>, data: DemoWorkerData): Promise<void> {
  const clusters: DemoCluster[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(clusters.map((cluster) => cluster.stop()));
    port.close();
  };
  port.on('message', (message: unknown) => {
    if (message === 'stop') {
      void stop();
    }
  });
  try {
    for (const [index, scenario] of data.scenarios.entries()) {
      const mode = data.modes?.[scenario];
      const audit = data.audits?.[scenario];
      clusters.push(
        await startDemoCluster({
          scenario,
          network: `10.${String(20 + index)}.0`,
          ...(mode === undefined ? {} : { mode }),
          ...(audit === undefined ? {} : { situation: { audit } }),
          ...(data.timeScale === undefined ? {} : { timeScale: data.timeScale }),
          ...(data.seed === undefined ? {} : { seed: data.seed + index }),
        }),
      );
    }
    port.postMessage({ type: 'ready', clusters: clusters.map((cluster) => cluster.info) });
  } catch (error) {
    port.postMessage({
      type: 'failed',
      message: error instanceof Error ? error.message : String(error),
    });
    await stop();
  }
}

if (parentPort !== null) {
  void run(parentPort, workerData as DemoWorkerData);
}
