import * as vscode from 'vscode';
import type { ClusterId } from '../../shared/ids';
import { say } from '../views/say';
import { clustersViewId } from '../views/clusterTree';
import { booleanOf, stringsOf } from '../argument';
import type { CommandContext } from './commandContext';
import type { CommandHandler } from './commandIds';

/** `startDemoCluster {scenarios?, open?}` resolves with the ids; `stopDemoCluster` takes nothing. */
export function demoCommands(
  context: CommandContext,
): Record<'startDemoCluster' | 'stopDemoCluster', CommandHandler> {
  const { demo, panels, dialogs, locale } = context;
  return {
    startDemoCluster: async (argument): Promise<readonly ClusterId[]> => {
      const ids = await vscode.window.withProgress(
        { location: { viewId: clustersViewId }, title: say(locale, 'host.progress.demo') },
        () =>
          demo.start(stringsOf(argument, 'scenarios'), (first) => {
            if (booleanOf(argument, 'open') !== false) {
              panels.show(first);
            }
          }),
      );
      return ids;
    },
    stopDemoCluster: async () => {
      if (demo.isRunning) {
        await demo.stop();
      } else {
        void dialogs.showInformation('host.message.noDemo');
      }
    },
  };
}
