/** One thing to do of each kind in the demo cluster, and how its truth tells that it was done. */
import type { Truth } from '../../../src/demo/truth';
import type { ActionKind, ClusterAction } from '../../../src/shared/model/action';
import type { ActionBench } from './support';

/** Views and routine loads share one type for several kinds, which `Extract` alone would not find. */
type Of<K extends ActionKind> = Extract<ClusterAction, { readonly kind: unknown }> & {
  readonly kind: K;
};

export type ActionCase<K extends ActionKind> = {
  /** Brings the cluster to where there is something to do, and names it. */
  readonly target: (bench: ActionBench) => Promise<Of<K>>;
  readonly isDone: (truth: Truth, action: Of<K>) => boolean;
  /** The same for something that is not there. */
  readonly gone: Of<K>;
  /** What ends when the cluster's clock, which stands still, goes on. */
  readonly takesTime?: true;
  /** Needs the leader: without one it fails, and says so. */
  readonly byLeader: boolean;
};

const frontendHost = (truth: Truth, name: string): string =>
  there(truth.frontends.find((each) => each.name === name)).host;

const nowhere = { database: 'sales', name: 'nothing_here' };

export const actionCases: { readonly [K in ActionKind]: ActionCase<K> } = {
  killQuery: {
    target: async (bench) => {
      // It goes on for an hour, so that it does not end by itself.
      await sometime(bench, ({ runningQueries }) => runningQueries[0]);
      await bench.control.disturb({ happen: { kind: 'runaway', forMs: 60_000 } });
      const truth = await bench.truth();
      const { queryId, connectionId, frontend } = longest(
        truth.runningQueries,
        ({ endsAt }) => endsAt,
      );
      return {
        kind: 'killQuery',
        queryId,
        connectionId: String(connectionId),
        frontend: frontendHost(truth, frontend),
      };
    },
    isDone: ({ runningQueries }, { queryId }) =>
      runningQueries.every((each) => each.queryId !== queryId),
    gone: {
      kind: 'killQuery',
      queryId: '00000000-0000-0000-0000-000000000000',
      connectionId: '1',
      frontend: null,
    },
    takesTime: true,
    byLeader: false,
  },
  killSession: {
    target: async (bench) => ({ kind: 'killSession', ...(await sleeper(bench)) }),
    isDone: (truth, { frontend, connectionId }) => !hasSession(truth, frontend, connectionId),
    gone: { kind: 'killSession', frontend: '10.20.0.11', connectionId: '4000000000', user: 'etl' },
    byLeader: false,
  },
  killSleepers: {
    target: async (bench) => ({ kind: 'killSleepers', sessions: [await sleeper(bench)] }),
    isDone: (truth, { sessions }) =>
      sessions.every(({ frontend, connectionId }) => !hasSession(truth, frontend, connectionId)),
    gone: {
      kind: 'killSleepers',
      sessions: [{ frontend: '10.20.0.11', connectionId: '4000000000', user: 'etl' }],
    },
    byLeader: false,
  },
  cancelCompaction: {
    target: async (bench) => {
      const fresh = (truth: Truth) =>
        truth.compactions.running.find(
          ({ committedAt, plan }) => committedAt === null && plan.commitAt - truth.at > 2_000,
        );
      const task = await sometime(bench, fresh);
      return { kind: 'cancelCompaction', txnId: String(task.txnId) };
    },
    isDone: ({ compactions }, { txnId }) =>
      compactions.running.every((each) => String(each.txnId) !== txnId),
    gone: { kind: 'cancelCompaction', txnId: '1' },
    takesTime: true,
    byLeader: true,
  },
  compact: {
    target: async (bench) => {
      const { partitions } = await bench.truth();
      const { database, table, name } = there(partitions.find((each) => !each.manualCompaction));
      return { kind: 'compact', database, table, partition: name };
    },
    isDone: ({ partitions }, { table, partition }) =>
      partitions.some(
        (each) => each.table === table && each.name === partition && each.manualCompaction,
      ),
    gone: { kind: 'compact', database: 'sales', table: 'nothing_here' },
    byLeader: true,
  },
  refreshView: {
    target: async (bench) => ({
      kind: 'refreshView',
      ...(await view(bench, ({ active, lastState }) => active && lastState !== 'RUNNING')),
    }),
    isDone: (truth, action) => viewOf(truth, action).lastState === 'RUNNING',
    gone: { kind: 'refreshView', ...nowhere },
    byLeader: true,
  },
  cancelRefresh: {
    target: async (bench) => {
      const idle = await view(bench, ({ active, lastState }) => active && lastState !== 'RUNNING');
      await bench.run({ kind: 'refreshView', ...idle });
      return { kind: 'cancelRefresh', ...idle };
    },
    isDone: (truth, action) => viewOf(truth, action).lastState === 'FAILED',
    gone: { kind: 'cancelRefresh', ...nowhere },
    byLeader: true,
  },
  inactivateView: {
    target: async (bench) => ({
      kind: 'inactivateView',
      ...(await view(bench, () => true, { active: true })),
    }),
    isDone: (truth, action) => !viewOf(truth, action).active,
    gone: { kind: 'inactivateView', ...nowhere },
    byLeader: true,
  },
  activateView: {
    target: async (bench) => ({
      kind: 'activateView',
      ...(await view(bench, () => true, { active: false })),
    }),
    isDone: (truth, action) => viewOf(truth, action).active,
    gone: { kind: 'activateView', ...nowhere },
    byLeader: true,
  },
  pauseRoutineLoad: {
    target: async (bench) => ({
      kind: 'pauseRoutineLoad',
      ...(await routineLoad(bench, 'RUNNING')),
    }),
    isDone: ({ routineLoads }, { name }) =>
      there(routineLoads.find((each) => each.name === name)).state === 'PAUSED',
    gone: { kind: 'pauseRoutineLoad', ...nowhere },
    byLeader: true,
  },
  resumeRoutineLoad: {
    target: async (bench) => ({
      kind: 'resumeRoutineLoad',
      ...(await routineLoad(bench, 'PAUSED')),
    }),
    isDone: ({ routineLoads }, { name }) =>
      there(routineLoads.find((each) => each.name === name)).state === 'RUNNING',
    gone: { kind: 'resumeRoutineLoad', ...nowhere },
    byLeader: true,
  },
  cancelLoad: {
    target: async (bench) => {
      const { database, label } = await sometime(bench, ({ loads, at }) =>
        loads.find(
          ({ state, committedAt, plan }) =>
            state === 'LOADING' && committedAt === null && plan.endAt > at,
        ),
      );
      return { kind: 'cancelLoad', database, label };
    },
    isDone: ({ loads }, { label }) =>
      there(loads.find((each) => each.label === label)).state === 'CANCELLED',
    gone: { kind: 'cancelLoad', database: 'sales', label: 'nothing_here' },
    byLeader: true,
  },
  cancelSchemaChange: {
    target: async (bench) => {
      await bench.control.disturb({
        happen: { kind: 'alter', table: 'sales.orders', state: 'RUNNING' },
      });
      return { kind: 'cancelSchemaChange', database: 'sales', table: 'orders', change: 'COLUMN' };
    },
    isDone: ({ alterJobs }) =>
      alterJobs
        .filter(({ table, kind }) => table === 'orders' && kind === 'SCHEMA_CHANGE')
        .every(({ state }) => state === 'CANCELLED' || state === 'FINISHED'),
    gone: {
      kind: 'cancelSchemaChange',
      database: 'sales',
      table: 'nothing_here',
      change: 'COLUMN',
    },
    byLeader: true,
  },
};

