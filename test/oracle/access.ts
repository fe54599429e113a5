/** What the product is kept from seeing by its user's rights, by closed ports and by the version. */
import type { Profile } from '../../src/demo/profiles/profile';
import type { ClusterState, UserState } from '../../src/demo/truth';
import type { UnknownReason } from '../../src/shared/reading';
import type { AskedSource } from './situation';
import { computeId, frontendId, sourceKey } from './situation';

/** Who reaches the HTTP ports of the FEs, BEs and CNs. */
export const httpCases = ['open', 'closed to us', 'closed to the BEs too'] as const;
export type HttpCase = (typeof httpCases)[number];

type Means = {
  readonly source: AskedSource;
  /** A right on SYSTEM; `list` = NODE or OPERATE. */
  readonly right?: 'list' | 'OPERATE';
  /** What the version must have. */
  readonly proc?: string;
  readonly table?: string;
};

/** What each source rests on, as the facts about SQL tell it. */
const ofTheCluster: readonly Means[] = [
  { source: 'frontends', right: 'list' },
  { source: 'backends', right: 'list' },
  { source: 'computeNodes', right: 'list' },
  { source: 'runningQueries', right: 'OPERATE' },
  { source: 'feConfig', right: 'OPERATE' },
  { source: 'lakeCompactions', right: 'OPERATE', proc: 'compactions' },
  { source: 'localCompactions', right: 'OPERATE', table: 'be_compactions' },
  { source: 'beConfig', right: 'OPERATE', table: 'be_configs' },
  { source: 'mvs', table: 'materialized_views' },
  { source: 'partitions', table: 'partitions_meta' },
  { source: 'loads', table: 'loads' },
  { source: 'routineLoads', table: 'routine_load_jobs' },
];

/** By `source` or `source node`, why the product gets no usable answer. */
export function blockedBy(
  by: { readonly user: string; readonly http: HttpCase; readonly profile: Profile },
  state: ClusterState,
): ReadonlyMap<string, UnknownReason> {
  const { http, profile } = by;
  const user = state.users.find(({ name }) => name === by.user);
  if (user === undefined) {
    throw new Error(`the demo cluster has no user ${by.user}`);
  }
  const blocked = new Map<string, UnknownReason>();
  for (const means of ofTheCluster) {
    const why = whyNot(means, user, profile);
    if (why !== undefined) {
      blocked.set(sourceKey(means.source), why);
    }
  }
  if (http === 'open') {
    // Transactions are asked of the databases in which the leader's metrics count some.
    if (!blocked.has('frontends') && !user.system.includes('OPERATE')) {
      blocked.set('txnDetail', 'denied');
    }
    return blocked;
  }
  // What HTTP does not tell, these tables do.
  const frontends =
    whyNot({ source: 'feMetrics', right: 'OPERATE', table: 'fe_metrics' }, user, profile) ??
    (http === 'closed to us' ? undefined : 'failed');
  const computes = whyNot(
    { source: 'beMetrics', right: 'OPERATE', table: 'be_metrics' },
    user,
    profile,
  );
  const put = (source: AskedSource, nodes: readonly string[], why: UnknownReason | undefined) => {
    if (why !== undefined) {
      nodes.forEach((node) => blocked.set(sourceKey(source, node), why));
    }
  };
  put('feMetrics', state.frontends.map(frontendId), frontends);
  put('beMetrics', [...state.backends, ...state.computeNodes].map(computeId), computes);
  return blocked;
}

/** The version is asked first: what it has not needs no right. */
function whyNot(
  { right, proc, table }: Means,
  user: UserState,
  profile: Profile,
): UnknownReason | undefined {
  if (
    (proc !== undefined && !profile.procPaths.includes(proc)) ||
    (table !== undefined && !(table in profile.tables))
  ) {
    return 'unsupported-version';
  }
  const has = (name: 'NODE' | 'OPERATE') => user.system.includes(name);
  const may = right === undefined || has('OPERATE') || (right === 'list' && has('NODE'));
  return may ? undefined : 'denied';
}
