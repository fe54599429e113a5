import { addClusterFlow } from '../clusters/addClusterFlow';
import { clusterFromArgument } from '../clusters/clusterFromArgument';
import { showConnectionTest } from '../clusters/connectionTestView';
import { askPassword } from '../clusters/inputSteps';
import type { TestStep } from '../../shared/api';
import type { NewCluster } from '../../shared/clusterProfile';
import { formatBytes } from '../../shared/format';
import { displayText } from '../views/displayText';
import { say } from '../views/say';
import { booleanOf, fieldOf } from './argument';
import type { CommandContext } from './commandContext';
import type { CommandHandler } from './commandIds';
import { pickCluster } from './pickCluster';

type Names = 'addCluster' | 'removeCluster' | 'testConnection' | 'enterPassword' | 'deleteHistory';

/** The list of clusters, their passwords and their history. */
export function clusterCommands(context: CommandContext): Record<Names, CommandHandler> {
  return {
    addCluster: (argument) => addCluster(context, argument),
    removeCluster: (argument) => removeCluster(context, argument),
    testConnection: (argument) => testConnection(context, argument),
    enterPassword: (argument) => enterPassword(context, argument),
    deleteHistory: (argument) => deleteHistory(context, argument),
  };
}

/** Resolves with the id; undefined when it was cancelled. */
async function addCluster(context: CommandContext, argument: unknown): Promise<unknown> {
  const { api, panels, locale } = context;
  if (fieldOf(argument, 'hosts') !== undefined) {
    const { cluster, secret, test } = clusterFromArgument(argument, locale);
    if (test) {
      for await (const step of api.testConnection(cluster, secret)) {
        if (step.state === 'failed') {
          throw new Error(say(locale, step.text.id, step.text.args));
        }
      }
    }
    return api.addCluster(cluster, secret);
  }
  const added = await addClusterFlow(api, locale);
  if (added === undefined) {
    return undefined;
  }
  const id = await api.addCluster(added.cluster, added.secret);
  panels.show(id);
  return id;
}

/** `{clusterId, deleteHistory}` removes without asking. */
async function removeCluster(context: CommandContext, argument: unknown): Promise<void> {
  const { api, dialogs, locale } = context;
  const summary = await pickCluster(context, argument, 'host.pick.remove');
  if (summary === undefined) {
    return;
  }
  let deletes = booleanOf(argument, 'deleteHistory');
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

/** `{clusterId, confirmed: true}` deletes without asking. */
async function deleteHistory(context: CommandContext, argument: unknown): Promise<void> {
  const { api, dialogs, locale } = context;
  const summary = await pickCluster(context, argument, 'host.pick.deleteHistory');
  if (summary === undefined) {
    return;
  }
  if (booleanOf(argument, 'confirmed') !== true) {
    const name = displayText(summary.profile.name, 60);
    const size = formatBytes(await api.getHistorySize(summary.id), locale);
    const chosen = await dialogs.confirm(
      say(locale, 'host.confirm.deleteHistory', { name }),
      say(locale, 'host.confirm.deleteHistoryDetail', { size }),
      say(locale, 'host.button.delete'),
    );
    if (chosen === undefined) {
      return;
    }
  }
  await api.deleteHistory(summary.id);
}

/** Resolves with the steps; `{clusterId, quiet: true}` shows nothing. */
async function testConnection(context: CommandContext, argument: unknown): Promise<unknown> {
  const { api, registry, locale } = context;
  const summary = await pickCluster(context, argument, 'host.pick.test');
  if (summary === undefined) {
    return undefined;
  }
  const { id, ...cluster } = summary.profile;
  const secret = await secretFor(context, id, cluster);
  if (cluster.password !== 'none' && secret === undefined) {
    return undefined;
  }
  if (booleanOf(argument, 'quiet') === true) {
    const steps: TestStep[] = [];
    for await (const step of api.testConnection(cluster, secret)) {
      steps.push(step);
    }
    return steps;
  }
  const title = say(locale, 'host.test.title', { name: displayText(cluster.name, 40) });
  const { steps } = await showConnectionTest({ api, locale, title, cluster, secret });
  // The test may have proved a typed password right: the collector takes it from now on.
  const isProven = !steps.some(({ state }) => state === 'failed');
  if (isProven && secret !== undefined && (await registry.secretOf(id)) !== secret) {
    await api.updateCluster(id, {}, secret);
  }
  return steps;
}

async function secretFor(
  { registry, locale }: CommandContext,
  id: string,
  cluster: NewCluster,
): Promise<string | undefined> {
  if (cluster.password === 'none') {
    return undefined;
  }
  return (await registry.secretOf(id)) ?? (await askPassword(cluster, locale));
}

/** What is typed goes to the window that collects; it is stored only if the profile says so. */
async function enterPassword(context: CommandContext, argument: unknown): Promise<void> {
  const { api, locale } = context;
  const summary = await pickCluster(
    context,
    argument,
    'host.pick.password',
    ({ profile }) => profile.demo !== true,
  );
  if (summary === undefined) {
    return;
  }
  const { profile } = summary;
  const typed = fieldOf(argument, 'password');
  const secret = typeof typed === 'string' ? typed : await askPassword(profile, locale);
  if (secret !== undefined) {
    await api.updateCluster(
      summary.id,
      profile.password === 'none' ? { password: 'ask' } : {},
      secret,
    );
  }
}
