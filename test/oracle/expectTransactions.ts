/** `TransactionStats` from the truth: the leader's counts, and the lists that were read. */
import type { ClusterState } from '../../src/demo/truth';
import type { TransactionState } from '../../src/demo/truthJobs';
import type { UnknownReason } from '../../src/shared/reading';
import type { Expectation, ReadingMeta, RowsExpectation } from './expectation';
import { anyOf, exact, fields, known, oneOf, unknown, within } from './expectation';
import { combinedReading } from './figures';
import type { Figure } from './figures';
import type { Interval } from './interval';
import { divide, hull, point, scale, sum, add, widen } from './interval';
import { samplesOf, series } from './series';
import type { Seen, Sight, Situation } from './situation';
import { aliveFrontends, arrival, frontendId, metaOf, seen, sightsOf, toldTime } from './situation';
import { told as isTold } from './versions';
import { isCreated, ownDatabases } from './visibleDatabases';

export function expectTransactions(situation: Situation): Expectation {
  const { transactionsBegun, transactionsVisible, transactionsFailed, transactionsRunning } =
    series;
  const of = (one: { value: (s: Situation) => Parameters<typeof combinedReading>[2] }) =>
    combinedReading(situation, ['feMetrics', 'frontends'], one.value(situation));
  return fields({
    begunPerSecond: of(transactionsBegun),
    committedPerSecond: of(transactionsVisible),
    failedPerSecond: of(transactionsFailed),
    failedPct: expectFailedShare(situation),
    running: of(transactionsRunning),
    limit: expectLimit(situation),
    fullestPct: fullestReading(situation),
    byDatabase: expectDatabases(situation),
    ...expectLists(situation),
  });
}

/**
 * Of what ended in ten minutes, from 20 ends on; half of the window must be known.
 *
 * @param ends how many samples of either end may be missing: [0] = the window as it is
 */
export function failedShare(
  situation: Situation,
  ends: readonly number[] = [0],
): Interval | 'no-traffic' | undefined {
  const windowMs = 600_000;
  const rates = (one: typeof series.transactionsFailed) =>
    samplesOf(situation, one, situation.now - windowMs, situation.now).flatMap((sample) =>
      sample === null ? [] : [sample.range],
    );
  const failed = rates(series.transactionsFailed);
  const good = rates(series.transactionsVisible);
  const half = windowMs / Math.max(30_000, situation.intervalMs) / 2;
  if (failed.length < half || good.length < half) {
    return undefined;
  }
  const mean = (ranges: readonly Interval[]) => scale(sum(ranges), 1 / ranges.length);
  const ended = add(mean(failed), mean(good));
  if (scale(ended, windowMs / 1000).hi < 20) {
    return 'no-traffic';
  }
  const share = (from: number, to: number) => {
    const some = mean(failed.slice(from, to));
    return scale(divide(some, add(some, mean(good.slice(from, to)))), 100);
  };
  const cuts = failed.length < 4 ? [0] : ends;
  return hull(cuts.flatMap((from) => cuts.map((off) => share(from, failed.length - off))));
}

function expectFailedShare(situation: Situation): Expectation {
  // Whether the first and the newest sample are in it is chance where moments are not known exactly.
  const share = failedShare(situation, situation.jitterMs === 0 ? [0] : [0, 1]);
  const { value } = series.transactionsFailed;
  const now = value(situation);
  return share === undefined
    ? unknown('insufficient-history', ...(now.ok ? [] : now.why))
    : share === 'no-traffic'
      ? unknown('no-traffic')
      : known(within(widen(share, 1e-6)), { bound: null, coverage: null });
}

const limitOf = (state: ClusterState): number =>
  Number(state.frontendConfig['max_running_txn_num_per_db']);

function limitSeen(situation: Situation): Seen {
  return seen(situation, 'feConfig');
}

function expectLimit(situation: Situation): Expectation {
  const config = limitSeen(situation);
  return config.ok
    ? known(
        anyOf(config.sight.states.map((state) => exact(limitOf(state)))),
        metaOf(situation, 'feConfig', config.sight),
      )
    : unknown(config.why);
}

