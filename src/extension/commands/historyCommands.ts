import * as fs from 'node:fs/promises';
import * as vscode from 'vscode';
import { historyFormats, type HistoryFormat } from '../../shared/api';
import type { ClusterId } from '../../shared/ids';
import { displayText } from '../views/displayText';
import { say } from '../views/say';
import { stringOf } from '../argument';
import { askForFile } from './askForFile';
import type { CommandContext } from './commandContext';
import type { CommandHandler } from './commandIds';
import { pickCluster } from './pickCluster';
import { pickFormat } from './pickFormat';
import { writeHistory } from './writeHistory';

/** The history as a file: out, and in again somewhere else. */
export function historyCommands(
  context: CommandContext,
): Record<'exportHistory' | 'openRecordedHistory', CommandHandler> {
  return {
    exportHistory: (argument) => exportHistory(context, argument),
    openRecordedHistory: (argument) => openRecordedHistory(context, argument),
  };
}

const extensions: Readonly<Record<HistoryFormat, string>> = {
  sqlite: 'db',
  csv: 'csv',
  json: 'json',
};

/** `{clusterId, format, file}` asks nothing. Resolves with the path, or undefined when cancelled. */
async function exportHistory(context: CommandContext, argument: unknown): Promise<unknown> {
  const { api, dialogs, locale } = context;
  const summary = await pickCluster(context, argument, 'host.pick.exportHistory', () => true);
  if (summary === undefined) {
    return undefined;
  }
  const format = await pickFormat(context, argument, historyFormats, {
    placeHolder: 'host.pick.historyFormat',
    label: (each) => `host.format.${each}`,
  });
  if (format === undefined) {
    return undefined;
  }
  const name = displayText(summary.profile.name, 60);
  const file =
    stringOf(argument, 'file') ?? (await askForFile(`${name}-history`, extensions[format], format));
  if (file === undefined) {
    return undefined;
  }
  const isWritten = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: say(locale, 'host.progress.exportHistory', { name }),
      cancellable: true,
    },
    (progress, token) => {
      const stop = new AbortController();
      token.onCancellationRequested(() => {
        stop.abort();
      });
      let told = 0;
      return writeHistory(
        (cursor) => api.exportHistory(summary.id, format, cursor),
        { file, encoding: format === 'sqlite' ? 'base64' : 'utf8' },
        stop.signal,
        (done) => {
          progress.report({ increment: 100 * (done - told) });
          told = done;
        },
      );
    },
  );
  if (!isWritten) {
    return undefined;
  }
  void dialogs.showInformation('host.message.historyExported', { name, file });
  return file;
}

/** `{file}` asks nothing. Resolves with the id of the recorded cluster, whose overview opens. */
async function openRecordedHistory(
  { api, locale, panels }: CommandContext,
  argument: unknown,
): Promise<ClusterId | undefined> {
  const given = stringOf(argument, 'file');
  const [chosen] =
    given === undefined
      ? ((await vscode.window.showOpenDialog({
          title: say(locale, 'host.open.recorded'),
          filters: { SQLite: ['db', 'sqlite'] },
        })) ?? [])
      : [vscode.Uri.file(given)];
  if (chosen === undefined) {
    return undefined;
  }
  const id = await api.openRecordedHistory(await fs.realpath(chosen.fsPath));
  panels.show(id);
  return id;
}
