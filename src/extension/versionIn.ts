/** The version a `package.json` tells, which is of any shape as far as types know. */
export function versionIn(manifest: unknown): string {
  const isRecord = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
  return isRecord && typeof manifest.version === 'string' ? manifest.version : 'unknown';
}
