import { phrase } from '../../shared/phrase';
import { sameReason, unknown, type Reading } from '../../shared/reading';
import { minuteMs } from '../../shared/time';
import type { FrontendMetrics } from '../starrocks/sources/feMetrics';
import type { Metadata } from '../starrocks/sources/metadata';
import type { OverviewInput } from './overviewInput';

export type MetadataInput = Pick<
  OverviewInput,
  'now' | 'metadata' | 'metadataFrontend' | 'frontends' | 'leader' | 'feMetrics'
>;

/** Until its first statistics job an FE says 0 of every size. */
const settlesMs = 10 * minuteMs;

/** What the leader itself tells over its metrics: it is not filtered by rights. */
export function leaderMetrics({
  leader,
  feMetrics,
  now,
}: Pick<MetadataInput, 'leader' | 'feMetrics' | 'now'>): Reading<FrontendMetrics> {
  if (!leader.known) {
    return sameReason(leader);
  }
  const sample = leader.value === null ? undefined : feMetrics.get(leader.value);
  return sample ?? unknown(leader.value === null ? 'node-down' : 'not-collected-yet', now);
}

/**
 * Tables are listed by right, silently: fewer of them than the leader counts is a lower bound, none
 * at all is no list. Without its count nobody knows whether some are missing.
 */
export function visibleMetadata(input: MetadataInput): Reading<Metadata> {
  const { metadata } = input;
  if (!metadata.known) {
    return metadata;
  }
  const { have, of } = sightOf(input, metadata.value);
  if (of !== null && have >= of) {
    return metadata;
  }
  return have === 0
    ? unknown('denied', metadata.observedAt, { source: metadata.source })
    : { ...metadata, bound: 'lower' as const };
}

/** Tables that the user's rights let through, of how many there are; undefined unless some are hidden. */
export function thinnedTables(
  input: MetadataInput,
): { readonly have: number; readonly of: number } | undefined {
  const { metadata } = input;
  if (!metadata.known) {
    return undefined;
  }
  const { have, of } = sightOf(input, metadata.value);
  return of !== null && have < of ? { have, of } : undefined;
}

function sightOf(
  input: MetadataInput,
  { groups }: Metadata,
): { readonly have: number; readonly of: number | null } {
  const counted = leaderMetrics(input);
  return {
    have: groups.reduce((sum, { tables }) => sum + tables, 0),
    of: counted.known ? counted.value.tables : null,
  };
}

/** The same where sizes and rows are concerned: of an FE that has just started they are not known. */
export function sizedMetadata(input: MetadataInput): Reading<Metadata> {
  const visible = visibleMetadata(input);
  return visible.known && isSettling(input, visible.value, visible.observedAt)
    ? unknown('not-collected-yet', visible.observedAt, {
        source: visible.source,
        detail: phrase('data.settling'),
      })
    : visible;
}

function isSettling(
  { frontends, metadataFrontend }: MetadataInput,
  { groups }: Metadata,
  answeredAt: number,
): boolean {
  const rows = frontends.known ? frontends.value : [];
  // Where it is not known which FE answered it may be any.
  const answering = rows.filter(
    ({ node }) => metadataFrontend === null || node === metadataFrontend,
  );
  const starts = answering.flatMap(({ startedAt }) => startedAt ?? []);
  if (starts.length > 0) {
    return starts.some((startedAt) => answeredAt - startedAt < settlesMs);
  }
  const sized = groups.filter(({ bytes }) => bytes !== null);
  return sized.length > 0 && sized.every(({ bytes }) => bytes === 0);
}
