import * as vscode from 'vscode';
import type { ClusterId } from '../../shared/ids';
import { renderPhrase } from '../../shared/format';
import { stringOf } from '../argument';
import { displayText, escapeIcons } from '../views/displayText';
import { say } from '../views/say';
import type { CommandContext } from './commandContext';
import type { CommandHandler } from './commandIds';
import { pickCluster } from './pickCluster';

/** One load that runs or has ended. */
export function loadCommands(context: CommandContext): Record<'showLoadErrors', CommandHandler> {
  return { showLoadErrors: (argument) => showLoadErrors(context, argument) };
}

/**
 * Asks the cluster which rows a load rejected and opens them as a read-only document; where there are
 * none, says why. Takes `{clusterId, loadId}`; asks for what is missing. Resolves with the text, or
 * undefined when nothing was picked.
 */
async function showLoadErrors(context: CommandContext, argument: unknown): Promise<unknown> {
  const { api, locale, queryDocuments } = context;
  const summary = await pickCluster(context, argument, 'page.loadErrors.pickCluster');
  if (summary === undefined) {
    return undefined;
  }
  const loadId = stringOf(argument, 'loadId') ?? (await pickLoad(context, summary.id));
  if (loadId === undefined) {
    return undefined;
  }
  const errors = await api.getLoadErrors(summary.id, { loadId });
  if (!errors.found) {
    throw new Error(renderPhrase(errors.why, locale));
  }
  const text = errors.cut ? `${say(locale, 'page.loadErrors.cut')}\n\n${errors.text}` : errors.text;
  return queryDocuments.showLoadErrors(summary.id, loadId, text);
}

/** Among the loads of the last hour that the cluster keeps rejected rows of. */
async function pickLoad(
  { api, locale }: CommandContext,
  id: ClusterId,
): Promise<string | undefined> {
  const { rows } = await api.getRows(id, 'loads', { offset: 0, limit: 200 });
  const loads = rows.filter(({ trackingSql }) => trackingSql !== null);
  if (loads.length === 0) {
    throw new Error(say(locale, 'page.loadErrors.none'));
  }
  const picked = await vscode.window.showQuickPick(
    loads.map((load) => ({
      label: escapeIcons(displayText(`${load.database}.${load.label}`, 100)),
      description: escapeIcons(displayText(load.state, 40)),
      loadId: load.id,
    })),
    { placeHolder: say(locale, 'page.loadErrors.pick'), matchOnDescription: true },
  );
  return picked?.loadId;
}
