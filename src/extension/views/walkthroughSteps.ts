import * as vscode from 'vscode';
import type { StarRocksOverviewApi } from '../../shared/api';
import type { ClusterId } from '../../shared/ids';
import { isDemoClusterId } from '../clusters/demoClusterId';

/** What the steps of the walkthrough complete by; once true a step stays complete. */
type Step = 'hasCluster' | 'overviewShown' | 'demoShown' | 'noticeShown';

export function stepDone(step: Step): void {
  void vscode.commands.executeCommand('setContext', `starrocksOverview.${step}`, true);
}

export function overviewShown(id: ClusterId): void {
  stepDone('overviewShown');
  if (isDemoClusterId(id)) {
    stepDone('demoShown');
  }
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
