/** What the product is kept from seeing by its user's rights, by closed ports and by the version. */
import type { ClusterState, UserState } from '../../src/demo/truth';
import type { UnknownReason } from '../../src/shared/reading';
import type { AskedSource } from './situation';
import { computeId, frontendId, sourceKey } from './situation';
import type { Told } from './versions';
import { tells } from './versions';

/** Who reaches the HTTP ports of the FEs, BEs and CNs. */
export const httpCases = ['open', 'closed to us', 'closed to the BEs too'] as const;
export type HttpCase = (typeof httpCases)[number];

type Means = {
  readonly source: AskedSource;
  /** A right on SYSTEM; `list` = NODE or OPERATE. */
  readonly right?: 'list' | 'OPERATE';
  /** What the version must have. */
  readonly told?: Told;
};

/** What each source rests on, as the facts about SQL tell it. */
const ofTheCluster: readonly Means[] = [
  { source: 'frontends', right: 'list' },
  { source: 'backends', right: 'list' },
  { source: 'computeNodes', right: 'list' },
  { source: 'runningQueries', right: 'OPERATE' },
  { source: 'feConfig', right: 'OPERATE' },
  { source: 'lakeCompactions', right: 'OPERATE', told: 'compactions' },
  { source: 'localCompactions', right: 'OPERATE', told: 'be_compactions' },
  { source: 'beConfig', right: 'OPERATE', told: 'be_configs' },
  { source: 'partitions', told: 'partitions_meta' },
  { source: 'loads', told: 'loads' },
  { source: 'streamLoads', told: 'stream_loads' },
  { source: 'routineLoads', told: 'routine_load_jobs' },
  { source: 'tabletHealth', right: 'OPERATE' },
  { source: 'tabletScheduler', right: 'OPERATE' },
  { source: 'alterSweep', right: 'OPERATE' },
  { source: 'queue', told: 'running_queries' },
  { source: 'profileList', told: 'PROFILELIST' },
  { source: 'warehouses', told: 'warehouses' },
];

/** By `source` or `source node`, why the product gets no usable answer. */
export function blockedBy(
  by: { readonly user: string; readonly http: HttpCase },
  state: ClusterState,
): ReadonlyMap<string, UnknownReason> {
  const { http } = by;
  const { version } = state;
  const user = state.users.find(({ name }) => name === by.user);
  if (user === undefined) {
    throw new Error(`the demo cluster has no user ${by.user}`);
  }
  const blocked = new Map<string, UnknownReason>();
  for (const means of ofTheCluster) {
    const why = whyNot(means, user, version);
    if (why !== undefined) {
      blocked.set(sourceKey(means.source), why);
    }
  }
  if (http === 'open') {
    // Transactions are asked of the databases in which the leader's metrics count some.
    const counted = tells(version, 'txn_running') && !blocked.has('frontends');
    if (counted && !user.system.includes('OPERATE')) {
      blocked.set('txnDetail', 'denied');
    }
    return blocked;
  }
  // What HTTP does not tell, these tables do.
  const frontends =
    whyNot({ source: 'feMetrics', right: 'OPERATE', told: 'fe_metrics' }, user, version) ??
    (http === 'closed to us' ? undefined : 'failed');
  const computes = whyNot(
    { source: 'beMetrics', right: 'OPERATE', told: 'be_metrics' },
    user,
    version,
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
  { right, told }: Means,
  user: UserState,
  version: string,
): UnknownReason | undefined {
  if (told !== undefined && !tells(version, told)) {
    return 'unsupported-version';
  }
  const has = (name: 'NODE' | 'OPERATE') => user.system.includes(name);
  const may = right === undefined || has('OPERATE') || (right === 'list' && has('NODE'));
  return may ? undefined : 'denied';
}
