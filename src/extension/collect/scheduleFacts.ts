import type { ClusterProfile } from '../../shared/clusterProfile';
import type { SourceId } from '../../shared/ids';
import { auditOf } from './auditAccess';
import { cadences } from './cadence';
import type { LiveState } from './liveState';
import type { ScheduleFacts } from './sourceScheduler';

/** From so many tables on one walk over them all is enough an hour. */
const manyTables = 50_000;

/** What decides which sources are asked, and how often: of the profile, and of what was answered last. */
export function scheduleFactsOf(
  profile: ClusterProfile,
  live: LiveState,
  now: Pick<ScheduleFacts, 'visible' | 'httpClosed'>,
): ScheduleFacts {
  const lists = ['backends', 'computeNodes'] as const;
  const isList = (source: SourceId) => lists.some((list) => list === source);
  const empty = cadences.map(({ source }) => source).filter((source) => live.isEmpty(source));
  const noNodes = lists.every((source) => empty.includes(source));
  return {
    ...now,
    quiet: profile.quiet === true,
    httpOff: profile.http.mode === 'off',
    mixed: lists.every((source) => (live.lastAnswer(source) ?? []).length > 0),
    emptyLists: new Set(noNodes ? empty.filter((source) => !isList(source)) : empty),
    large: new Set(isLarge(live) ? ['metadata'] : []),
    runMode: live.lastAnswer('capabilities')?.runMode ?? null,
    older: new Set(cadences.map(({ source }) => source).filter((source) => live.isOlder(source))),
    audit: auditOf(live.lastAnswer('auditTable'), live.newest('auditTable')),
  };
}

function isLarge(live: LiveState): boolean {
  const groups = live.lastAnswer('metadata')?.groups ?? [];
  return groups.reduce((sum, { tables }) => sum + tables, 0) > manyTables;
}
