import * as vscode from 'vscode';
import { renderPhrase } from '../../shared/format';
import type { ClusterId } from '../../shared/ids';
import type { PhraseId } from '../../shared/phrases.en';
import { stringOf } from '../argument';
import { displayText, escapeIcons } from '../views/displayText';
import type { ListedQuery } from '../views/queryDocuments';
import { listedQueries } from '../views/queryDocuments';
import { say } from '../views/say';
import type { CommandContext } from './commandContext';
import type { CommandHandler } from './commandIds';
import { pickCluster } from './pickCluster';

/** One query that runs or was slow. */
export function queryCommands(
  context: CommandContext,
): Record<'showQuery' | 'showQueryProfile', CommandHandler> {
  return {
    showQuery: (argument) => showQuery(context, argument),
    showQueryProfile: (argument) => showQueryProfile(context, argument),
  };
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
  const wanted = stringOf(argument, 'queryId');
  if (wanted === undefined) {
    const picked = await pickQuery(context, summary.id, 'page.query.pick');
    return picked === undefined ? undefined : queryDocuments.show(summary.id, picked);
  }
  const query = (await listedQueries(api, summary.id)).find(({ queryId }) => queryId === wanted);
  if (query === undefined) {
    throw new Error(say(locale, 'page.query.gone'));
  }
  return queryDocuments.show(summary.id, query);
}

/**
 * Asks the FE that ran a query for its profile and opens it as a read-only document; where there is
 * none, says why. Takes `{clusterId, queryId}`, also of a query that is not listed any more; asks for
 * what is missing. Resolves with the text, or undefined when nothing was picked.
 */
async function showQueryProfile(context: CommandContext, argument: unknown): Promise<unknown> {
  const { api, locale, queryDocuments } = context;
  const summary = await pickCluster(context, argument, 'page.query.pickCluster');
  if (summary === undefined) {
    return undefined;
  }
  const wanted = stringOf(argument, 'queryId');
  const query =
    wanted === undefined
      ? await pickQuery(context, summary.id, 'page.profile.pick')
      : ((await listedQueries(api, summary.id)).find(({ queryId }) => queryId === wanted) ?? {
          queryId: wanted,
          frontend: null,
        });
  if (query === undefined) {
    return undefined;
  }
  const { queryId, frontend } = query;
  const profile = await api.getQueryProfile(summary.id, { queryId, frontend });
  if (!profile.found) {
    throw new Error(renderPhrase(profile.why, locale));
  }
  return queryDocuments.showProfile(summary.id, queryId, profile.text);
}

async function pickQuery(
  { api, locale }: CommandContext,
  id: ClusterId,
  placeHolder: PhraseId,
): Promise<ListedQuery | undefined> {
  const queries = await listedQueries(api, id);
  if (queries.length === 0) {
    throw new Error(say(locale, 'page.query.none'));
  }
  const picked = await vscode.window.showQuickPick(
    queries.map((query) => ({
      label: escapeIcons(displayText(query.sql ?? query.queryId, 100)),
      description: escapeIcons(displayText(query.user ?? '', 40)),
      query,
    })),
    { placeHolder: say(locale, placeHolder), matchOnDescription: true },
  );
  return picked?.query;
}
