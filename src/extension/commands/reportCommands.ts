import * as fs from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { TimeRange } from '../../shared/model/trends';
import type { EpochMs } from '../../shared/time';
import { namedRanges, rangeAt } from '../../shared/timeRange';
import { fieldOf, stretchOf, stringOf } from '../argument';
import { displayText } from '../views/displayText';
import { openDocument } from '../views/openDocument';
import { overviewReport } from '../views/report/overviewReport';
import { reportHtml } from '../views/report/reportHtml';
import { reportMarkdown } from '../views/report/reportMarkdown';
import { say } from '../views/say';
import type { CommandContext } from './commandContext';
import type { CommandHandler } from './commandIds';
import { pickCluster } from './pickCluster';

const formats = ['markdown', 'html'] as const;
type ReportFormat = (typeof formats)[number];

/** The overview of a moment for a ticket. */
export function reportCommands(context: CommandContext): Record<'exportReport', CommandHandler> {
  return { exportReport: (argument) => exportReport(context, argument) };
}

/**
 * `{clusterId, at, timeRange, format, file}`, each of which may be missing: the moment (now), the
 * range of the charts (24 h), `markdown` or `html`, and where to write it. Markdown without a file
 * opens as a document. Resolves with the text, or the path of the file; undefined when cancelled.
 */
async function exportReport(context: CommandContext, argument: unknown): Promise<unknown> {
  const { api, dialogs, locale, version } = context;
  const summary = await pickCluster(context, argument, 'report.pick', () => true);
  const format = summary === undefined ? undefined : await pickFormat(context, argument);
  if (summary === undefined || format === undefined) {
    return undefined;
  }
  const at = momentOf(argument);
  const timeRange = rangeOf(argument);
  const overview = await api.getExtendedOverview(summary.id, {
    ...(at === undefined ? {} : { at }),
    ...(timeRange === undefined ? {} : { timeRange }),
  });
  const report = overviewReport(overview, version, locale);
  const text = format === 'html' ? reportHtml(report) : reportMarkdown(report);
  const given = stringOf(argument, 'file');
  if (format === 'markdown' && given === undefined) {
    return openDocument('markdown', text);
  }
  const name = displayText(summary.profile.name, 60);
  const file = given ?? (await askForFile(name));
  if (file === undefined) {
    return undefined;
  }
  await fs.writeFile(file, text);
  void dialogs.showInformation('report.saved', { name, file });
  return file;
}

async function pickFormat(
  { locale }: CommandContext,
  argument: unknown,
): Promise<ReportFormat | undefined> {
  const given = stringOf(argument, 'format');
  if (given !== undefined) {
    return formats.find((format) => format === given);
  }
  const picked = await vscode.window.showQuickPick(
    formats.map((format) => ({ label: say(locale, `report.format.${format}`), format })),
    { placeHolder: say(locale, 'report.pickFormat') },
  );
  return picked?.format;
}

async function askForFile(name: string): Promise<string | undefined> {
  const safe = name.replace(/[^\p{L}\p{N}_-]+/gu, '-');
  const uri = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.file(path.join(os.homedir(), `${safe}-report.html`)),
    filters: { HTML: ['html'] },
  });
  return uri?.fsPath;
}

function momentOf(argument: unknown): EpochMs | undefined {
  const at = fieldOf(argument, 'at');
  return typeof at === 'number' && Number.isSafeInteger(at) ? at : undefined;
}

/** Throws for what is no stretch of time. */
function rangeOf(argument: unknown): TimeRange | undefined {
  const range = fieldOf(argument, 'timeRange');
  const stretch = stretchOf(range);
  return stretch === undefined
    ? namedRanges.find((name) => name === range)
    : rangeAt(stretch, stretch.to);
}
