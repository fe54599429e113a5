/**
 * What the editor's own context menu is told of a reading, as `data-vscode-context`: its commands get
 * it as their argument. None for what this monitor itself tells, which is asked of nobody.
 */
export function readingContext(
  source: string | undefined,
  clusterId: string | undefined,
): string | undefined {
  return source === undefined || source === 'collector' || clusterId === undefined
    ? undefined
    : JSON.stringify({
        webviewSection: 'reading',
        preventDefaultContextMenuItems: true,
        clusterId,
        source,
      });
}
