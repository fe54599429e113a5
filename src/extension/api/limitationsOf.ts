import type { SourceId } from '../../shared/ids';
import { liveModuleIds, type OverviewHeader } from '../../shared/model/extendedOverview';
import type { Limitation } from '../../shared/model/limitation';
import { cadences } from '../collect/cadence';
import { neededPrivilege } from '../collect/neededPrivilege';
import type { OverviewInput } from '../overview/overviewInput';
import { visibleViews } from '../overview/materializedViewStats';
import { moduleSources } from '../overview/moduleSources';
import { foreignSessions } from '../overview/foreignSessions';
import { thinnedTables, visibleMetadata } from '../overview/visibleMetadata';
import { visiblePartitions } from '../overview/visiblePartitions';
import { warehouseRows } from '../overview/warehouses';
import { limitations } from '../starrocks/grants';

/** Whose rows are those of tables. */
const ofTables: ReadonlySet<string> = new Set(['partitions', 'mvs', 'metadata']);

/**
 * What the cluster keeps from the connected user: told by its newest answers, so that it is gone
 * with the first answer after a grant.
 */
export function limitationsOf(
  user: string,
  input: OverviewInput,
  {
    sources,
    version,
    runMode,
    userHost,
  }: Pick<OverviewHeader, 'sources' | 'version' | 'runMode' | 'userHost'>,
): readonly Limitation[] {
  const refused = new Set<string>(
    sources.filter(({ why }) => why === 'denied').map(({ source }) => source),
  );
  // These are never refused: their rows are missing silently, all of them or some.
  const tables = thinnedTables(input);
  const thinned = {
    sessions: foreignSessions(input),
    partitions: visiblePartitions(input.partitions, input),
    mvs: visibleViews(input),
    metadata: visibleMetadata(input),
    warehouses: warehouseRows(input),
  };
  for (const [source, reading] of Object.entries(thinned)) {
    const some = ofTables.has(source) && tables !== undefined && reading.known;
    if (some || (!reading.known && reading.why === 'denied')) {
      refused.add(source);
    }
  }
  const denied = cadences
    .filter(({ source }) => refused.has(source))
    .map(({ source, insteadOf }) => ({
      id: source,
      privilege: neededPrivilege(source),
      modules: modulesOn(insteadOf ?? source),
    }));
  const wish = {
    user,
    host: userHost ?? null,
    version: version.known ? version.value : null,
    runMode: runMode.known ? runMode.value : null,
  };
  return limitations(denied, wish, tables);
}

function modulesOn(source: SourceId): Limitation['modules'] {
  return liveModuleIds.filter((id) => moduleSources[id].includes(source));
}
