import * as vscode from 'vscode';
import { renderPhrase, type Locale } from '../../shared/format';
import { alsoAllowsText } from '../../shared/limitedText';
import { statementsOf } from '../../shared/model/limitation';
import { phrase, type Phrase } from '../../shared/phrase';
import { auditInstall } from '../starrocks/auditInstall';
import { monitoringGrants, type GrantsPart, type GrantsWish } from '../starrocks/grants';
import { displayText } from '../views/displayText';
import { openDocument } from '../views/openDocument';
import { say } from '../views/say';
import { stepDone } from '../views/walkthroughSteps';
import { fieldOf } from '../argument';
import type { CommandContext } from './commandContext';
import type { CommandHandler } from './commandIds';
import { pickCluster } from './pickCluster';

/** What a user of a cluster may see, and how far this product understands the cluster. */
export function rightsCommands(
  context: CommandContext,
): Record<'showGrants' | 'copyGrant' | 'showAuditInstall' | 'verifyCluster', CommandHandler> {
  return {
    showGrants: (argument) => showGrants(context, argument),
    copyGrant: (argument) => copyGrant(context, argument),
    showAuditInstall: (argument) => showAuditInstall(context, argument),
    verifyCluster: (argument) => verifyCluster(context, argument),
  };
}

/** Opens the statements as an untitled SQL document; nothing is sent. Resolves with its text. */
async function showGrants(context: CommandContext, argument: unknown): Promise<unknown> {
  const { api, locale } = context;
  const summary = await pickCluster(context, argument, 'host.pick.grants');
  if (summary === undefined) {
    return undefined;
  }
  const { header } = await api.getExtendedOverview(summary.id, { modules: [] });
  const wish: GrantsWish = {
    user: summary.profile.user,
    host: header.userHost ?? null,
    version: header.version.known ? header.version.value : null,
    runMode: header.runMode.known ? header.runMode.value : null,
  };
  stepDone('grantsShown');
  return openDocument('sql', grantsText(wish, locale));
}

/**
 * Copies the statements for what the cluster denied; `{clusterId, needs}` those of one right only.
 * Nothing is sent. Resolves with the text.
 */
async function copyGrant(context: CommandContext, argument: unknown): Promise<unknown> {
  const { api, dialogs, locale } = context;
  const summary = await pickCluster(context, argument, 'host.pick.grants');
  if (summary === undefined) {
    return undefined;
  }
  const { header } = await api.getExtendedOverview(summary.id, { modules: [] });
  const wanted = fieldOf(argument, 'needs');
  const limitations = (header.limitations ?? []).filter(
    ({ needs }) => wanted === undefined || needs === wanted,
  );
  const name = displayText(summary.profile.name, 60);
  if (limitations.length === 0) {
    void dialogs.showInformation('host.grant.none', { name });
    return undefined;
  }
  const statements = statementsOf(limitations);
  const text = `${statements.join('\n')}\n`;
  await vscode.env.clipboard.writeText(text);
  stepDone('grantsShown');
  void dialogs.showInformation('host.grant.copied', {
    count: statements.length,
    user: summary.profile.user,
    alsoAllows: alsoAllowsText(limitations, locale),
  });
  return text;
}

function grantsText(wish: GrantsWish, locale: Locale): string {
  const { version } = wish;
  const head = [
    phrase('grants.title', { user: displayText(wish.user, 60) }),
    version === null
      ? phrase('grants.versionUnknown')
      : phrase('grants.version', { version: displayText(version, 40) }),
    phrase(wish.host === null ? 'grants.hostUnknown' : 'grants.host'),
  ];
  return sqlDocument(head, monitoringGrants(wish), locale);
}

/** Statements for an administrator, each part under a comment that says why. */
function sqlDocument(
  head: readonly Phrase[],
  parts: readonly GrantsPart[],
  locale: Locale,
): string {
  const comment = (...phrases: readonly Phrase[]): string =>
    phrases.map((each) => `-- ${renderPhrase(each, locale)}`).join('\n');
  const texts = parts.map(({ why, statements }) => [comment(why), ...statements].join('\n'));
  return `${[comment(...head), ...texts].join('\n\n')}\n`;
}

/** Opens how an audit log is installed as an untitled SQL document; nothing is sent. Resolves with its text. */
async function showAuditInstall(context: CommandContext, argument: unknown): Promise<unknown> {
  const { api, locale } = context;
  const summary = await pickCluster(context, argument, 'host.pick.audit');
  if (summary === undefined) {
    return undefined;
  }
  const { header } = await api.getExtendedOverview(summary.id, { modules: [] });
  const version = header.version.known ? header.version.value : null;
  const head = [
    phrase('audit.install.title', { name: displayText(summary.profile.name, 60) }),
    version === null
      ? phrase('audit.install.versionUnknown')
      : phrase('audit.install.version', { version: displayText(version, 40) }),
    phrase('audit.install.nothingSent'),
  ];
  return openDocument(
    'sql',
    sqlDocument(head, auditInstall(version, summary.profile.user), locale),
  );
}

/** Opens the report as an untitled Markdown document. Resolves with its text. */
async function verifyCluster(context: CommandContext, argument: unknown): Promise<unknown> {
  const { api, locale } = context;
  const summary = await pickCluster(context, argument, 'host.pick.verify');
  if (summary === undefined) {
    return undefined;
  }
  const name = displayText(summary.profile.name, 60);
  const report = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: say(locale, 'host.progress.verify', { name }),
      cancellable: true,
    },
    (_progress, token) => {
      const stop = new AbortController();
      token.onCancellationRequested(() => stop.abort());
      return api.verifyCluster(summary.id, stop.signal);
    },
  );
  return openDocument('markdown', report);
}
