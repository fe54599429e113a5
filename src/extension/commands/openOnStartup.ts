import * as vscode from 'vscode';
import type { ClusterId } from '../../shared/ids';
import { messageOf } from '../../shared/messageOf';
import type { CommandContext } from './commandContext';
import { commandId } from './commandIds';

const lastClusterKey = 'lastCluster';

/** Does what `starrocksOverview.openOnStartup` says; nothing by default. */
export async function openOnStartup(
  { registry, panels, log }: CommandContext,
  memory: vscode.Memento,
): Promise<void> {
  const wish = vscode.workspace.getConfiguration('starrocksOverview').get<unknown>('openOnStartup');
  try {
    if (wish === 'demo') {
      await vscode.commands.executeCommand(commandId('startDemoCluster'), {});
    } else if (wish === 'last') {
      const last = memory.get<unknown>(lastClusterKey);
      if (typeof last === 'string' && registry.get(last) !== undefined) {
        panels.show(last);
      }
    }
  } catch (error) {
    log.error(`Could not open what the settings ask for at start: ${messageOf(error)}`);
  }
}

/** Remembers the cluster looked at last. */
export function rememberCluster(memory: vscode.Memento): (id: ClusterId) => void {
  return (id) => {
    if (memory.get<unknown>(lastClusterKey) !== id) {
      void memory.update(lastClusterKey, id);
    }
  };
}
