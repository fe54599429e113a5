import type { NodeId } from '../../shared/ids';
import type { ClusterSession } from '../starrocks/clusterSession';
import type { LaneChoice } from '../starrocks/lanePool';
import type { FrontendRow } from '../starrocks/sources/frontends';
import { runningQueries, runningQueriesOfFrontend } from '../starrocks/sources/runningQueries';
import { sessions } from '../starrocks/sources/sessions';
import type { SqlSource } from '../starrocks/sources/source';
import { frontendsPerTurn, FrontendTurns } from './frontendTurns';
import type { ClusterAnswers } from './liveState';
import type { Observation } from './observation';

/** Lists of all FEs, for which older versions must be asked FE by FE. */
export type FrontendList = 'runningQueries' | 'sessions';

type Row<S extends FrontendList> = ClusterAnswers[S][number];

/** How a list is asked: once for all FEs, or of one FE, whose name is added to the rows. */
type Ways<R> = {
  readonly all: SqlSource<readonly R[]>;
  readonly one: SqlSource<readonly R[]>;
  /** Whether an answer to `all` tells that there is no list of all FEs. */
  readonly isLocal: (answer: Observation<readonly R[]>) => boolean;
  readonly of: (frontend: FrontendRow, row: R) => R;
};

const ways: { readonly [S in FrontendList]: Ways<Row<S>> } = {
  runningQueries: {
    all: runningQueries,
    one: runningQueriesOfFrontend,
    isLocal: (answer) => !answer.ok && answer.why === 'unsupported-version',
    of: ({ host }, row) => ({ ...row, frontendHost: row.frontendHost ?? host }),
  },
  sessions: {
    all: sessions,
    one: sessions,
    isLocal: (answer) => answer.ok && answer.unknownColumns?.includes('frontendName') === true,
    of: ({ name }, row) => ({ ...row, frontendName: row.frontendName ?? name }),
  },
};

/** Every way of asking these lists. */
export const frontendListSources: readonly SqlSource<unknown>[] = [
  runningQueries,
  runningQueriesOfFrontend,
  sessions,
];

type AskOptions = {
  readonly visible: boolean;
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
};

type Turn = {
  readonly frontends: readonly FrontendRow[];
  /** Ends of the askings under way, by FE. */
  readonly asked: ReadonlyMap<NodeId, Promise<unknown>>;
};

/**
 * Asks lists of all FEs. Which way is needed is found out by asking, and remembered until the
 * version text changes: where each FE tells only of itself, few are asked at a time, in turn.
 */
export class FrontendLists {
  readonly #session: ClusterSession;
  readonly #turns = new FrontendTurns();
  readonly #local = new Set<FrontendList>();
  #version = '';
  #frontends: readonly FrontendRow[] = [];
  /** Running queries under way: sessions follow on the same FEs, so that the SQL text joins. */
  #queriesTurn: Turn | undefined;

  constructor(session: ClusterSession) {
    this.#session = session;
  }

  learnVersion(version: string): void {
    // The first one was in force before it was told.
    if (this.#version !== '' && version !== this.#version) {
      this.#local.clear();
    }
    this.#version = version;
  }

  learnFrontends(rows: readonly FrontendRow[]): void {
    this.#frontends = rows.filter(({ alive, queryPort }) => alive === true && queryPort !== null);
  }

  async ask<S extends FrontendList>(
    source: S,
    options: AskOptions,
  ): Promise<Observation<readonly Row<S>[]>> {
    const { all, isLocal } = ways[source];
    if (!this.#local.has(source)) {
      const answer = await this.#put(all, 'leader', options);
      if (!isLocal(answer)) {
        return answer;
      }
      this.#local.add(source);
    }
    return this.#askEach(source, options);
  }

  async #askEach<S extends FrontendList>(
    source: S,
    options: AskOptions,
  ): Promise<Observation<readonly Row<S>[]>> {
    const { one, of } = ways[source];
    if (this.#frontends.length === 0) {
      // Without a list of FEs there may be more of them than the connected one.
      const answer = await this.#put(one, 'connected', options);
      return answer.ok ? { ...answer, older: true, bound: 'lower' } : answer;
    }
    const before = source === 'sessions' ? this.#queriesTurn : undefined;
    const count = options.visible ? frontendsPerTurn.visible : frontendsPerTurn.hidden;
    const frontends = before?.frontends ?? this.#turns.next(this.#frontends, count);
    const asked = new Map(
      frontends.map((frontend) => {
        const answer = async (): Promise<Observation<readonly Row<S>[]>> => {
          await before?.asked.get(frontend.node);
          return this.#put(one, this.#laneOf(frontend), options);
        };
        return [frontend.node, answer()] as const;
      }),
    );
    const turn = { frontends, asked };
    if (source === 'runningQueries') {
      this.#queriesTurn = turn;
    }
    const answers = await Promise.all(
      frontends.map(async (frontend) => ({ frontend, answer: await asked.get(frontend.node) })),
    );
    if (this.#queriesTurn === turn) {
      this.#queriesTurn = undefined;
    }
    return merged(
      answers.flatMap(({ frontend, answer }) =>
        answer === undefined ? [] : [{ frontend, answer }],
      ),
      this.#frontends,
      of,
    );
  }

  /** The only FE is the connected one: no further connection is needed. */
  #laneOf({ host, queryPort }: FrontendRow): LaneChoice {
    return this.#frontends.length === 1 || queryPort === null
      ? 'leader'
      : { frontend: { host, port: queryPort } };
  }

  #put<T>(
    source: SqlSource<T>,
    lane: LaneChoice,
    { deadlineMs, signal }: AskOptions,
  ): Promise<Observation<T>> {
    return this.#session.ask(source, { lane, deadlineMs, signal });
  }
}

/** One answer of several FEs, as old as the oldest of them; FEs not in it are named as missing. */
function merged<R>(
  answers: readonly {
    readonly frontend: FrontendRow;
    readonly answer: Observation<readonly R[]>;
  }[],
  expected: readonly FrontendRow[],
  of: (frontend: FrontendRow, row: R) => R,
): Observation<readonly R[]> {
  const good = answers.flatMap(({ frontend, answer }) => (answer.ok ? [{ frontend, answer }] : []));
  const [first] = good;
  const [any] = answers;
  if (first === undefined) {
    if (any === undefined) {
      throw new Error('no FE was asked');
    }
    return any.answer;
  }
  const value = good.flatMap(({ frontend, answer }) =>
    answer.value.map((row) => of(frontend, row)),
  );
  const have = new Set(good.map(({ frontend }) => frontend.node));
  const missing = expected.map(({ node }) => node).filter((node) => !have.has(node));
  return {
    ...first.answer,
    value,
    rows: value.length,
    older: true,
    observedAt: Math.min(...good.map(({ answer }) => answer.observedAt)),
    receivedAtMono: Math.min(...good.map(({ answer }) => answer.receivedAtMono)),
    tookMs: Math.max(...answers.map(({ answer }) => answer.tookMs)),
    coverage: { have: have.size, of: expected.length, missing: missing.slice(0, 10) },
    ...(missing.length === 0 ? {} : { bound: 'lower' }),
  };
}
