import * as vscode from 'vscode';
import type { ClusterSummary } from '../../shared/api';
import type { PhraseId } from '../../shared/phrases.en';
import { compareClusters } from '../views/clusterOrder';
import { clusterWords } from '../views/clusterWords';
import { displayText, escapeIcons } from '../views/displayText';
import { say } from '../views/say';
import { clusterLook } from '../views/verdictLook';
import { clusterIdOf } from '../argument';
import type { CommandContext } from './commandContext';

/**
 * The cluster a command is about: the one the argument names, the only one there is, or the one the
 * person picks among those that fit (without saying which: that are collected), worst first. Undefined when there is none to pick or nothing was picked.
 */
export async function pickCluster(
  { api, locale, dialogs }: CommandContext,
  argument: unknown,
  question: PhraseId,
  fits: (summary: ClusterSummary) => boolean = ({ state }) => state !== 'recorded',
): Promise<ClusterSummary | undefined> {
  const summaries = [...(await api.listClusters())].sort(compareClusters);
  const wanted = clusterIdOf(argument);
  if (wanted !== undefined) {
    const found = summaries.find(({ id }) => id === wanted);
    if (found === undefined) {
      throw new Error(say(locale, 'host.error.noSuchCluster'));
    }
    return found;
  }
  const candidates = summaries.filter(fits);
  if (candidates.length === 0) {
    void dialogs.showInformation(
      summaries.length === 0 ? 'host.message.noClusters' : 'host.message.noneFits',
    );
    return undefined;
  }
  if (candidates.length === 1) {
    return candidates[0];
  }
  const picked = await vscode.window.showQuickPick(
    candidates.map((summary) => ({
      label: `$(${clusterLook(summary).icon}) ${escapeIcons(displayText(summary.profile.name, 60))}`,
      description: clusterWords(summary, locale),
      summary,
    })),
    { placeHolder: say(locale, question), matchOnDescription: true },
  );
  return picked?.summary;
}
