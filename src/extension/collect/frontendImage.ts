import type { NodeId } from '../../shared/ids';
import type { Reading } from '../../shared/reading';
import { metadataImage } from '../overview/imageAge';
import type { MetadataImage } from '../starrocks/sources/imageAge';
import type { DeriveContext } from './deriveContext';

/** The newest image of an FE's metadata. */
export function imageOf(
  { live, now }: Pick<DeriveContext, 'live' | 'now'>,
  node: NodeId,
): Reading<MetadataImage> {
  return metadataImage(
    live.nodeReading('feMetrics', node, now),
    live.nodeReading('imageAge', node, now),
  );
}
