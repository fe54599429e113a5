/** Major, minor, patch; null = the cluster has not said, or not in words that we know. */
export type ClusterVersion = readonly [major: number, minor: number, patch: number] | null;

/** From `version_comment`, such as "StarRocks version 3.3.2" or "3.5.1-1a2b3c". */
export function clusterVersionOf(text: string | null): ClusterVersion {
  const [, major, minor, patch] = /(?:^|[^\d.])(\d+)\.(\d+)\.(\d+)/.exec(text ?? '') ?? [];
  return major === undefined ? null : [Number(major), Number(minor), Number(patch)];
}

/** Undefined while the version is not known. */
export function isAtLeast(
  version: ClusterVersion,
  [major, minor, patch]: readonly [number, number, number],
): boolean | undefined {
  if (version === null) {
    return undefined;
  }
  const difference = version[0] - major || version[1] - minor || version[2] - patch;
  return difference >= 0;
}
