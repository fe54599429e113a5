/** Every live module of the overview at a moment, from the truth alone. */
import type { ExtendedOverview, LiveModuleId } from '../../src/shared/model/extendedOverview';
import type { Phrase } from '../../src/shared/phrase';
import type { Comparison } from './compare';
import { compare } from './compare';
import { expectCompaction } from './expectCompaction';
import type { Expectation } from './expectation';
import { known } from './expectation';
import { expectHealth } from './expectHealth';
import { expectKpis } from './expectKpis';
import { expectLoads } from './expectLoads';
import { expectNetworkIo } from './expectNetworkIo';
import { expectNodes } from './expectNodes';
import { expectResources } from './expectResources';
import { expectRunningQueries } from './expectRunningQueries';
import { expectSessions } from './expectSessions';
import { judge } from './rules';
import type { Situation } from './situation';

export function expectModules(situation: Situation): Readonly<Record<LiveModuleId, Expectation>> {
  const judgement = judge(situation);
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
  for (const [id, expectation] of Object.entries(expectModules(situation))) {
    const result = compare(
      overview.modules[id as LiveModuleId],
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
