import type { Explanation } from '../../shared/api';
import type { ClusterId, SourceId } from '../../shared/ids';
import { openDocument } from '../views/openDocument';
import { whatRunsDocument } from '../views/whatRuns';
import type { CommandContext } from './commandContext';
import type { CommandHandler } from './commandIds';
import { pickCluster } from './pickCluster';

/** What this extension asks a cluster: opened as a document, without secrets. */
export function runsCommands(context: CommandContext): Record<'showWhatRuns', CommandHandler> {
  return { showWhatRuns: (argument) => showWhatRuns(context, argument) };
}

/** Opens an untitled Markdown document. Resolves with its text. */
async function showWhatRuns(context: CommandContext, argument: unknown): Promise<unknown> {
  const { api, locale } = context;
  const summary = await pickCluster(context, argument, 'host.pick.runs');
  if (summary === undefined) {
    return undefined;
  }
  const { id } = summary;
  const { header, modules } = await api.getExtendedOverview(id, { modules: ['collectorCost'] });
  const explanations = await Promise.all(
    header.sources.map(({ source }) => explained(context, id, source)),
  );
  const cost = modules.collectorCost;
  const costs =
    cost?.known === true && cost.value.sources.known ? cost.value.sources.value.rows : [];
  return openDocument(
    'markdown',
    whatRunsDocument({ header, explanations: explanations.flat(), costs }, locale),
  );
}

/** None for a source that was not asked yet, or is switched off. */
async function explained(
  { api, log }: CommandContext,
  id: ClusterId,
  source: SourceId,
): Promise<readonly Explanation[]> {
  try {
    return [await api.explain(id, source)];
  } catch (error) {
    log.debug(`There is no last question of ${source}: ${String(error)}`);
    return [];
  }
}
