import * as vscode from 'vscode';
import type { StarRocksOverviewApi } from '../../shared/api';

/**
 * What the steps of the walkthrough complete by; once true a step stays complete. VS Code hears of a
 * context's change only from when it first opens a walkthrough on: package.json names each context
 * once alone, and once for the moment at which the walkthrough comes to the front.
 */
type Step = 'hasCluster' | 'grantsShown' | 'overviewShown' | 'causesShown' | 'noticeShown';

export function stepDone(step: Step): void {
  void vscode.commands.executeCommand('setContext', `starrocksOverview.${step}`, true);
}

/** Completes the step of adding a cluster, whichever way one came. */
export function watchFirstCluster(
  api: Pick<StarRocksOverviewApi, 'listClusters' | 'onDidChangeClusters'>,
): { dispose(): unknown } {
  const look = async () => {
    if ((await api.listClusters()).length > 0) {
      stepDone('hasCluster');
    }
  };
  return api.onDidChangeClusters(() => {
    // Nothing is missed: the next change looks again.
    look().catch(() => undefined);
  });
}
