import type { ClusterId, NodeId } from '../../shared/ids';
import type { ClusterAction } from '../../shared/model/action';
import type { AlertKey } from '../alerts/alertMarks';
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
  /** What can be done to it; the editor's menus show the kinds that are in `contextValue`. */
  readonly actions?: readonly ClusterAction[];
  /** The node it is the row of. */
  readonly node?: NodeId;
  /** The query it is the row of. */
  readonly queryId?: string;
  /** The load it is the row of. */
  readonly loadId?: string;
  /** The alert it is the row of. */
  readonly alert?: AlertKey;
  /** What a screen reader says. */
  readonly spoken: string;
  /** Markdown with all cluster text escaped; built only when the tooltip is shown. */
  readonly tooltip: () => string;
  readonly children?: readonly TreeNode[];
  /** A cluster: its children are read from the live state when it is expanded. */
  readonly isCluster?: true;
};

/** For `when` clauses: the context, then the kind of each action that is offered. */
export function contextValueOf({
  context,
  actions,
}: Pick<TreeNode, 'context' | 'actions'>): string {
  return [context, ...(actions ?? []).map(({ kind }) => kind)].join(' ');
}
