import * as vscode from 'vscode';
import { renderPhrase } from '../../shared/format';
import type { SourceId } from '../../shared/ids';
import type { OverviewHeader, SourceStatus } from '../../shared/model/extendedOverview';
import { phrase } from '../../shared/phrase';
import { explanationText } from '../views/explanationText';
import { openDocument } from '../views/openDocument';
import { say } from '../views/say';
import { fieldOf, stringOf } from '../argument';
import type { CommandContext } from './commandContext';
import type { CommandHandler } from './commandIds';
import { pickCluster } from './pickCluster';

/** How a number was got; nothing is asked for it. */
export function statementCommands(
  context: CommandContext,
): Record<'showStatement', CommandHandler> {
  return { showStatement: (argument) => showStatement(context, argument) };
}

/**
 * Opens what a source was asked last, what it answered and which figures are computed from it as an
 * untitled document. Takes
 * `{clusterId, source, node}`, as a figure of the panel gives it; asks for what is missing. Resolves
 * with the text.
 */
async function showStatement(context: CommandContext, argument: unknown): Promise<unknown> {
  const { api, locale } = context;
  const summary = await pickCluster(context, argument, 'host.pick.statement');
  if (summary === undefined) {
    return undefined;
  }
  const { header } = await api.getExtendedOverview(summary.id, { modules: [] });
  const source = namedSource(header, argument) ?? (await pickSource(context, header));
  if (source === undefined) {
    return undefined;
  }
  const explanation = await api.explain(summary.id, source, stringOf(argument, 'node'));
  const { figureNotes: notes } = await import('../../shared/figureNotes');
  const shown = { cluster: summary.profile.name, now: header.now, locale, notes };
  return openDocument('markdown', explanationText(explanation, shown));
}

function namedSource({ sources }: OverviewHeader, argument: unknown): SourceId | undefined {
  const wanted = fieldOf(argument, 'source');
  return sources.find(({ source }) => source === wanted)?.source;
}

async function pickSource(
  { locale }: CommandContext,
  { sources }: OverviewHeader,
): Promise<SourceId | undefined> {
  const asked = sources.filter(({ observedAt }) => observedAt !== undefined);
  const picked = await vscode.window.showQuickPick(
    asked.map((status) => ({ label: titleOf(status, locale), description: status.source, status })),
    { placeHolder: say(locale, 'host.pick.source'), matchOnDescription: true },
  );
  return picked?.status.source;
}

function titleOf({ source }: SourceStatus, locale: CommandContext['locale']): string {
  return renderPhrase(phrase(`source.${source}`), locale);
}
