import { createHash } from 'node:crypto';
import type { ClusterId } from '../../shared/ids';

/** The id of a demo cluster: the same for the same name, so that its history is found again. */
export function demoClusterId(name: string): ClusterId {
  const hex = createHash('sha256').update(`starrocks-overview demo ${name}`).digest('hex');
  // A UUID of version 8 ("custom"): configured clusters have random ones of version 4.
  const groups = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`];
  return [...groups, `a${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}

/** Whether an id was made by `demoClusterId`: only those are of version 8. */
export function isDemoClusterId(id: ClusterId): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/.test(id);
}
