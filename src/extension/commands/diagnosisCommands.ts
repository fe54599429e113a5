import { minuteMs } from '../../shared/time';
import { stretchOf } from '../argument';
import { causeStatements } from '../starrocks/causeStatements';
import { compactionDiagnosis } from '../starrocks/compactionDiagnosis';
import { displayText } from '../views/displayText';
import { openDocument } from '../views/openDocument';
import { say } from '../views/say';
import type { CommandContext } from './commandContext';
import type { CommandHandler } from './commandIds';
import { pickCluster } from './pickCluster';

const defaultStretchMs = 10 * minuteMs;

/** Statements to look further by hand; they are opened, never sent. */
export function diagnosisCommands(
  context: CommandContext,
): Record<'diagnoseCompaction' | 'showCauseSql', CommandHandler> {
  return {
    diagnoseCompaction: (argument) => diagnoseCompaction(context, argument),
    showCauseSql: (argument) => showCauseSql(context, argument),
  };
}

/** Opens an untitled SQL document about the compaction of a cluster. Resolves with its text. */
async function diagnoseCompaction(context: CommandContext, argument: unknown): Promise<unknown> {
  const { api, locale } = context;
  const summary = await pickCluster(context, argument, 'host.pick.diagnose');
  if (summary === undefined) {
    return undefined;
  }
  const { at, modules } = await api.getExtendedOverview(summary.id, { modules: ['compaction'] });
  const { compaction } = modules;
  if (compaction?.known !== true) {
    throw new Error(say(locale, 'host.error.noCompaction'));
  }
  const cluster = displayText(summary.profile.name, 60);
  return openDocument('sql', compactionDiagnosis({ cluster, at, stats: compaction.value, locale }));
}

/**
 * Opens an untitled SQL document about what changed in a stretch, `{clusterId, from, to}`; without one
 * about the last ten minutes. Resolves with its text.
 */
async function showCauseSql(context: CommandContext, argument: unknown): Promise<unknown> {
  const { api, locale } = context;
  const summary = await pickCluster(context, argument, 'causeSql.pick', () => true);
  if (summary === undefined) {
    return undefined;
  }
  const { at, modules } = await api.getExtendedOverview(summary.id, { modules: ['slowQueries'] });
  const { slowQueries } = modules;
  const report = await api.findCauses(
    summary.id,
    stretchOf(argument) ?? { from: Math.floor(at - defaultStretchMs), to: Math.floor(at) },
  );
  const audit = slowQueries?.known === true ? slowQueries.value.auditTable : undefined;
  return openDocument(
    'sql',
    causeStatements({
      cluster: displayText(summary.profile.name, 60),
      report,
      auditTable: audit?.known === true ? audit.value : undefined,
      locale,
    }),
  );
}
