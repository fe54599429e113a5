/** What was seen of long queries while they ran: the truth of each answered question. */
import type { ClusterState, RunningQueryState } from '../../src/demo/truth';
import type { Interval } from './interval';
import { hull, maximum, point, widen } from './interval';
import { foreignRunning } from './runningQueryRows';
import type { Sight, Situation } from './situation';
import { sightsOf } from './situation';

export type Sampled = {
  readonly query: RunningQueryState;
  readonly durationMs: Interval;
  readonly scanBytes: Interval;
  readonly scanRows: Interval;
  readonly cpuMs: Interval;
  readonly memoryBytes: Interval;
  /** Host of its FE. */
  readonly frontend: string | null;
  /** Its beginning leaves it open whether it was long enough to be kept. */
  readonly maybe: boolean;
};

const slowMs = 5000;

export function sampledQueries(situation: Situation): readonly Sampled[] {
  const sampled = new Map<string, Sampled>();
  for (const sight of sightsOf(situation, 'runningQueries')) {
    for (const seen of seenIn(situation, sight)) {
      const before = sampled.get(seen.query.queryId);
      sampled.set(seen.query.queryId, before === undefined ? seen : most(before, seen));
    }
  }
  return [...sampled.values()].filter(({ durationMs }) => durationMs.hi >= slowMs);
}

/** Each query of one answer, as any of the states tells it that the cluster was in. */
function seenIn(situation: Situation, sight: Sight): readonly Sampled[] {
  const { at, states } = sight;
  const running = (state: ClusterState) => foreignRunning(situation, sight, state);
  const ids = new Set(states.flatMap((state) => running(state).map(({ queryId }) => queryId)));
  return [...ids].flatMap((id) => {
    const all = states.flatMap((state) => {
      const query = running(state).find(({ queryId }) => queryId === id);
      return query === undefined ? [] : [{ query, state }];
    });
    const [first] = all;
    if (first === undefined) {
      return [];
    }
    const range = (of: (query: RunningQueryState) => number) =>
      hull(all.map(({ query }) => point(of(query))));
    const ages = all.map(({ state }) => point(Math.max(at, state.at) - first.query.startedAt));
    const durationMs = widen(hull(ages), 1 + situation.jitterMs);
    return [
      {
        query: first.query,
        durationMs,
        scanBytes: range(({ scanBytes }) => scanBytes),
        scanRows: range(({ scanRows }) => scanRows),
        cpuMs: range(({ cpuMs }) => cpuMs),
        memoryBytes: range(({ memoryBytes }) => memoryBytes),
        frontend:
          first.state.frontends.find((fe) => fe.name === first.query.frontend)?.host ?? null,
        maybe: durationMs.lo < slowMs || all.length < states.length,
      },
    ];
  });
}

/** The greatest of what two answers told. */
function most(a: Sampled, b: Sampled): Sampled {
  const of = (key: 'durationMs' | 'scanBytes' | 'scanRows' | 'cpuMs' | 'memoryBytes') =>
    b.maybe ? hull([a[key], maximum([a[key], b[key]])]) : maximum([a[key], b[key]]);
  return {
    ...b,
    durationMs: of('durationMs'),
    scanBytes: of('scanBytes'),
    scanRows: of('scanRows'),
    cpuMs: of('cpuMs'),
    memoryBytes: of('memoryBytes'),
    maybe: a.maybe && b.maybe,
  };
}
