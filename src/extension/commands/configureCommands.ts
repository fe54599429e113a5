import * as vscode from 'vscode';
import type { ClusterSummary } from '../../shared/api';
import type { ClusterProfile } from '../../shared/clusterProfile';
import { changesBetween } from '../../shared/clusterProfile';
import { renderPhrase } from '../../shared/format';
import type { ClusterDraft } from '../clusters/clusterDraft';
import { draftOf, emptyDraft } from '../clusters/clusterDraft';
import type { EnteredCluster } from '../clusters/clusterFlow';
import { clusterFlow } from '../clusters/clusterFlow';
import { clusterFromArgument } from '../clusters/clusterFromArgument';
import { askName } from '../clusters/inputSteps';
import { showRemainingChecks } from '../clusters/remainingChecks';
import { workspaceRecommendations } from '../clusters/workspaceRecommendations';
import { displayText, escapeIcons } from '../views/displayText';
import { say } from '../views/say';
import { booleanOf, fieldOf } from '../argument';
import type { CommandContext } from './commandContext';
import type { CommandHandler } from './commandIds';
import { pickCluster } from './pickCluster';

type Names =
  | 'addCluster'
  | 'editCluster'
  | 'duplicateCluster'
  | 'renameCluster'
  | 'removeCluster'
  | 'openClusterSettings';

/** What changes the list of clusters. */
export function configureCommands(context: CommandContext): Record<Names, CommandHandler> {
  return {
    addCluster: (argument) => addCluster(context, argument),
    editCluster: (argument) => editCluster(context, argument),
    duplicateCluster: (argument) => duplicateCluster(context, argument),
    renameCluster: (argument) => renameCluster(context, argument),
    removeCluster: (argument) => removeCluster(context, argument),
    openClusterSettings: async () => {
      await vscode.commands.executeCommand('workbench.action.openSettingsJson', {
        revealSetting: { key: 'starrocksOverview.clusters', edit: true },
      });
    },
  };
}

/** `{hosts, …}` adds without asking. Resolves with the id; undefined when it was cancelled. */
async function addCluster(context: CommandContext, argument: unknown): Promise<unknown> {
  const { api, locale } = context;
  if (fieldOf(argument, 'hosts') !== undefined) {
    const entered = clusterFromArgument(argument, locale);
    await testIfAsked(context, entered);
    return api.addCluster(entered.cluster, entered.secret);
  }
  const draft = await firstDraft(context);
  return draft === undefined ? undefined : addByFlow(context, draft);
}

/** Empty, or what the workspace recommends and the person picks; undefined = cancelled. */
async function firstDraft({
  registry,
  log,
  locale,
}: CommandContext): Promise<ClusterDraft | undefined> {
  const recommended = await workspaceRecommendations({ registry, log, locale });
  if (recommended.length === 0) {
    return emptyDraft();
  }
  const other = {
    label: `$(add) ${say(locale, 'clusters.recommended.other')}`,
    draft: emptyDraft(),
  };
  const picked = await vscode.window.showQuickPick(
    [
      ...recommended.map((cluster) => ({
        label: `$(star) ${escapeIcons(displayText(cluster.name, 60))}`,
        detail: say(locale, 'clusters.recommended.detail', {
          addresses: displayText(draftOf(cluster, undefined).hosts, 100),
        }),
        draft: { ...draftOf(cluster, undefined), keep: 'stored' as const },
      })),
      other,
    ],
    {
      title: say(locale, 'host.input.title'),
      placeHolder: say(locale, 'clusters.recommended.pick'),
    },
  );
  return picked?.draft;
}

async function addByFlow(
  context: CommandContext,
  draft: ClusterDraft,
): Promise<string | undefined> {
  const entered = await runFlow(context, say(context.locale, 'host.input.title'), draft);
  if (entered === undefined) {
    return undefined;
  }
  const id = await context.api.addCluster(entered.cluster, entered.secret);
  context.panels.show(id);
  tellOfRest(context, entered);
  return id;
}

/** `{clusterId, …}` with any field of `addCluster` changes it without asking. */
async function editCluster(context: CommandContext, argument: unknown): Promise<void> {
  const { api, registry, locale } = context;
  const summary = await pickConfigured(context, argument, 'clusters.pick.edit');
  if (summary === undefined) {
    return;
  }
  const { id, profile } = summary;
  let entered: EnteredCluster | undefined;
  if (namesFields(argument)) {
    const given = clusterFromArgument(argument, locale, profile);
    const secret = given.secret ?? (await registry.secretOf(id));
    await testIfAsked(context, { ...given, ...(secret === undefined ? {} : { secret }) });
    entered = given;
  } else {
    const title = say(locale, 'clusters.title.edit');
    entered = await runFlow(context, title, draftOf(profile, await registry.secretOf(id)));
  }
  if (entered !== undefined) {
    const { id: _id, ...before } = profile;
    await api.updateCluster(id, changesBetween(before, entered.cluster), entered.secret);
    tellOfRest(context, entered);
  }
}

