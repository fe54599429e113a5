import type { SourceId } from '../../shared/ids';
import { phrase } from '../../shared/phrase';
import { unknown, type UnknownReading, type UnknownReason } from '../../shared/reading';
import type { EpochMs } from '../../shared/time';

/** A sample of metrics that says of its own figures why they are null. */
export type Sampled = {
  /** Values that were there but unusable. */
  readonly unusable: readonly string[];
  /** Values that SQL cannot tell. */
  readonly needsHttp?: readonly string[];
};

/** Why a figure of a sample is null: unusable, told over HTTP only, or not known to this version. */
export function whyNull(sample: Sampled, key: string): UnknownReason {
  if (sample.unusable.includes(key)) {
    return 'malformed';
  }
  return sample.needsHttp?.includes(key) === true ? 'not-applicable' : 'unsupported-version';
}

/** The reading of a figure that is null. */
export function missingFigure(
  sample: Sampled,
  key: string,
  { observedAt, source }: { readonly observedAt: EpochMs; readonly source: SourceId },
): UnknownReading<never> {
  const why = whyNull(sample, key);
  if (why !== 'not-applicable') {
    return unknown(why, observedAt, { source });
  }
  const detail = phrase(source === 'beMetricsSql' ? 'text.needs-be-http' : 'text.needs-fe-http');
  return unknown(why, observedAt, { source, detail });
}
