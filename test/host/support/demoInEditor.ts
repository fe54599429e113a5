import { strict as assert } from 'node:assert';
import { once } from 'node:events';
import * as path from 'node:path';
import { Worker } from 'node:worker_threads';
import * as vscode from 'vscode';
import type { StarRocksOverviewApi } from '../../../src/shared/api';
import { skipBecause } from '../../support/skip';
import type { DemoInfo } from './watchedCluster';

const extensionId = 'starrocks-overview.starrocks-cluster-overview';

/** How fast the product's clock runs in this editor; the demo cluster's has to keep step. */
export const timeScale = Number(process.env['STARROCKS_OVERVIEW_TIME_SCALE'] ?? '1');

/** These tests wait for minutes of the cluster's time. */
export function needSpeed(context: Mocha.Context): void {
  if (!(timeScale >= 5)) {
    skipBecause(context, 'STARROCKS_OVERVIEW_TIME_SCALE is not set to 5 or more');
  }
}

export async function productApi(): Promise<StarRocksOverviewApi> {
  const extension = vscode.extensions.getExtension<StarRocksOverviewApi>(extensionId);
  assert.ok(extension, `${extensionId} is installed`);
  return extension.activate();
}

export type RunningDemo = { readonly info: DemoInfo; stop(): Promise<void> };

/** A healthy demo cluster of our own, with an audit log, from the worker that the extension ships. */
export async function startDemo(): Promise<RunningDemo> {
  const folder = vscode.extensions.getExtension(extensionId)?.extensionPath;
  assert.ok(folder, `${extensionId} is installed`);
  const worker = new Worker(path.join(folder, 'dist', 'demo-worker.js'), {
    workerData: { scenarios: ['healthy'], audits: { healthy: 'plugin' }, timeScale, seed: 41 },
  });
  const [message] = (await once(worker, 'message')) as [
    { readonly type: string; readonly clusters?: readonly DemoInfo[] },
  ];
  const info = message.clusters?.[0];
  assert.ok(info, `the demo cluster says ${JSON.stringify(message)}`);
  return {
    info,
    stop: async () => {
      const ended = once(worker, 'exit');
      worker.postMessage('stop');
      await ended;
    },
  };
}
