import type { SourceId } from '../../shared/ids';
import type { RunMode } from '../../shared/model/clusterHealth';
import {
  known,
  unknown,
  type Reading,
  type UnknownReading,
  type UnknownReason,
  sameReason,
} from '../../shared/reading';
import type { EpochMs } from '../../shared/time';
import type { AuditHistory } from './auditMemory';
import type { JobHistory } from './jobMemory';
import { missingFigure, type Sampled } from '../overview/missingFigure';
import type { LiveState } from './liveState';

/** What the series of one moment are derived from. */
export type DeriveContext = {
  readonly live: LiveState;
  readonly now: EpochMs;
  /** Period of the HTTP scrapes, ms. */
  readonly scrapeMs: number;
  readonly runMode: Reading<RunMode>;
  /** Recognises an own session by FE host, connection id and user. */
  readonly isOwnSession: (host: string | null, connectionId: string, user: string) => boolean;
  /** Failed compactions per second since the answer before; undefined before the second answer. */
  readonly compactionFailuresPerSecond: number | undefined;
  readonly jobs: JobHistory;
  readonly audit: AuditHistory;
  /** Own statements and their time, per second; undefined before the second round. */
  readonly ownCost: { readonly statements: number; readonly ms: number } | undefined;
};

/**
 * One figure of a sample: null is `unsupported-version`, or what the sample itself says of it.
 */
export function figure<T extends Sampled>(
  sample: Reading<T>,
  key: keyof T & string,
): Reading<number> {
  if (!sample.known) {
    return sameReason(sample);
  }
  const value = sample.value[key];
  return typeof value === 'number'
    ? { ...sample, value }
    : missingFigure(sample.value, key, sample);
}

/** A cell of a node list: unknown because the node is down, or for the reason that is given. */
export function cell(
  alive: boolean | null,
  value: number | null,
  from: { readonly observedAt: EpochMs; readonly source: SourceId },
  whyMissing: UnknownReason,
): Reading<number> {
  if (alive !== true) {
    return unknown('node-down', from.observedAt, {
      source: from.source,
      ...(value === null ? {} : { last: { value, observedAt: from.observedAt } }),
    });
  }
  return value === null
    ? unknown(whyMissing, from.observedAt, { source: from.source })
    : known(value, from);
}

/** Why a sum over nodes has no parts: the list is not known, or every node on it is down. */
export function nobodyExpected(
  { live, now }: DeriveContext,
  list: 'frontends' | 'backends' | 'computeNodes',
): UnknownReading<never> {
  const reading = live.reading(list, now);
  return reading.known
    ? unknown('node-down', reading.observedAt, { source: list })
    : sameReason(reading);
}
