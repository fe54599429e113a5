export type Disk = { readonly path: string; readonly total: number; readonly avail: number };

/** Disks that are measured, two paths of one file system (same total and free) once. */
export function distinctDisks(
  disks: Readonly<Record<string, { readonly total: number; readonly avail: number }>>,
): readonly Disk[] {
  const seen = new Set<string>();
  return Object.entries(disks).flatMap(([path, { total, avail }]) => {
    const key = `${total} ${avail}`;
    if (total <= 0 || seen.has(key)) {
      return [];
    }
    seen.add(key);
    return [{ path, total, avail }];
  });
}
