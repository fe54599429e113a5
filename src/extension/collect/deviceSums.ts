import { distinctDisks } from '../overview/distinctDisks';
import type { ComputeMetrics } from '../starrocks/sources/beMetrics';

/** Σ over network interfaces; null when the node exports none. */
export function networkSum(metrics: ComputeMetrics, direction: 'receive' | 'send'): number | null {
  const interfaces = Object.values(metrics.network);
  return interfaces.length === 0
    ? null
    : interfaces.reduce((total, counters) => total + counters[direction], 0);
}

/** Σ over whole block devices; null when the node exports none (containers). */
export function deviceSum(metrics: ComputeMetrics, key: 'read' | 'written'): number | null {
  const devices = metrics.devices === null ? [] : Object.values(metrics.devices);
  return devices.length === 0
    ? null
    : devices.reduce((total, counters) => total + counters[key], 0);
}

export type DiskSum = {
  readonly total: number;
  readonly used: number;
  readonly worst: { readonly path: string; readonly pct: number };
};

/** Data disks of a node, two paths of one file system (same total and free) once; null without any. */
export function diskSum(metrics: ComputeMetrics): DiskSum | null {
  let total = 0;
  let used = 0;
  let worst: DiskSum['worst'] | undefined;
  for (const disk of distinctDisks(metrics.disks)) {
    total += disk.total;
    used += disk.total - disk.avail;
    const pct = (100 * (disk.total - disk.avail)) / disk.total;
    if (worst === undefined || pct > worst.pct) {
      worst = { path: disk.path, pct };
    }
  }
  return worst === undefined ? null : { total, used, worst };
}