type Counted = { readonly database: string; readonly running: number; readonly limited: Interval };

/** Without routine loads; lake compactions count as running, but not towards the limit. */
function countsIn(situation: Situation, state: ClusterState): readonly Counted[] {
  const list = seen(situation, 'lakeCompactions');
  return ownDatabases(state).map(({ name }) => {
    const running = state.transactions.filter(
      (txn) => txn.database === name && txn.source !== 'ROUTINE_LOAD_TASK',
    ).length;
    const exempt = list.ok
      ? list.sight.states.map(
          ({ compactions }) =>
            compactions.running.filter(
              (task) => task.database === name && task.finishedAt === null && task.error === null,
            ).length,
        )
      : [0];
    return {
      database: name,
      running,
      limited: hull(exempt.map((n) => point(Math.max(0, running - n)))),
    };
  });
}

/** The leader's own metrics, or why there are none. */
export function leaderAnswer(situation: Situation): Seen {
  const leader = aliveFrontends(situation).find((fe) => fe.role === 'LEADER');
  const list = seen(situation, 'frontends');
  return leader !== undefined
    ? seen(situation, 'feMetrics', frontendId(leader))
    : { ok: false, why: list.ok ? 'node-down' : list.why };
}

/** The leader's counts, or why there are none. */
function leaderSeen(situation: Situation): Seen {
  const answer = leaderAnswer(situation);
  return answer.ok && !isTold(situation, 'txn_running')
    ? { ok: false, why: 'unsupported-version' }
    : answer;
}

/** Known to be too high while nobody tells which transactions are compactions. */
const boundOf = (situation: Situation) =>
  seen(situation, 'lakeCompactions').ok ? {} : ({ bound: 'upper' } as const);

/** Share of the limit, percent. */
export function fullestShare(situation: Situation): Figure {
  const leader = leaderSeen(situation);
  const config = limitSeen(situation);
  if (!leader.ok || !config.ok) {
    return { ok: false, why: !leader.ok ? leader.why : config.ok ? 'failed' : config.why };
  }
  const shares = leader.sight.states.flatMap((state) =>
    config.sight.states.map((settings) => {
      const most = countsIn(situation, state).map(({ limited }) => limited);
      return scale(
        {
          lo: Math.max(0, ...most.map(({ lo }) => lo)),
          hi: Math.max(0, ...most.map(({ hi }) => hi)),
        },
        100 / limitOf(settings),
      );
    }),
  );
  return { ok: true, range: hull(shares), sight: leader.sight };
}

function fullestReading(situation: Situation): Expectation {
  const share = fullestShare(situation);
  return share.ok
    ? known(within(widen(share.range, 1e-9)), {
        ...metaOf(situation, 'feMetrics', share.sight),
        ...boundOf(situation),
      })
    : unreadable(situation, share.why);
}

/** Whose metrics are missing may be told by the list or by the metrics. */
export const unreadable = (situation: Situation, why: UnknownReason): Expectation =>
  aliveFrontends(situation).some((fe) => fe.role === 'LEADER')
    ? unknown(why)
    : unknown(why, 'node-down', 'not-collected-yet', 'unreachable', 'not-applicable');

function expectDatabases(situation: Situation): Expectation {
  const leader = leaderSeen(situation);
  if (!leader.ok) {
    return unreadable(situation, leader.why);
  }
  const config = limitSeen(situation);
  return anyOf(
    leader.sight.states.map((state): RowsExpectation => {
      const counts = countsIn(situation, state);
      return {
        kind: 'rows',
        meta: { ...metaOf(situation, 'feMetrics', leader.sight), ...boundOf(situation) },
        rows: counts.map((counted) => expectDatabase(situation, counted, config)),
        ids: counts.map(({ database }) => database),
        idOf: (row) => String(row['database']),
        ...(config.ok ? {} : { unknownColumns: { pct: [config.why] } }),
      };
    }),
  );
}

