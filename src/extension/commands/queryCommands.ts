import * as vscode from 'vscode';
import { stringOf } from '../argument';
import { displayText, escapeIcons } from '../views/displayText';
import { listedQueries } from '../views/queryDocuments';
import { say } from '../views/say';
import type { CommandContext } from './commandContext';
import type { CommandHandler } from './commandIds';
import { pickCluster } from './pickCluster';

/** One query that runs or was slow. */
export function queryCommands(context: CommandContext): Record<'showQuery', CommandHandler> {
  return { showQuery: (argument) => showQuery(context, argument) };
}

/**
 * Opens the text of a query as a read-only SQL document. Takes `{clusterId, queryId}`; asks for what is
 * missing. Resolves with the text, or undefined when nothing was picked.
 */
async function showQuery(context: CommandContext, argument: unknown): Promise<unknown> {
  const { api, locale, queryDocuments } = context;
  const summary = await pickCluster(context, argument, 'page.query.pickCluster');
  if (summary === undefined) {
    return undefined;
  }
  const queries = await listedQueries(api, summary.id);
  const wanted = stringOf(argument, 'queryId');
  if (wanted !== undefined) {
    const query = queries.find(({ queryId }) => queryId === wanted);
    if (query === undefined) {
      throw new Error(say(locale, 'page.query.gone'));
    }
    return queryDocuments.show(summary.id, query);
  }
  if (queries.length === 0) {
    throw new Error(say(locale, 'page.query.none'));
  }
  const picked = await vscode.window.showQuickPick(
    queries.map((query) => ({
      label: escapeIcons(displayText(query.sql ?? query.queryId, 100)),
      description: escapeIcons(displayText(query.user ?? '', 40)),
      query,
    })),
    { placeHolder: say(locale, 'page.query.pick'), matchOnDescription: true },
  );
  return picked === undefined ? undefined : queryDocuments.show(summary.id, picked.query);
}
