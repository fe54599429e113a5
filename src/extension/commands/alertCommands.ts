import * as vscode from 'vscode';
import type { ClusterSummary } from '../../shared/api';
import { renderPhrase } from '../../shared/format';
import type { ClusterId } from '../../shared/ids';
import { isMuted, mutedEntry } from '../../shared/muting';
import type { AlertKey } from '../alerts/alertMarks';
import { displayText, escapeIcons } from '../views/displayText';
import { say } from '../views/say';
import { fieldOf } from '../argument';
import type { CommandContext } from './commandContext';
import type { CommandHandler } from './commandIds';
import { pickCluster } from './pickCluster';

type Names =
  | 'acknowledgeAlert'
  | 'snoozeAlert'
  | 'muteAlert'
  | 'tellAlertAgain'
  | 'silenceCluster'
  | 'endSilence';

/** What a person says of an alert: of a row of the tree, or of one that is picked. */
export function alertCommands(context: CommandContext): Record<Names, CommandHandler> {
  const { alerts } = context;
  return {
    acknowledgeAlert: (argument) =>
      ofAlert(context, argument, ({ id }, alert) => alerts.acknowledge(id, alert)),
    snoozeAlert: (argument) =>
      ofAlert(context, argument, ({ id }, alert) => alerts.snooze(id, alert)),
    muteAlert: (argument) =>
      ofAlert(context, argument, ({ id, profile }, alert) =>
        setMuted(context, id, [...(profile.muted ?? []), mutedEntry(alert)]),
      ),
    tellAlertAgain: (argument) =>
      ofAlert(context, argument, async ({ id, profile }, alert) => {
        await alerts.forget(id, alert);
        if (isMuted(profile.muted, alert)) {
          const others = (profile.muted ?? []).filter((entry) => !isMuted([entry], alert));
          await setMuted(context, id, others);
        }
      }),
    silenceCluster: (argument) => ofCluster(context, argument, ({ id }) => alerts.silence(id)),
    endSilence: (argument) => ofCluster(context, argument, ({ id }) => alerts.endSilence(id)),
  };
}

/** Muting changes what counts, in every window: it is part of the cluster's definition. */
async function setMuted(
  { api }: CommandContext,
  id: ClusterId,
  muted: readonly string[],
): Promise<void> {
  await api.updateCluster(id, { muted: [...new Set(muted)] });
}

async function ofCluster(
  context: CommandContext,
  argument: unknown,
  act: (summary: ClusterSummary) => Promise<void>,
): Promise<boolean> {
  const summary = await pickCluster(context, argument, 'host.alert.pickCluster');
  if (summary !== undefined) {
    await act(summary);
  }
  return summary !== undefined;
}

/** Resolves with whether an alert was chosen. */
async function ofAlert(
  context: CommandContext,
  argument: unknown,
  act: (summary: ClusterSummary, alert: AlertKey) => Promise<void>,
): Promise<boolean> {
  const summary = await pickCluster(
    context,
    argument,
    'host.alert.pickCluster',
    ({ problems }) => problems.length > 0,
  );
  const alert = summary === undefined ? undefined : await pickAlert(context, argument, summary);
  if (summary === undefined || alert === undefined) {
    return false;
  }
  await act(summary, alert);
  return true;
}

async function pickAlert(
  { dialogs, locale }: CommandContext,
  argument: unknown,
  { problems }: ClusterSummary,
): Promise<AlertKey | undefined> {
  const wanted = fieldOf(argument, 'alert');
  if (wanted !== undefined) {
    return problems.find(
      ({ rule, subject }) =>
        rule === fieldOf(wanted, 'rule') && subject === (fieldOf(wanted, 'subject') ?? null),
    );
  }
  if (problems.length === 0) {
    void dialogs.showInformation('host.alert.none');
    return undefined;
  }
  const picked = await vscode.window.showQuickPick(
    problems.map((problem) => ({
      label: escapeIcons(displayText(renderPhrase(problem.title, locale), 100)),
      problem,
    })),
    { placeHolder: say(locale, 'host.alert.pick') },
  );
  return picked?.problem;
}
