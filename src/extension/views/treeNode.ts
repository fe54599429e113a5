import type { ClusterId } from '../../shared/ids';
import type { Look } from './verdictLook';

/** A row of the tree as plain data; `clusterTree.ts` turns it into a `TreeItem`. */
export type TreeNode = {
  /** Stable over refreshes, so that expansion and selection stay. */
  readonly id: string;
  readonly clusterId?: ClusterId;
  /** One line of plain text. */
  readonly label: string;
  readonly description: string;
  readonly look: Look;
  /** For `when` clauses: `cluster:live`, `cluster:demo:paused`, `group:frontends`, `node:fe`, … */
  readonly context: string;
  /** What a screen reader says. */
  readonly spoken: string;
  /** Markdown with all cluster text escaped; built only when the tooltip is shown. */
  readonly tooltip: () => string;
  readonly children?: readonly TreeNode[];
  /** A cluster: its children are read from the live state when it is expanded. */
  readonly isCluster?: true;
};
