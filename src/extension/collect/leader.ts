import type { NodeId } from '../../shared/ids';
import { known, mostCommonReason, sameReason, unknown, type Reading } from '../../shared/reading';
import type { FrontendMetrics } from '../starrocks/sources/feMetrics';
import type { FrontendRow } from '../starrocks/sources/frontends';
import type { DeriveContext } from './deriveContext';

/** The leader's node id, null when the ladder proves that there is none, unknown while unproven. */
export function leaderOf(context: Pick<DeriveContext, 'live' | 'now'>): Reading<NodeId | null> {
  const frontends = context.live.reading('frontends', context.now);
  if (frontends.known) {
    const leader = frontends.value.find((row) => row.role === 'LEADER');
    return { ...frontends, value: leader === undefined ? null : leader.node };
  }
  const claims = leaderClaims(context);
  if (!claims.known) {
    return sameReason(frontends);
  }
  const [first] = claims.value;
  return { ...claims, value: first ?? null };
}

/**
 * The FEs whose own metrics say that they are the leader (`node_info{type="is_master"}`). Known when
 * at least half of the FEs say yes or no; that none does, only when the one that the list names is
 * among them.
 */
export function leaderClaims({
  live,
  now,
}: Pick<DeriveContext, 'live' | 'now'>): Reading<readonly NodeId[]> {
  const list = live.reading('frontends', now);
  const rows = live.frontends();
  const asked = rows
    .filter((row) => !list.known || row.alive === true)
    .map((row) => ({ row, metrics: live.nodeReading('feMetrics', row.node, now) }));
  const told = asked.flatMap(({ row, metrics }) =>
    metrics.known && metrics.value.isLeader !== null ? [{ row, metrics }] : [],
  );
  if (rows.length === 0 || told.length * 2 < rows.length) {
    return unproven(asked, now);
  }
  const claiming = told.filter(({ metrics }) => metrics.value.isLeader === true);
  const named = list.known ? list.value.find(({ role }) => role === 'LEADER') : undefined;
  if (
    claiming.length === 0 &&
    named !== undefined &&
    told.every(({ row }) => row.node !== named.node)
  ) {
    return unproven(asked, now);
  }
  const proofs = (claiming.length === 0 ? told : claiming).map(({ metrics }) => metrics);
  return known(
    claiming.map(({ row }) => row.node),
    {
      observedAt: Math.min(...proofs.map(({ observedAt }) => observedAt)),
      source: proofs[0]?.source ?? 'feMetrics',
    },
  );
}

type Asked = { readonly row: FrontendRow; readonly metrics: Reading<FrontendMetrics> };

function unproven(asked: readonly Asked[], now: number): Reading<never> {
  const silent = asked.flatMap(({ row, metrics }) =>
    metrics.known ? [] : [{ node: row.node, reading: sameReason(metrics) }],
  );
  return silent.length === 0
    ? unknown('unsupported-version', now, { source: 'feMetrics' })
    : mostCommonReason(silent, now);
}
