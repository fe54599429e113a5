import type { NodeId } from '../../shared/ids';
import {
  known,
  maxReading,
  sameReason,
  sumReadings,
  unknown,
  type NodeReading,
  type Reading,
} from '../../shared/reading';
import { whyEmpty } from '../overview/emptyCell';
import type { ComputeRow } from '../starrocks/sources/computeRows';
import { cell, type DeriveContext } from './deriveContext';
import { diskSum, type DiskSum } from './deviceSums';

/** Data disks as a node's /metrics tell; unknown without any there. */
export function measuredDisks({ live, now }: DeriveContext, node: NodeId): Reading<DiskSum> {
  const reading = live.nodeReading('beMetrics', node, now);
  if (!reading.known) {
    return sameReason(reading);
  }
  const disks = diskSum(reading.value);
  return disks === null
    ? unknown('not-installed', reading.observedAt, { source: reading.source })
    : { ...reading, value: disks };
}

/** Fullest data disk; compute nodes and shared-data have caches, which are not judged as disks. */
export function diskPct(context: DeriveContext, row: ComputeRow): Reading<number> {
  const notApplicable = withoutDisks(context, row);
  if (notApplicable !== undefined) {
    return notApplicable;
  }
  const disks = measuredDisks(context, row.node);
  if (disks.known && row.alive === true) {
    return { ...disks, value: disks.value.worst.pct };
  }
  const list = context.live.reading('backends', context.now);
  if (!list.known) {
    return sameReason(list);
  }
  const why = whyEmpty(context.live.unknownColumns, 'backends', 'maxDiskUsedPct');
  return cell(row.alive, row.maxDiskUsedPct, list, why);
}

function withoutDisks(context: DeriveContext, row: ComputeRow): Reading<number> | undefined {
  const { runMode, now } = context;
  if (row.role === 'cn' || (runMode.known && runMode.value === 'shared_data')) {
    return unknown('not-applicable', now, { source: 'backends' });
  }
  if (!runMode.known) {
    return sameReason(runMode);
  }
  return undefined;
}

export function overDisks(
  context: DeriveContext,
  f: (disks: { total: number; used: number; worst: { pct: number } }) => number,
  how: 'sum' | 'max',
): Reading<number> {
  const { live, now, runMode } = context;
  const list = live.reading('backends', now);
  if (runMode.known && runMode.value === 'shared_data') {
    return unknown('not-applicable', now, { source: 'backends' });
  }
  if (!list.known) {
    return sameReason(list);
  }
  if (!runMode.known) {
    return sameReason(runMode);
  }
  const parts = list.value
    .filter((row) => row.alive === true)
    .map((row): NodeReading => {
      const measured = measuredDisks(context, row.node);
      const reported = reportedDisks(row);
      return {
        node: row.node,
        reading: measured.known
          ? { ...measured, value: f(measured.value) }
          : reported === null
            ? unknown('not-installed', list.observedAt, { source: 'backends' })
            : known(f(reported), list),
      };
    });
  return how === 'sum' ? sumReadings(parts, now) : maxReading(parts, now);
}

/** Totals of SHOW BACKENDS, for a BE whose /metrics do not answer. */
function reportedDisks(row: ComputeRow) {
  if (row.diskTotalBytes === null || row.diskAvailBytes === null || row.maxDiskUsedPct === null) {
    return null;
  }
  return {
    total: row.diskTotalBytes,
    used: row.diskTotalBytes - row.diskAvailBytes,
    worst: { pct: row.maxDiskUsedPct },
  };
}
