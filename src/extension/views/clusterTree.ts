import * as vscode from 'vscode';
import type { ClusterSummary, StarRocksOverviewApi } from '../../shared/api';
import type { Locale } from '../../shared/format';
import type { ClusterId, NodeId } from '../../shared/ids';
import type { ClusterAction } from '../../shared/model/action';
import type { EpochMs } from '../../shared/time';
import type { AlertKey } from '../alerts/alertMarks';
import type { ClusterRegistry } from '../clusters/clusterRegistry';
import type { Log } from '../log';
import { offersOf } from './offeredActions';
import { messageOf } from '../../shared/messageOf';
import type { AlertMemory } from './alertMemory';
import { clusterNode, invalidNode } from './clusterNode';
import { compareClusters, countAttention } from './clusterOrder';
import { groupNodes, treeModules } from './groupNodes';
import { say } from './say';
import { messageNode } from './treeGroup';
import { contextValueOf, type TreeNode } from './treeNode';

/** What VS Code holds of a row; the content behind the id changes with every refresh. */
export type TreeHandle = {
  readonly id: string;
  readonly clusterId?: ClusterId;
  readonly node?: NodeId;
  /** As the row shows them now; commands of its menu read it. */
  actions: readonly ClusterAction[];
  alert: AlertKey | undefined;
};

type Deps = {
  readonly api: StarRocksOverviewApi;
  readonly registry: ClusterRegistry;
  readonly alerts: AlertMemory;
  readonly log: Log;
  readonly locale: Locale;
  readonly now: () => EpochMs;
  /** Names this window's tree among the viewers of a cluster. */
  readonly viewer: string;
};

export const clustersViewId = 'starrocksOverview.clusters';
/** Redraws at most this often. */
const refreshDelayMs = 300;

/**
 * The sidebar: clusters worst first → groups → nodes, sessions, queries, tasks. It shows the live
 * state and asks the cluster nothing; an expanded cluster only asks for the visible cadence.
 */
