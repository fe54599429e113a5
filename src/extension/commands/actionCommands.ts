import * as vscode from 'vscode';
import { requestAction, type ActionDesk } from '../actions/actionRequest';
import type { ActionTarget } from '../actions/actionTargets';
import type { ClusterSummary } from '../../shared/api';
import { renderPhrase } from '../../shared/format';
import { actionKinds, type ActionKind, type ClusterAction } from '../../shared/model/action';
import { displayText, escapeIcons, escapeLinks } from '../views/displayText';
import { say } from '../views/say';
import type { CommandContext } from './commandContext';
import type { CommandHandler } from './commandIds';
import { pickCluster } from './pickCluster';

/** One command for each kind of action, for palette, tree and code; each asks before it sends. */
export function actionCommands(context: CommandContext): Record<ActionKind, CommandHandler> {
  const entries = actionKinds.map(
    (kind) => [kind, (argument: unknown) => act(context, kind, argument)] as const,
  );
  // One entry for each kind, as the type says.
  return Object.fromEntries(entries) as Record<ActionKind, CommandHandler>;
}

/** @see requestAction */
async function act(context: CommandContext, kind: ActionKind, argument: unknown): Promise<unknown> {
  return requestAction(context.api, kind, argument, actionDesk(context));
}

async function pickTarget(
  { dialogs, locale }: CommandContext,
  kind: ActionKind,
  targets: readonly ActionTarget[],
): Promise<ClusterAction | undefined> {
  if (targets.length === 0) {
    void dialogs.showInformation('action.nothing');
    return undefined;
  }
  const picked = await vscode.window.showQuickPick(
    targets.map(({ action, label, detail }) => ({
      label: escapeIcons(displayText(label, 100)),
      description: escapeIcons(displayText(detail, 120)),
      action,
    })),
    {
      title: say(locale, `action.title.${kind}`),
      placeHolder: say(locale, 'action.pick.target'),
      matchOnDescription: true,
    },
  );
  return picked?.action;
}

function actionDesk(context: CommandContext): ActionDesk {
  const { dialogs, locale } = context;
  return {
    pickCluster: async (argument) => {
      const fits = ({ profile }: ClusterSummary) => profile.access === 'confirm';
      return (await pickCluster(context, argument, 'host.pick.action', fits))?.id;
    },
    pickTarget: (kind, targets) => pickTarget(context, kind, targets),
    confirm: async ({ kind, cluster, target, statements }) => {
      const action = say(locale, `action.title.${kind}`);
      const question = say(locale, 'action.confirm', { action, cluster: displayText(cluster, 60) });
      return dialogs.confirmStatements(question, action, [
        say(locale, 'action.confirm.target', { target: displayText(target, 400) }),
        '',
        say(locale, 'action.confirm.sends'),
        ...statements.map((statement) => `${statement};`),
      ]);
    },
    typeName: async (cluster) => {
      const typed = await vscode.window.showInputBox({
        prompt: escapeLinks(say(locale, 'action.confirm.type', { name: displayText(cluster, 60) })),
        ignoreFocusOut: true,
        validateInput: (value) =>
          value === cluster ? undefined : say(locale, 'action.confirm.typeWrong'),
      });
      return typed === cluster ? typed : undefined;
    },
    whileRunning: async ({ kind, cluster }, work) =>
      vscode.window.withProgress(
        {
          location: vscode.ProgressLocation.Notification,
          title: say(locale, 'action.progress', {
            action: say(locale, `action.title.${kind}`),
            cluster: displayText(cluster, 60),
          }),
        },
        work,
      ),
    refused: (why) => {
      void dialogs.showOutcome(renderPhrase(why, locale), false);
    },
    ended: ({ kind }, { state, text }) => {
      const action = say(locale, `action.title.${kind}`);
      const words = `${action}: ${renderPhrase(text, locale)}`;
      void dialogs.showOutcome(words, state === 'done');
    },
  };
}
