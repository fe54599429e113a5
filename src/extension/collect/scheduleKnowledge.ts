import type { ClusterProfile } from '../../shared/clusterProfile';
import type { SourceId } from '../../shared/ids';
import { auditOf } from './auditAccess';
import { cadences } from './cadence';
import type { LiveState } from './liveState';
import type { ScheduleFacts } from './sourceScheduler';

/** From so many tables on one walk over them all is enough an hour. */
const manyTables = 50_000;

type OfAnswers = Omit<ScheduleFacts, 'visible' | 'httpClosed'>;

/**
 * What decides which sources are asked, and how often: of the profile, and of what was answered last.
 * How long a reading holds depends on it, so it is asked for by the dozen, and worked out once per answer.
 */
export class ScheduleKnowledge {
  readonly #profile: ClusterProfile;
  readonly #live: LiveState;
  #worked: { readonly answers: number; readonly facts: OfAnswers } | undefined;

  constructor(profile: ClusterProfile, live: LiveState) {
    this.#profile = profile;
    this.#live = live;
  }

  facts(now: Pick<ScheduleFacts, 'visible' | 'httpClosed'>): ScheduleFacts {
    const { answers } = this.#live;
    if (this.#worked?.answers !== answers) {
      this.#worked = { answers, facts: factsOf(this.#profile, this.#live) };
    }
    return { ...this.#worked.facts, ...now };
  }
}

function factsOf(profile: ClusterProfile, live: LiveState): OfAnswers {
  const lists = ['backends', 'computeNodes'] as const;
  const isList = (source: SourceId) => lists.some((list) => list === source);
  const empty = cadences.map(({ source }) => source).filter((source) => live.isEmpty(source));
  const noNodes = lists.every((source) => empty.includes(source));
  return {
    quiet: profile.quiet === true,
    httpOff: profile.http.mode === 'off',
    mixed: lists.every((source) => (live.lastAnswer(source) ?? []).length > 0),
    emptyLists: new Set(noNodes ? empty.filter((source) => !isList(source)) : empty),
    large: new Set(isLarge(live) ? ['metadata'] : []),
    runMode: live.lastAnswer('capabilities')?.runMode ?? null,
    older: new Set(cadences.map(({ source }) => source).filter((source) => live.isOlder(source))),
    audit: auditOf(
      { last: live.lastAnswer('auditTable'), newest: live.newest('auditTable') },
      { last: live.lastAnswer('clock'), newest: live.newest('clock') },
    ),
  };
}

function isLarge(live: LiveState): boolean {
  const groups = live.lastAnswer('metadata')?.groups ?? [];
  return groups.reduce((sum, { tables }) => sum + tables, 0) > manyTables;
}
