import * as vscode from 'vscode';
import type { NodePage } from '../../shared/api';
import type { ClusterId } from '../../shared/ids';
import { hostOf, roleOf } from '../../shared/ids';
import { stringOf } from '../argument';
import { displayText, escapeIcons } from '../views/displayText';
import { say } from '../views/say';
import type { CommandContext } from './commandContext';
import type { CommandHandler } from './commandIds';
import { pickCluster } from './pickCluster';

/** Where the nodes of a cluster answer; `{clusterId, node}`, or what is missing is picked. */
export function nodeCommands(
  context: CommandContext,
): Record<'openNodePage' | 'copyNodeAddress', CommandHandler> {
  return {
    openNodePage: async (argument) => {
      const page = await pageOf(context, argument);
      return page !== undefined && vscode.env.openExternal(vscode.Uri.parse(page.url, true));
    },
    copyNodeAddress: async (argument) => {
      const page = await pageOf(context, argument);
      if (page !== undefined) {
        await vscode.env.clipboard.writeText(page.address);
      }
      return page?.address;
    },
  };
}

async function pageOf(context: CommandContext, argument: unknown): Promise<NodePage | undefined> {
  const { api, dialogs } = context;
  const summary = await pickCluster(context, argument, 'host.pick.node');
  const node =
    summary === undefined
      ? undefined
      : (stringOf(argument, 'node') ?? (await pickNode(context, summary.id)));
  if (summary === undefined || node === undefined) {
    return undefined;
  }
  const page = await api.getNodePage(summary.id, node);
  if (page === null) {
    void dialogs.showInformation('host.node.noPage', { node: displayText(hostOf(node), 80) });
  }
  return page ?? undefined;
}

async function pickNode(
  { api, locale }: CommandContext,
  id: ClusterId,
): Promise<string | undefined> {
  const { modules } = await api.getExtendedOverview(id, { modules: ['nodes'] });
  const nodes = modules.nodes?.known === true ? modules.nodes.value : undefined;
  const rows = [
    ...(nodes?.frontends.known === true ? nodes.frontends.value.rows : []),
    ...(nodes?.compute.known === true ? nodes.compute.value.rows : []),
  ];
  const picked = await vscode.window.showQuickPick(
    rows.map(({ node, host }) => ({
      label: escapeIcons(displayText(host, 80)),
      description: roleOf(node).toUpperCase(),
      node,
    })),
    { placeHolder: say(locale, 'host.pick.node') },
  );
  return picked?.node;
}
