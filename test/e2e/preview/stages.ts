import * as fs from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import type { DemoClusterOptions } from '../../../src/demo/demoCluster';
import type { FaultRequest, Happening } from '../../../src/demo/faults';
import { writeHistory } from '../../../src/extension/commands/writeHistory';
import type { ClusterId } from '../../../src/shared/ids';
import type { ViewState } from '../../../src/shared/protocol';
import { minuteMs } from '../../../src/shared/time';
import { Chain, type ChainOptions } from '../../unit/oracle/support/chain';
import { incidentClusters, letHappen } from '../../unit/oracle/support/incidents';

/** A cluster in a state, with the product on top of it, and how a page looks at it. */
export type Stage = {
  readonly chain: Chain;
  /** Absent = the page of the first run. */
  readonly cluster: ClusterId | undefined;
  readonly view?: ViewState;
  /** By how much the page's clock is ahead of what it was told, ms. */
  readonly silentMs?: number;
};

/** Hours of the demo's made-up past: as many as the product imports. */
const pastHours = 168;
/** Deltas and most rules look back five minutes. */
const warmUpRounds = 12;

const watched: ChainOptions = {
  visible: true,
  pastHours,
  profile: {
    name: 'prod-olap',
    production: true,
    access: 'confirm',
    auditTable: 'starrocks_audit_db__.starrocks_audit_tbl__',
  },
  variables: { enable_query_queue_select: 'true' },
};

async function begun(
  cluster: DemoClusterOptions,
  options: ChainOptions = watched,
  rounds = warmUpRounds,
): Promise<Chain> {
  const chain = await Chain.start({
    ...options,
    cluster: { situation: { audit: 'plugin' }, ...cluster },
  });
  await chain.rounds(rounds);
  return chain;
}

const happenAll = (chain: Chain, happenings: readonly Happening[]): Promise<void> =>
  chain.disturb(...happenings.map((happen) => ({ happen })));

const live = (chain: Chain, rest: Partial<Stage> = {}): Stage => ({
  chain,
  cluster: chain.id,
  ...rest,
});

/** A cluster that is well, and then meets what the requests say. */
async function after(...requests: readonly FaultRequest[]): Promise<Stage> {
  const chain = await begun({});
  await chain.disturb(...requests);
  await chain.rounds(3);
  return live(chain);
}

/** A node is down, another busy, compaction falls behind, jobs are in trouble, and queries wait. */
async function troubled(): Promise<Chain> {
  const chain = await begun({ scenario: 'compaction' });
  await happenAll(chain, [
    { kind: 'usage', node: '10.20.0.32', cpuPct: 94 },
    { kind: 'queue', waiting: 6, admitted: 4, timeoutsPerSecond: 0.1 },
    {
      kind: 'routineLoad',
      name: 'clicks_from_kafka',
      state: 'PAUSED',
      reason: 'Offset out of range',
      burst: 4_000_000,
    },
    { kind: 'materializedView', view: 'events.mv_sessions', failsWith: 'base table was dropped' },
    { kind: 'loads', table: 'sales.refunds', perSecond: 0.4, rows: 900, failing: 0.3 },
  ]);
  await chain.rounds(10);
  await happenAll(chain, [{ kind: 'kill', node: '10.20.0.33', noticed: true }]);
  await chain.rounds(4);
  return chain;
}

/** What a person may look at in place of the sections as they are now. */
export const views = {
  past: ({ id, now }) => ({ clusterId: id, at: now - 3 * minuteMs }),
  causes: ({ now }) => ({
    timeRange: { from: now - 8 * minuteMs, to: now },
    zoomedFrom: '1h',
    causes: true,
  }),
  node: ({ id }) => ({ clusterId: id, page: { kind: 'node', node: 'cn:10.20.0.32:9050' } }),
  query: async ({ api, id }) => {
    const { rows } = await api.getRows(id, 'runningQueries', { offset: 0, limit: 1 });
    const [query] = rows;
    if (query === undefined) {
      throw new Error('no query runs');
    }
    return { clusterId: id, page: { kind: 'query', queryId: query.queryId } };
  },
} as const satisfies Readonly<Record<string, (chain: Chain) => ViewState | Promise<ViewState>>>;

