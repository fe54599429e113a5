/** Release of a cluster; the patch is null where the text names none. */
export type Release = readonly [major: number, minor: number, patch: number | null];

/**
 * From `version_comment`, such as "StarRocks version 3.3.2" or "3.5.1-1a2b3c".
 *
 * @returns null when the text is unknown or has no such number
 */
export function releaseOf(text: string | null): Release | null {
  const [, major, minor, patch] = /(?:^|[^\d.])(\d+)\.(\d+)(?:\.(\d+))?/.exec(text ?? '') ?? [];
  return major === undefined
    ? null
    : [Number(major), Number(minor), patch === undefined ? null : Number(patch)];
}

/** Undefined while it is not known: what that means is for each to say. */
export function isAtLeast(
  release: Release | null,
  [major, minor, patch = 0]: readonly [major: number, minor: number, patch?: number],
): boolean | undefined {
  if (release === null) {
    return undefined;
  }
  const difference = release[0] - major || release[1] - minor;
  if (difference !== 0) {
    return difference > 0;
  }
  return release[2] === null && patch > 0 ? undefined : Number(release[2]) >= patch;
}

/** Where one of two ways must be taken whatever is known: an unknown release counts as new. */
export function mayBeAtLeast(
  release: Release | null,
  least: readonly [major: number, minor: number, patch?: number],
): boolean {
  return isAtLeast(release, least) !== false;
}
