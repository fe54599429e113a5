import type { NodeId } from '../../shared/ids';
import type { Reading } from '../../shared/reading';
import { totalBytes } from '../overview/dataStatistics';
import { sizedMetadata, type MetadataInput } from '../overview/visibleMetadata';
import type { DeriveContext } from './deriveContext';
import { leaderOf } from './leader';
import type { ClusterSource, LiveState } from './liveState';

/** The FE that gave the newest answer of a source; null while it is not on the list of FEs. */
export function answeredBy(live: LiveState, source: ClusterSource): NodeId | null {
  const via = live.newest(source)?.via;
  const row = live.frontends().find(({ host, queryPort }) => via === `${host}:${queryPort}`);
  return row?.node ?? null;
}

/** Bytes of all tables, as the walk over the metadata tells them. */
export function dataBytes(context: DeriveContext): Reading<number> {
  return totalBytes(sizedMetadata(metadataInput(context)));
}

/** What tells how much of the metadata the user's rights let through. */
export function metadataInput(context: DeriveContext): MetadataInput {
  const { live, now } = context;
  const frontends = live.frontends();
  return {
    now,
    metadata: live.reading('metadata', now),
    metadataFrontend: answeredBy(live, 'metadata'),
    frontends: live.reading('frontends', now),
    leader: leaderOf(context),
    feMetrics: new Map(
      frontends.map(({ node }) => [node, live.nodeReading('feMetrics', node, now)]),
    ),
  };
}
