export type Release = readonly [major: number, minor: number];

/** Null when the version is unknown or written otherwise. */
export function releaseOf(version: string | null): Release | null {
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(version ?? '') ?? [];
  return major === undefined || minor === undefined ? null : [Number(major), Number(minor)];
}

/** What is not known counts as new. */
export function isAtLeast(release: Release | null, major: number, minor: number): boolean {
  return release === null || release[0] > major || (release[0] === major && release[1] >= minor);
}
