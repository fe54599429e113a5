import { phrase } from '../../shared/phrase';
import { mapReading, sameReason, unknown, type Reading } from '../../shared/reading';
import type { FrontendMetrics } from '../starrocks/sources/feMetrics';
import type { FrontendRow } from '../starrocks/sources/frontends';
import type { MetadataImage } from '../starrocks/sources/imageAge';
import type { OverviewInput } from './overviewInput';

/** An FE's image: told over HTTP alone, by FEs that let us in there. */
export function metadataImage(
  metrics: Reading<FrontendMetrics>,
  answer: Reading<MetadataImage>,
): Reading<MetadataImage> {
  if (!metrics.known) {
    return sameReason(metrics);
  }
  return metrics.source === 'feMetricsSql'
    ? unknown('not-applicable', metrics.observedAt, {
        source: 'imageAge',
        detail: phrase('text.needs-fe-http'),
      })
    : answer;
}

/** How old it was when it was told, ms; the FE tells the time of its own clock. */
export function imageAgeMs(
  { now, images, clock, answeringSql }: OverviewInput,
  { node, alive }: Pick<FrontendRow, 'node' | 'alive'>,
): Reading<number> {
  if (alive === false) {
    return unknown(answeringSql.has(node) ? 'unreachable' : 'node-down', now, {
      source: 'imageAge',
    });
  }
  const image = images.get(node) ?? unknown('not-collected-yet', now, { source: 'imageAge' });
  if (image.known && image.value.writtenAt === null) {
    return unknown('not-applicable', image.observedAt, { source: image.source });
  }
  const age = image.known
    ? { ...image, value: image.observedAt - Number(image.value.writtenAt) }
    : sameReason(image);
  const by = (skewMs: number) => mapReading(age, (ms) => Math.max(0, ms + skewMs));
  if (clock.known) {
    return by(clock.value.skewMs);
  }
  // As all times are: by what the clock told last.
  return clock.last === undefined ? sameReason(clock) : by(clock.last.value.skewMs);
}