/** A case with its action, whose type the editor loses in a loop over kinds. */
export function caseOf(kind: ActionKind): ActionCase<ActionKind> {
  return actionCases[kind] as unknown as ActionCase<ActionKind>;
}

/** Lets the cluster go on until there is one. */
async function sometime<T>(bench: ActionBench, find: (truth: Truth) => T | undefined): Promise<T> {
  for (let second = 0; second < 120; second += 1) {
    const found = find(await bench.truth());
    if (found !== undefined) {
      return found;
    }
    await bench.control.advance(1000);
  }
  throw new Error('Within two minutes the demo cluster had none.');
}

async function sleeper(
  bench: ActionBench,
): Promise<{ frontend: string; connectionId: string; user: string }> {
  const { frontends } = await bench.truth();
  const { host, sessions } = there(frontends[0]);
  const { connectionId, user } = there(
    sessions.find((each) => each.command === 'Sleep' && !each.real),
  );
  return { frontend: host, connectionId: String(connectionId), user };
}

function hasSession({ frontends }: Truth, frontend: string, connectionId: string): boolean {
  return there(frontends.find(({ host }) => host === frontend)).sessions.some(
    (each) => String(each.connectionId) === connectionId,
  );
}

type View = Truth['materializedViews'][number];

async function view(
  bench: ActionBench,
  fits: (each: View) => boolean,
  change: { readonly active?: boolean } = { active: true },
): Promise<{ database: string; name: string }> {
  const { database, name } = await sometime(bench, ({ materializedViews }) =>
    materializedViews.find(fits),
  );
  await bench.control.disturb({
    happen: { kind: 'materializedView', view: `${database}.${name}`, ...change },
  });
  return { database, name };
}

function viewOf(truth: Truth, { name }: { readonly name: string }): View {
  return there(truth.materializedViews.find((each) => each.name === name));
}

async function routineLoad(
  bench: ActionBench,
  state: 'RUNNING' | 'PAUSED',
): Promise<{ database: string; name: string }> {
  const { routineLoads } = await bench.truth();
  const { database, name } = there(routineLoads[0]);
  await bench.control.disturb({ happen: { kind: 'routineLoad', name, state } });
  return { database, name };
}

function longest<T>(list: readonly T[], length: (each: T) => number): T {
  return there([...list].sort((a, b) => length(b) - length(a))[0]);
}

function there<T>(found: T | undefined): T {
  if (found === undefined) {
    throw new Error('The demo cluster has none.');
  }
  return found;
}