export class ClusterTree implements vscode.TreeDataProvider<TreeHandle> {
  private readonly deps: Deps;
  private readonly view: vscode.TreeView<TreeHandle>;
  private readonly changed = new vscode.EventEmitter<TreeHandle | undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly disposables: { dispose(): unknown }[] = [];
  private readonly handles = new Map<string, TreeHandle>();
  private readonly nodes = new Map<string, TreeNode>();
  private readonly expanded = new Set<ClusterId>();
  private readonly visible = new Set<ClusterId>();
  private roots: readonly string[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(deps: Deps) {
    this.deps = deps;
    this.view = vscode.window.createTreeView(clustersViewId, {
      treeDataProvider: this,
      showCollapseAll: true,
    });
    const { api, registry, alerts } = deps;
    this.disposables.push(
      this.view,
      this.changed,
      api.onDidChangeClusters(() => {
        this.schedule();
      }),
      api.onDidChange(() => {
        this.schedule();
      }),
      registry.onDidChange(() => {
        this.schedule();
      }),
      alerts.onDidChange(() => {
        this.schedule();
      }),
      this.view.onDidExpandElement(({ element }) => {
        this.setExpanded(element, true);
      }),
      this.view.onDidCollapseElement(({ element }) => {
        this.setExpanded(element, false);
      }),
      this.view.onDidChangeVisibility(() => {
        this.tellVisible();
        this.schedule();
      }),
    );
  }

  getTreeItem(handle: TreeHandle): vscode.TreeItem {
    const node = this.nodes.get(handle.id);
    if (node === undefined) {
      return new vscode.TreeItem('');
    }
    const state =
      node.isCluster === true || node.children !== undefined
        ? vscode.TreeItemCollapsibleState.Collapsed
        : vscode.TreeItemCollapsibleState.None;
    const item = new vscode.TreeItem(node.label, state);
    item.id = node.id;
    item.description = node.description;
    item.contextValue = contextValueOf(node);
    item.iconPath = new vscode.ThemeIcon(
      node.look.icon,
      node.look.color === undefined ? undefined : new vscode.ThemeColor(node.look.color),
    );
    item.accessibilityInformation = { label: node.spoken };
    if (node.context === 'invalid') {
      item.command = {
        command: 'starrocksOverview.openClusterSettings',
        title: say(this.deps.locale, 'host.tree.openSettings'),
      };
    }
    return item;
  }

  resolveTreeItem(item: vscode.TreeItem, handle: TreeHandle): vscode.TreeItem {
    const node = this.nodes.get(handle.id);
    if (node !== undefined) {
      const tooltip = new vscode.MarkdownString(node.tooltip());
      tooltip.isTrusted = false;
      tooltip.supportHtml = false;
      item.tooltip = tooltip;
    }
    return item;
  }

  async getChildren(handle?: TreeHandle): Promise<TreeHandle[]> {
    if (handle === undefined) {
      return this.readRoots();
    }
    const node = this.nodes.get(handle.id);
    if (node?.isCluster === true && node.clusterId !== undefined) {
      return this.readGroups(node.clusterId);
    }
    return this.hold(node?.children ?? []);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.expanded.clear();
    this.tellVisible();
    for (const disposable of this.disposables) {
      disposable.dispose();
    }
  }

  private async readRoots(): Promise<TreeHandle[]> {
    const nodes = await this.rootNodes();
    this.forgetAllBut(nodes);
    this.roots = nodes.map((node) => node.id);
    return this.hold(nodes);
  }

  private async rootNodes(): Promise<readonly TreeNode[]> {
    const { api, registry, locale, log } = this.deps;
    const invalid = registry.invalid().map((entry) => invalidNode(entry, locale));
    try {
      const summaries = await api.listClusters();
      this.showBadge(summaries);
      const now = this.deps.now();
      return [
        ...[...summaries]
          .sort(compareClusters)
          .map((summary) =>
            clusterNode(summary, locale, now, this.deps.alerts.marks.silencedUntil[summary.id]),
          ),
        ...invalid,
      ];
    } catch (error) {
      log.warn(`The tree could not list the clusters: ${messageOf(error)}`);
      const text = say(locale, 'host.tree.failed', { message: messageOf(error) });
      return [messageNode('failed', text, { icon: 'question' }), ...invalid];
    }
  }

  private async readGroups(clusterId: ClusterId): Promise<TreeHandle[]> {
    const { api, locale, log } = this.deps;
    try {
      const overview = await api.getExtendedOverview(clusterId, { modules: treeModules });
      const offers = offersOf(this.deps.registry.get(clusterId), overview.header);
      const now = this.deps.now();
      const groups = groupNodes(overview.modules, {
        clusterId,
        locale,
        now,
        offers,
        marks: this.deps.alerts.marks,
      });
      this.forgetRowsOf(clusterId, groups);
      return this.hold(groups);
    } catch (error) {
      log.warn(`The tree could not read cluster ${clusterId}: ${messageOf(error)}`);
      const text = say(locale, 'host.tree.failed', { message: messageOf(error) });
      return this.hold([messageNode(`${clusterId}/failed`, text, { icon: 'question' }, clusterId)]);
    }
  }

  /** Rows as VS Code may hold them: the same object for the same id. */
  private hold(nodes: readonly TreeNode[]): TreeHandle[] {
    return nodes.map((node) => {
      this.nodes.set(node.id, node);
      let handle = this.handles.get(node.id);
      if (handle === undefined) {
        handle = {
          id: node.id,
          ...(node.clusterId === undefined ? {} : { clusterId: node.clusterId }),
          ...(node.node === undefined ? {} : { node: node.node }),
          actions: [],
          alert: undefined,
        };
        this.handles.set(node.id, handle);
      }
      handle.actions = node.actions ?? [];
      handle.alert = node.alert;
      return handle;
    });
  }

  private forgetAllBut(roots: readonly TreeNode[]): void {
    const kept = new Set(roots.map((node) => node.id));
    for (const { id, clusterId } of [...this.handles.values()]) {
      if (!kept.has(id) && (clusterId === undefined || !kept.has(clusterId))) {
        this.forget(id);
      }
    }
    for (const id of [...this.expanded]) {
      if (!kept.has(id)) {
        this.expanded.delete(id);
      }
    }
    this.tellVisible();
  }

  /** Queries and sessions that ended must not pile up. */
  private forgetRowsOf(clusterId: ClusterId, groups: readonly TreeNode[]): void {
    const kept = new Set([clusterId, ...groups.flatMap(idsOf)]);
    for (const handle of [...this.handles.values()]) {
      if (handle.clusterId === clusterId && !kept.has(handle.id)) {
        this.forget(handle.id);
      }
    }
  }

  private forget(id: string): void {
    this.handles.delete(id);
    this.nodes.delete(id);
  }

  private schedule(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      void this.refresh();
    }, refreshDelayMs);
  }

  private async refresh(): Promise<void> {
    const nodes = await this.rootNodes();
    const same =
      nodes.length === this.roots.length && nodes.every(({ id }, i) => id === this.roots[i]);
    if (!same) {
      this.changed.fire(undefined);
      return;
    }
    for (const node of nodes) {
      const before = this.nodes.get(node.id);
      const handle = this.handles.get(node.id);
      const isExpanded = node.clusterId !== undefined && this.expanded.has(node.clusterId);
      if (
        handle !== undefined &&
        (isExpanded || before === undefined || !looksSame(before, node))
      ) {
        this.nodes.set(node.id, node);
        this.changed.fire(handle);
      } else {
        // The tooltip is built from the newest content even when the row looks the same.
        this.nodes.set(node.id, node);
      }
    }
  }

  private setExpanded(handle: TreeHandle, isExpanded: boolean): void {
    if (handle.clusterId === undefined || handle.id !== handle.clusterId) {
      return;
    }
    if (isExpanded) {
      this.expanded.add(handle.clusterId);
    } else {
      this.expanded.delete(handle.clusterId);
    }
    this.tellVisible();
  }

  private tellVisible(): void {
    const { api, viewer, log } = this.deps;
    const wanted = this.view.visible ? this.expanded : new Set<ClusterId>();
    for (const id of new Set([...wanted, ...this.visible])) {
      const isVisible = wanted.has(id);
      if (isVisible !== this.visible.has(id)) {
        if (isVisible) {
          this.visible.add(id);
        } else {
          this.visible.delete(id);
        }
        api.setVisible(id, viewer, isVisible).catch((error: unknown) => {
          log.debug(`The tree could not change the cadence of ${id}: ${messageOf(error)}`);
        });
      }
    }
  }

  private showBadge(summaries: readonly ClusterSummary[]): void {
    const value = countAttention(summaries);
    this.view.badge =
      value === 0
        ? undefined
        : { value, tooltip: say(this.deps.locale, 'host.tree.badge', { count: value }) };
  }
}

function idsOf(node: TreeNode): readonly string[] {
  return [node.id, ...(node.children ?? []).flatMap(idsOf)];
}

function looksSame(a: TreeNode, b: TreeNode): boolean {
  return (
    a.label === b.label &&
    a.description === b.description &&
    a.look.icon === b.look.icon &&
    a.context === b.context
  );
}
