/** Loads as a monitor that has asked several times knows them: the cluster itself forgets. */
import type { ClusterState } from '../../src/demo/truth';
import type { LoadState } from '../../src/demo/truthJobs';
import type { Sight, Situation } from './situation';
import { seen, sightsOf } from './situation';
import { told } from './versions';
import { wordOf } from './words';

export type Outcome = 'running' | 'finished' | 'failed' | 'cancelled' | 'unknown';

/** From a word that nobody knows nothing is concluded. */
export function outcomeOf(situation: Situation, { state, error }: LoadState): Outcome {
  if (wordOf(situation, 'STATE', state) !== state) {
    return 'unknown';
  }
  if (state !== 'CANCELLED') {
    return state === 'FINISHED' ? 'finished' : 'running';
  }
  return error?.startsWith('type:USER_CANCEL') === true ? 'cancelled' : 'failed';
}

export type LoadsSeen = { readonly loads: readonly LoadState[]; readonly complete: boolean };

export const isStream = ({ type }: LoadState): boolean =>
  type === 'STREAM_LOAD' || type === 'ROUTINE_LOAD';

/** What the cluster forgets apart from other things, and who tells it. */
type LoadList = {
  readonly source: 'loads' | 'streamLoads';
  readonly holds: (load: LoadState) => boolean;
};

const others = (load: LoadState): boolean => !isStream(load);

/** C.3, J: with 26 columns the loads hold the stream loads; before, those are told apart or nowhere. */
function listsOf(situation: Situation): readonly LoadList[] {
  return told(situation, 'loads.USER')
    ? [
        { source: 'loads', holds: others },
        { source: 'loads', holds: isStream },
      ]
    : [
        { source: 'loads', holds: others },
        { source: 'streamLoads', holds: ({ type }) => type === 'STREAM_LOAD' },
      ];
}

/** Whether stream loads are told apart and could not be read. */
export const lacksStreams = (situation: Situation): boolean =>
  !told(situation, 'loads.USER') && !seen(situation, 'streamLoads').ok;

/** The answers that loads are known from. */
export const loadSights = (situation: Situation, newest: Sight): readonly Sight[] => {
  const streams = seen(situation, 'streamLoads');
  return streams.ok ? [newest, streams.sight] : [newest];
};

/**
 * Every way the window may be cut: an end near its begin may be in or out, when the moment of the
 * answer is not known exactly.
 */
export function loadsSeen(
  situation: Situation,
  newest: Sight,
  windowMs: number,
): readonly LoadsSeen[] {
  const slack = situation.jitterMs === 0 ? 0 : 2_000 + situation.jitterMs;
  const [, streams = newest] = loadSights(situation, newest);
  const pairs = newest.states.flatMap((state) =>
    streams === newest ? [[state, state] as const] : streams.states.map((s) => [state, s] as const),
  );
  return pairs.flatMap(([state, streamState]) => {
    const memories = listsOf(situation).flatMap((list) => {
      if (list.source === 'streamLoads' && lacksStreams(situation)) {
        return [];
      }
      return list.source === 'loads'
        ? memoryOf(situation, list, newest, state)
        : memoryOf(situation, list, streams, streamState);
    });
    const loads = memories.flatMap((memory) => memory.loads);
    const from = newest.at - windowMs;
    const ends = loads.flatMap(({ finishedAt }) =>
      finishedAt !== null && Math.abs(finishedAt - from) <= slack ? [finishedAt] : [],
    );
    return [...new Set([from, ...ends])].map((cut) => ({
      loads: loads.filter(({ finishedAt }) => finishedAt === null || finishedAt > cut),
      complete:
        !lacksStreams(situation) && memories.every(({ begin }) => begin === null || begin <= cut),
    }));
  });
}

/** All loads of a list in all answers, and since when none is missing; null = since ever. */
function memoryOf(
  situation: Situation,
  { source, holds }: LoadList,
  newest: Sight,
  state: ClusterState,
): { readonly loads: readonly LoadState[]; readonly begin: number | null } {
  const earlier = sightsOf(situation, source).filter(({ at }) => at < newest.at);
  // Without the configuration nobody knows how many the cluster keeps.
  const keptKnown = seen(situation, 'feConfig').ok;
  const known = new Map<number, LoadState>();
  let begin: number | null | undefined;
  for (const { loads: all, frontendConfig } of [
    ...earlier.flatMap(({ states }) => states.slice(-1)),
    state,
  ]) {
    const loads = all.filter(holds);
    const ids = new Set(loads.map(({ jobId }) => jobId));
    const ended = [...known.values()].filter(({ finishedAt }) => finishedAt !== null);
    const last = ended.toSorted((a, b) => Number(a.finishedAt) - Number(b.finishedAt)).at(-1);
    const full = loads.length >= (keptKnown ? Number(frontendConfig['label_keep_max_num']) : 1);
    if (begin === undefined || (last !== undefined && !ids.has(last.jobId))) {
      const ends = loads.flatMap(({ finishedAt }) => finishedAt ?? []);
      begin = begin === undefined && !full ? null : Math.min(...ends);
    }
    for (const [id, load] of known) {
      if (load.finishedAt === null && !ids.has(id)) {
        known.delete(id);
      }
    }
    loads.forEach((load) => known.set(load.jobId, load));
  }
  return { loads: [...known.values()], begin: begin ?? null };
}

/** More than ten loads a minute into one table, of fewer than 10,000 rows each, over ten minutes. */
export function smallTables(
  situation: Situation,
  loads: readonly LoadState[],
): readonly { readonly table: string; readonly n: number; readonly rows: number }[] {
  const small = loads.filter(
    (load) => outcomeOf(situation, load) === 'finished' && load.sinkRows < 10_000,
  );
  const tables = [...new Set(small.map(({ database, table }) => `${database}.${table}`))];
  return tables.flatMap((table) => {
    const into = small.filter((load) => `${load.database}.${load.table}` === table);
    const rows = into.reduce((sum, { sinkRows }) => sum + sinkRows, 0);
    return into.length > 100 ? [{ table, n: into.length, rows }] : [];
  });
}