/** Beside what the person goes on to do: nothing waits for the last check. */
function tellOfRest(context: CommandContext, { cluster, rest }: EnteredCluster): void {
  if (rest !== undefined) {
    void showRemainingChecks(context, cluster.name, rest);
  }
}

/** `{clusterId, name}` duplicates without asking. Resolves with the new id. */
async function duplicateCluster(context: CommandContext, argument: unknown): Promise<unknown> {
  const { api, registry, locale, defaultIntervalS } = context;
  const summary = await pickConfigured(context, argument, 'clusters.pick.duplicate');
  if (summary === undefined) {
    return undefined;
  }
  // Own rules are a setting of their own: they are not part of the entry.
  const { id, intervalS, ownRules: _elsewhere, ...others } = summary.profile;
  // An interval that follows the settings goes on following them.
  const copy =
    intervalS === undefined || intervalS === defaultIntervalS() ? others : { ...others, intervalS };
  const secret = await registry.secretOf(id);
  const name = fieldOf(argument, 'name');
  if (typeof name === 'string' && name.trim() !== '') {
    return api.addCluster({ ...copy, name: name.trim() }, secret);
  }
  const copied = say(locale, 'clusters.copyOf', { name: copy.name });
  return addByFlow(context, draftOf({ ...copy, name: copied }, secret));
}

/** `{clusterId, name}` renames without asking. */
async function renameCluster(context: CommandContext, argument: unknown): Promise<void> {
  const summary = await pickConfigured(context, argument, 'clusters.pick.rename');
  if (summary === undefined) {
    return;
  }
  const given = fieldOf(argument, 'name');
  const name =
    typeof given === 'string' ? given.trim() : await askName(summary.profile.name, context.locale);
  if (name !== undefined && name !== '' && name !== summary.profile.name) {
    await context.api.updateCluster(summary.id, { name });
  }
}

/** `{clusterId, deleteHistory}` removes without asking. */
async function removeCluster(context: CommandContext, argument: unknown): Promise<void> {
  const { api, dialogs, locale } = context;
  const summary = await pickCluster(context, argument, 'host.pick.remove', () => true);
  if (summary === undefined) {
    return;
  }
  // Of a recorded one there is nothing but its history.
  let deletes = summary.state === 'recorded' || booleanOf(argument, 'deleteHistory');
  if (deletes === undefined) {
    const name = displayText(summary.profile.name, 60);
    const chosen = await dialogs.confirm(
      say(locale, 'host.confirm.remove', { name }),
      say(locale, 'host.confirm.removeDetail'),
      say(locale, 'host.button.remove'),
      say(locale, 'host.button.removeAll'),
    );
    if (chosen === undefined) {
      return;
    }
    deletes = chosen === 1;
  }
  await api.removeCluster(summary.id, { deleteHistory: deletes });
}

async function runFlow(
  { api, locale }: CommandContext,
  title: string,
  draft: ClusterDraft,
): Promise<EnteredCluster | undefined> {
  const groups = (await api.listClusters()).flatMap(({ profile }) => profile.group ?? []);
  return clusterFlow({ api, locale, title, draft, groups });
}

/** `test: true`: a failed step keeps it from being saved. */
async function testIfAsked(
  { api, locale }: CommandContext,
  { cluster, secret, test }: ReturnType<typeof clusterFromArgument>,
): Promise<void> {
  if (!test) {
    return;
  }
  for await (const step of api.testConnection(cluster, secret)) {
    if (step.state === 'failed') {
      const sentences = [step.text, ...(step.remedy === undefined ? [] : [step.remedy])];
      throw new Error(sentences.map((each) => renderPhrase(each, locale)).join('. '));
    }
  }
}

/** Demo clusters are not in the settings: there is nothing to configure. */
async function pickConfigured(
  context: CommandContext,
  argument: unknown,
  question: Parameters<typeof pickCluster>[2],
): Promise<ClusterSummary | undefined> {
  const isConfigured = ({ demo }: ClusterProfile) => demo !== true;
  const summary = await pickCluster(context, argument, question, ({ profile }) =>
    isConfigured(profile),
  );
  if (summary !== undefined && !isConfigured(summary.profile)) {
    throw new Error(say(context.locale, 'clusters.error.demo'));
  }
  return summary;
}

/** Whether an argument says more than which cluster is meant; a row of the tree does not. */
function namesFields(argument: unknown): boolean {
  return (
    typeof argument === 'object' &&
    argument !== null &&
    Object.keys(argument).some((key) => key !== 'id' && key !== 'clusterId')
  );
}