async function looking(view: (chain: Chain) => ViewState | Promise<ViewState>): Promise<Stage> {
  const chain = await troubled();
  return live(chain, { view: await view(chain) });
}

/** What the history of a chain holds, exported to a file and opened as a recorded cluster. */
export async function recordedOf(chain: Chain): Promise<ClusterId> {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'recorded-'));
  const file = path.join(folder, 'prod-olap.sqlite');
  await writeHistory(
    (cursor) => chain.api.exportHistory(chain.id, 'sqlite', cursor),
    { file, encoding: 'base64' },
    new AbortController().signal,
    () => undefined,
  );
  const cluster = await chain.api.openRecordedHistory(file);
  await fs.rm(folder, { recursive: true });
  return cluster;
}

const sqlRefused: FaultRequest = {
  fault: { kind: 'refuse' },
  target: { node: 'fe:*', protocol: 'sql' },
};

/** How each state comes about: by the cluster and the product, never by made-up messages. */
export const stages = {
  healthy: async () => live(await begun({})),
  troubled: async () => live(await troubled()),
  past: () => looking(views.past),
  causes: () => looking(views.causes),
  'shared-nothing': async () => {
    const chain = await begun({ mode: 'shared_nothing', scenario: 'degraded' });
    await happenAll(chain, [
      { kind: 'compaction', stalled: true, failures: 0.2 },
      { kind: 'disk', node: '10.20.0.32', usedPct: 93 },
    ]);
    await chain.rounds(8);
    return live(chain);
  },
  incidents: () => withIncidents('shared-data'),
  'incidents-shared-nothing': () => withIncidents('shared-nothing'),
  node: () => looking(views.node),
  query: () => looking(views.query),
  'first-run': async () => ({ chain: await begun({}, {}, 0), cluster: undefined }),
  loading: async () => {
    const chain = await begun({}, watched, 0);
    await chain.disturb({ fault: { kind: 'hang' }, target: { protocol: 'sql', match: 'show' } });
    // An edited profile begins anew.
    await chain.api.updateCluster(chain.id, { name: 'prod-olap-2' });
    return live(chain);
  },
  late: async () => live(await begun({}), { silentMs: 90_000 }),
  partial: () =>
    after({
      fault: { kind: 'httpClosed' },
      target: { node: '10.20.0.11', protocol: 'http' },
    }),
  disconnected: () => after(sqlRefused),
  denied: async () => live(await begun({}, { ...watched, user: 'node_only' }, 3)),
  'older-version': async () => live(await begun({ profile: '2.5' }, watched, 3)),
  paused: async () => {
    const stage = await after();
    await stage.chain.api.setPaused(stage.chain.id, true);
    return stage;
  },
  'no-credentials': async () => {
    const chain = await begun({});
    await chain.api.updateCluster(chain.id, {}, 'a wrong password');
    await chain.overview();
    return live(chain);
  },
  recorded: async () => {
    const chain = await begun({});
    return { chain, cluster: await recordedOf(chain) };
  },
  demo: async () => {
    const profile = { ...watched.profile, demo: true as const, name: 'demo-healthy' };
    return live(await begun({}, { ...watched, profile }));
  },
  empty: async () => live(await begun({ situation: { empty: true } }, { visible: true })),
  hostile: async () =>
    live(await begun({ situation: { hostileNames: true, audit: 'plugin' } }, watched)),
} as const satisfies Readonly<Record<string, () => Promise<Stage>>>;

export type StageName = keyof typeof stages;

export const stageNames = Object.keys(stages) as readonly StageName[];

/** All that can be wrong with one cluster at once. */
async function withIncidents(name: string): Promise<Stage> {
  const cluster = incidentClusters.find((each) => each.name === name);
  if (cluster === undefined) {
    throw new Error(`no incidents of a ${name} cluster`);
  }
  const chain = await begun(cluster.options.cluster ?? {}, watched, 0);
  await letHappen(chain, cluster);
  return live(chain);
}