function expectDatabase(situation: Situation, counted: Counted, config: Seen): Expectation {
  const look = lookAt(situation, counted.database);
  const limit = config.ok ? limitOf(config.sight.states.at(-1)!) : NaN;
  return fields({
    database: exact(counted.database),
    running: exact(counted.running),
    pct: config.ok ? within(widen(scale(counted.limited, 100 / limit), 1e-9)) : exact(null),
    oldestMs:
      look === undefined
        ? exact(null)
        : anyOf(
            look.states.map((state) => {
              const ages = agesIn(situation, look, state, counted.database);
              return ages.length === 0 ? exact(null) : within(oldestOf(ages));
            }),
          ),
    lookedAt: look === undefined ? exact(null) : within(arrival(situation, look.at)),
  });
}

const lookAt = (situation: Situation, database: string): Sight | undefined =>
  sightsOf(situation, 'txnDetail', database).at(-1);

const listedIn = (state: ClusterState, database: string): readonly TransactionState[] =>
  state.transactions.filter((txn) => txn.database === database);

/** Ages when the list was read; compactions take as long as they take. */
const agesIn = (
  situation: Situation,
  look: Sight,
  state: ClusterState,
  database: string,
): readonly Interval[] =>
  listedIn(state, database)
    .filter(({ source }) => source !== 'LAKE_COMPACTION')
    .map(({ preparedAt }) => {
      const told = toldTime(situation, preparedAt);
      const read = arrival(situation, look.at);
      return { lo: Math.max(0, look.at - told.hi), hi: Math.max(0, read.hi - told.lo) };
    });

const oldestOf = (ages: readonly Interval[]): Interval => ({
  lo: Math.max(...ages.map(({ lo }) => lo)),
  hi: Math.max(...ages.map(({ hi }) => hi)),
});

export const publishWait = (txn: TransactionState, at: number): number =>
  txn.status === 'COMMITTED' && txn.source !== 'LAKE_COMPACTION' && txn.committedAt !== null
    ? at - Math.floor(txn.committedAt / 1000) * 1000
    : 0;

/** Undefined: its minute ends about when it was looked at. */
function isStuck({ jitterMs }: Situation, txn: TransactionState, look: Sight): boolean | undefined {
  const wait = publishWait(txn, look.at);
  // Both moments are told in whole seconds, on clocks that seem apart by some.
  const slack = jitterMs === 0 ? 0 : 2_000 + jitterMs;
  return Math.abs(wait - 60_000) <= slack && slack > 0 ? undefined : wait > 60_000;
}

/** The newest list of each database; all of them together are as old as the newest. */
export function looksOf(
  situation: Situation,
): readonly { readonly database: string; readonly look: Sight }[] {
  const databases = [...situation.sights.keys()].flatMap((key) =>
    key.startsWith('txnDetail ') ? [key.slice('txnDetail '.length)] : [],
  );
  return databases.flatMap((database) => {
    const look = lookAt(situation, database);
    return look === undefined ? [] : [{ database, look }];
  });
}

