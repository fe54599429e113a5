/** Loads as a monitor that has asked several times knows them: the cluster itself forgets. */
import type { ClusterState } from '../../src/demo/truth';
import type { LoadState } from '../../src/demo/truthJobs';
import type { Sight, Situation } from './situation';
import { seen, sightsOf } from './situation';

export type Outcome = 'running' | 'finished' | 'failed' | 'cancelled';

export function outcomeOf({ state, error }: LoadState): Outcome {
  if (state !== 'CANCELLED') {
    return state === 'FINISHED' ? 'finished' : 'running';
  }
  return error?.startsWith('type:USER_CANCEL') === true ? 'cancelled' : 'failed';
}

export type LoadsSeen = { readonly loads: readonly LoadState[]; readonly complete: boolean };

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
  return newest.states.flatMap((state) => {
    const { loads, begin } = memoryOf(situation, newest, state);
    const from = newest.at - windowMs;
    const ends = loads.flatMap(({ finishedAt }) =>
      finishedAt !== null && Math.abs(finishedAt - from) <= slack ? [finishedAt] : [],
    );
    return [...new Set([from, ...ends])].map((cut) => ({
      loads: loads.filter(({ finishedAt }) => finishedAt === null || finishedAt > cut),
      complete: begin === null || begin <= cut,
    }));
  });
}

/** All loads of all answers, and since when none is missing; null = since ever. */
function memoryOf(
  situation: Situation,
  newest: Sight,
  state: ClusterState,
): { readonly loads: readonly LoadState[]; readonly begin: number | null } {
  const earlier = sightsOf(situation, 'loads').filter(({ at }) => at < newest.at);
  // Without the configuration nobody knows how many the cluster keeps.
  const keptKnown = seen(situation, 'feConfig').ok;
  const known = new Map<number, LoadState>();
  let begin: number | null | undefined;
  for (const { loads, frontendConfig } of [
    ...earlier.flatMap(({ states }) => states.slice(-1)),
    state,
  ]) {
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
  loads: readonly LoadState[],
): readonly { readonly table: string; readonly n: number; readonly rows: number }[] {
  const small = loads.filter((load) => outcomeOf(load) === 'finished' && load.sinkRows < 10_000);
  const tables = [...new Set(small.map(({ database, table }) => `${database}.${table}`))];
  return tables.flatMap((table) => {
    const into = small.filter((load) => `${load.database}.${load.table}` === table);
    const rows = into.reduce((sum, { sinkRows }) => sum + sinkRows, 0);
    return into.length > 100 ? [{ table, n: into.length, rows }] : [];
  });
}
