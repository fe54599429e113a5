import { formatList, renderPhrase, type Locale } from './format';
import { liveModuleIds, type LiveModuleId } from './model/extendedOverview';
import type { Limitation } from './model/limitation';
import { phrase } from './phrase';
import type { PhraseId } from './phrases.en';

/** What each module shows, in words. */
const names: Readonly<Record<LiveModuleId, PhraseId>> = {
  health: 'panel.what.health',
  kpis: 'panel.what.kpis',
  resources: 'panel.what.resources',
  nodes: 'panel.what.nodes',
  compaction: 'panel.what.compaction',
  sessions: 'panel.what.sessions',
  runningQueries: 'panel.what.queries',
  networkIo: 'panel.what.network',
  loads: 'panel.what.loads',
  transactions: 'panel.what.transactions',
  materializedViews: 'panel.what.views',
  schemaChanges: 'panel.what.schemaChanges',
  dataStatistics: 'panel.what.data',
  tabletHealth: 'panel.what.tablets',
  queryQueue: 'panel.what.queue',
  resourceGroups: 'panel.what.groups',
  capacity: 'panel.what.capacity',
  slowQueries: 'panel.what.slowQueries',
  queryTop: 'panel.what.queryTop',
  warehouses: 'panel.what.warehouses',
  cache: 'panel.what.caches',
  collectorCost: 'panel.what.cost',
};

/** The modules that are not whole for want of a right: `Limited: the sessions and the loads.` */
export function limitedText(limitations: readonly Limitation[], locale: Locale): string {
  const concerned = liveModuleIds
    .filter((id) => limitations.some(({ modules }) => modules.includes(id)))
    .map((id) => renderPhrase(phrase(names[id]), locale));
  const tables = limitations.flatMap((limitation) => limitation.tables ?? [])[0];
  return [
    phrase('panel.limited', { modules: formatList(concerned, locale) }),
    ...(tables === undefined ? [] : [phrase('panel.limited.tables', tables)]),
  ]
    .map((each) => renderPhrase(each, locale))
    .join(' ');
}

/** What the missing rights would also allow, each sentence once. */
export function alsoAllowsText(limitations: readonly Limitation[], locale: Locale): string {
  const sentences = limitations.flatMap(({ alsoAllows }) =>
    alsoAllows.map((each) => renderPhrase(each, locale)),
  );
  return [...new Set(sentences)].join(' ');
}