function expectLists(
  situation: Situation,
): Readonly<Record<'looked' | 'oldestMs' | 'stuck' | 'transactions', Expectation>> {
  const blocked = seen(situation, 'txnDetail');
  const looks = looksOf(situation);
  const newest = looks
    .map(({ look }) => look)
    .toSorted((a, b) => a.at - b.at)
    .at(-1);
  if (newest === undefined || (!blocked.ok && blocked.why !== 'not-collected-yet')) {
    // Without the leader's counts no list is ever asked for.
    const leader = leaderSeen(situation);
    const why =
      !blocked.ok && blocked.why !== 'not-collected-yet'
        ? unknown(blocked.why)
        : leader.ok
          ? unknown('not-collected-yet')
          : unreadable(situation, leader.why);
    return { looked: why, oldestMs: why, stuck: why, transactions: why };
  }
  const meta = metaOf(situation, 'txnDetail', newest);
  const leader = leaderSeen(situation);
  const of = leader.ok
    ? (leader.sight.states.at(-1)?.databases.filter(isCreated).length ?? NaN)
    : looks.length;
  const listed = looks.flatMap(({ database, look }) => everListed(look, database));
  const stuckIn = ({ database, look }: (typeof looks)[number]): readonly number[] =>
    look.states.flatMap((state) => {
      const stuck = listedIn(state, database).map((txn) => isStuck(situation, txn, look));
      const surely = stuck.filter((is) => is === true).length;
      return [surely, surely + stuck.filter((is) => is === undefined).length];
    });
  return {
    looked: known(exact(looks.length), {
      ...meta,
      ...(looks.length < of
        ? { bound: 'lower' as const, coverage: { have: looks.length, of, missing: [] } }
        : {}),
    }),
    oldestMs: expectOldest(situation, looks, meta),
    stuck: known(
      within(
        sum(
          looks.map((each) => ({
            lo: Math.min(...stuckIn(each)),
            hi: Math.max(...stuckIn(each)),
          })),
        ),
      ),
      meta,
    ),
    transactions: {
      kind: 'rows',
      meta,
      rows: listed.map(({ txn, look }) => expectTransaction(situation, txn, look)),
      ids: listed.map(({ txn }) => String(txn.id)),
      idOf: (row) => String(row['id']),
      mayMiss: new Set(listed.flatMap(({ txn, always }) => (always ? [] : [String(txn.id)]))),
    },
  };
}

type Look = ReturnType<typeof looksOf>[number];

/** What a list may hold: what was there in any state it may have been made in, and in all of them. */
function everListed(
  look: Sight,
  database: string,
): readonly { readonly txn: TransactionState; readonly look: Sight; readonly always: boolean }[] {
  const lists = look.states.map((state) => listedIn(state, database));
  const newest = new Map(lists.flat().map((txn) => [txn.id, txn]));
  return [...newest.values()].map((txn) => ({
    txn,
    look,
    always: lists.every((list) => list.some(({ id }) => id === txn.id)),
  }));
}

/** The oldest of all lists; a list may have been empty when it was made. */
function expectOldest(
  situation: Situation,
  looks: readonly Look[],
  meta: ReadingMeta,
): Expectation {
  const parts = looks.map(({ database, look }) =>
    look.states.map((state) => agesIn(situation, look, state, database)),
  );
  const filled = parts.flat().filter((ages) => ages.length > 0);
  const none = unknown('no-traffic');
  if (filled.length === 0) {
    return none;
  }
  const surely = parts.filter((states) => states.every((ages) => ages.length > 0));
  const least = (states: readonly (readonly Interval[])[]): number =>
    Math.min(...states.map((ages) => oldestOf(ages).lo));
  const range = {
    lo: surely.length > 0 ? Math.max(...surely.map(least)) : least(filled),
    hi: Math.max(...filled.map((ages) => oldestOf(ages).hi)),
  };
  const some = known(within(range), meta);
  return surely.length > 0 ? some : anyOf([none, some]);
}

function expectTransaction(situation: Situation, txn: TransactionState, look: Sight): Expectation {
  const told = (at: number | null): Expectation =>
    at === null ? exact(null) : within(toldTime(situation, at));
  const stuck = isStuck(situation, txn, look);
  // While the answer was made it may have been committed.
  const met = look.states.flatMap(({ transactions }) =>
    transactions.filter(({ id }) => id === txn.id),
  );
  return fields({
    database: exact(txn.database),
    id: exact(String(txn.id)),
    label: exact(txn.label),
    status: oneOf(met.map(({ status }) => status)),
    source: exact(txn.source),
    coordinator: exact(txn.coordinator),
    preparedAt: told(txn.preparedAt),
    committedAt: anyOf(met.map(({ committedAt }) => told(committedAt))),
    timeoutMs: exact(txn.timeoutMs),
    stuck: stuck === undefined ? oneOf([false, true]) : exact(stuck),
  });
}
