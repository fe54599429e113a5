import { showConnectionTest } from '../clusters/connectionTestView';
import { askPassword } from '../clusters/inputSteps';
import type { TestStep } from '../../shared/api';
import type { NewCluster } from '../../shared/clusterProfile';
import { formatBytes } from '../../shared/format';
import { displayText } from '../views/displayText';
import { say } from '../views/say';
import { booleanOf, fieldOf } from '../argument';
import type { CommandContext } from './commandContext';
import type { CommandHandler } from './commandIds';
import { pickCluster } from './pickCluster';

type Names = 'testConnection' | 'enterPassword' | 'deleteHistory';

/** The connection, the password and the history of one cluster. */
export function clusterCommands(context: CommandContext): Record<Names, CommandHandler> {
  return {
    testConnection: (argument) => testConnection(context, argument),
    enterPassword: (argument) => enterPassword(context, argument),
    deleteHistory: (argument) => deleteHistory(context, argument),
  };
}

/** `{clusterId, confirmed: true}` deletes without asking. */
async function deleteHistory(context: CommandContext, argument: unknown): Promise<void> {
  const { api, dialogs, locale } = context;
  const summary = await pickCluster(context, argument, 'host.pick.deleteHistory', () => true);
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
