import * as fs from 'node:fs/promises';
import type { TimeRange } from '../../shared/model/trends';
import type { EpochMs } from '../../shared/time';
import { namedRanges, rangeAt } from '../../shared/timeRange';
import { fieldOf, stretchOf, stringOf } from '../argument';
import { displayText } from '../views/displayText';
import { openDocument } from '../views/openDocument';
import { overviewReport } from '../views/report/overviewReport';
import { reportHtml } from '../views/report/reportHtml';
import { reportMarkdown } from '../views/report/reportMarkdown';
import { askForFile } from './askForFile';
import type { CommandContext } from './commandContext';
import type { CommandHandler } from './commandIds';
import { pickCluster } from './pickCluster';
import { pickFormat } from './pickFormat';

const formats = ['markdown', 'html'] as const;

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
  if (summary === undefined) {
    return undefined;
  }
  const format = await pickFormat(context, argument, formats, {
    placeHolder: 'report.pickFormat',
    label: (each) => `report.format.${each}`,
  });
  if (format === undefined) {
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
  const file = given ?? (await askForFile(`${name}-report`, 'html', 'HTML'));
  if (file === undefined) {
    return undefined;
  }
  await fs.writeFile(file, text);
  void dialogs.showInformation('report.saved', { name, file });
  return file;
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
