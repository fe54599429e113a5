/** Every live module of the overview at a moment, from the truth alone. */
import type { ExtendedOverview, LiveModuleId } from '../../src/shared/model/extendedOverview';
import type { Phrase } from '../../src/shared/phrase';
import type { Comparison } from './compare';
import { compare } from './compare';
import { expectCompaction } from './expectCompaction';
import { expectCacheStats } from './expectCacheStats';
import { expectCapacity } from './expectCapacity';
import { expectCollectorCost } from './expectCollectorCost';
import { expectBytes, expectDataStatistics } from './expectDataStatistics';
import type { Expectation } from './expectation';
import { known } from './expectation';
import { expectHealth } from './expectHealth';
import { expectKpis } from './expectKpis';
import { expectLoads } from './expectLoads';
import { expectMaterializedViews } from './expectMaterializedViews';
import { expectNetworkIo } from './expectNetworkIo';
import { expectNodes } from './expectNodes';
import { expectQueryQueue } from './expectQueryQueue';
import { expectResourceGroups } from './expectResourceGroups';
import { expectQueryTop } from './expectQueryTop';
import { expectResources } from './expectResources';
import { expectRunningQueries } from './expectRunningQueries';
import { expectSchemaChanges } from './expectSchemaChanges';
import { expectSessions } from './expectSessions';
import { expectSlowQueries } from './expectSlowQueries';
import { ownRules } from './monitorRuleTable';
import { expectTransactions } from './expectTransactions';
import { expectTabletHealth } from './expectTabletHealth';
import { expectWarehouses } from './expectWarehouses';
import { judge } from './rules';
import type { Judgement } from './rules';
import type { Situation } from './situation';

/** @param own infos that the truth says nothing of are open: a verdict that is ok otherwise is info */
export function expectModules(
  situation: Situation,
  own: boolean,
): Readonly<Record<LiveModuleId, Expectation>> {
  const judged = judge(situation);
  const judgement: Judgement =
    own && judged.verdict === 'ok' ? { ...judged, verdict: 'info' } : judged;
  return {
    health: expectHealth(situation, judgement),
    kpis: expectKpis(situation),
    resources: expectResources(situation),
    nodes: expectNodes(situation, judgement),
    compaction: expectCompaction(situation, judgement),
    sessions: expectSessions(situation),
    runningQueries: expectRunningQueries(situation),
    networkIo: expectNetworkIo(situation),
    loads: expectLoads(situation),
    transactions: expectTransactions(situation),
    materializedViews: expectMaterializedViews(situation),
    schemaChanges: expectSchemaChanges(situation),
    dataStatistics: expectDataStatistics(situation),
    tabletHealth: expectTabletHealth(situation),
    queryQueue: expectQueryQueue(situation),
    resourceGroups: expectResourceGroups(situation),
    capacity: expectCapacity(situation, expectBytes(situation)),
    slowQueries: expectSlowQueries(situation),
    queryTop: expectQueryTop(situation),
    warehouses: expectWarehouses(situation),
    cache: expectCacheStats(situation),
    collectorCost: expectCollectorCost(situation),
  };
}

/** @param render a phrase in English */
export function compareOverview(
  overview: Pick<ExtendedOverview, 'modules'>,
  situation: Situation,
  render: (phrase: Phrase) => string,
): Comparison {
  const mismatches: string[] = [];
  const compared = new Set<string>();
  const unknown = new Set<string>();
  const { modules, own } = withoutOwnInfos(overview.modules);
  for (const [id, expectation] of Object.entries(expectModules(situation, own))) {
    const result = compare(
      modules[id as LiveModuleId],
      known(expectation, { bound: null }),
      render,
      id,
    );
    mismatches.push(...result.mismatches);
    result.compared.forEach((field) => compared.add(field));
    result.unknown.forEach((field) => unknown.add(field));
  }
  return { mismatches, compared, unknown };
}

/** The overview without what only the monitor itself knows, and whether it said such a thing. */
function withoutOwnInfos(modules: ExtendedOverview['modules']): {
  readonly modules: ExtendedOverview['modules'];
  readonly own: boolean;
} {
  const { health } = modules;
  if (health?.known !== true) {
    return { modules, own: false };
  }
  const problems = health.value.problems.filter(({ rule }) => !ownRules.includes(rule));
  return {
    modules: { ...modules, health: { ...health, value: { ...health.value, problems } } },
    own: problems.length < health.value.problems.length,
  };
}
