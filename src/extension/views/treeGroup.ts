import type { ClusterId } from '../../shared/ids';
import type { Locale } from '../../shared/format';
import type { ClusterAction } from '../../shared/model/action';
import type { PhraseId } from '../../shared/phrases.en';
import type { Reading, Rows, UnknownReading } from '../../shared/reading';
import type { EpochMs } from '../../shared/time';
import type { AlertMarks } from '../alerts/alertMarks';
import { escapeMarkdown } from './displayText';
import { noValue, readingTextWithReason, whyText } from './readingText';
import { say } from './say';
import type { TreeNode } from './treeNode';
import type { Look } from './verdictLook';

/** What every group beneath one cluster needs. */
export type TreeContext = {
  readonly clusterId: ClusterId;
  readonly locale: Locale;
  readonly now: EpochMs;
  /** Which actions are shown; absent = none. */
  readonly offers?: (action: ClusterAction) => boolean;
  /** What was said of alerts; absent = nothing. */
  readonly marks?: AlertMarks;
};

/** A row that only says something. */
export function messageNode(id: string, text: string, look: Look, clusterId?: ClusterId): TreeNode {
  return {
    id,
    ...(clusterId === undefined ? {} : { clusterId }),
    label: text,
    description: '',
    look,
    context: 'message',
    spoken: text,
    tooltip: () => escapeMarkdown(text),
  };
}

/** A row that others hang beneath. */
export function group(
  { clusterId, locale }: TreeContext,
  key: string,
  title: PhraseId,
  icon: string,
  content: { readonly description: string; readonly children: readonly TreeNode[] },
): TreeNode {
  const label = say(locale, title);
  return {
    id: `${clusterId}/${key}`,
    clusterId,
    label,
    description: content.description,
    look: { icon },
    context: `group:${key}`,
    spoken: `${label}: ${content.description}`,
    tooltip: () => escapeMarkdown(`${label}: ${content.description}`),
    children: content.children,
  };
}

/** The rows of a list; a row that says why where it is not known, and one that says how many more there are. */
export function rowNodes<R>(
  { clusterId, locale, offers = () => false }: TreeContext,
  key: string,
  rows: Rows<R>,
  how: {
    readonly sort?: (rows: readonly R[]) => readonly R[];
    readonly node: (row: R) => Omit<TreeNode, 'clusterId'>;
    /** Rows that hide behind one when there are many of them. */
    readonly folded?: (row: R) => boolean;
  },
): readonly TreeNode[] {
  const prefix = `${clusterId}/${key}`;
  if (!rows.known) {
    return [unknownNode(`${prefix}/unknown`, rows, locale, clusterId)];
  }
  const { rows: list, total } = rows.value;
  if (list.length === 0) {
    return [
      messageNode(`${prefix}/none`, say(locale, 'host.tree.none'), { icon: 'dash' }, clusterId),
    ];
  }
  const seen = new Map<string, number>();
  const nodeOf = (row: R): TreeNode => {
    const node = how.node(row);
    // The editor refuses a tree with two equal ids, and a cluster may well repeat itself.
    const before = seen.get(node.id);
    const times = before === undefined ? 1 : before + 1;
    seen.set(node.id, times);
    const id = times === 1 ? `${prefix}/${node.id}` : `${prefix}/${node.id}#${times}`;
    const actions = (node.actions ?? []).filter((action) => offers(action));
    return { ...node, id, clusterId, actions };
  };
  const sorted = how.sort === undefined ? list : how.sort(list);
  const folded = how.folded === undefined ? [] : sorted.filter(how.folded);
  const nodes =
    folded.length > unfolded
      ? [
          ...sorted.filter((row) => !folded.includes(row)).map(nodeOf),
          healthyNode(`${prefix}/healthy`, folded.map(nodeOf), locale, clusterId),
        ]
      : sorted.map(nodeOf);
  if (total <= list.length) {
    return nodes;
  }
  const more = say(locale, 'host.tree.more', { count: total - list.length });
  return [...nodes, messageNode(`${prefix}/more`, more, { icon: 'ellipsis' }, clusterId)];
}

/** So many healthy rows are still shown one by one. */
const unfolded = 5;

function healthyNode(
  id: string,
  children: readonly TreeNode[],
  locale: Locale,
  clusterId: ClusterId,
): TreeNode {
  const label = say(locale, 'host.tree.healthy', { count: children.length });
  return { ...messageNode(id, label, { icon: 'pass' }, clusterId), context: 'healthy', children };
}

function unknownNode(
  id: string,
  reading: UnknownReading<unknown>,
  locale: Locale,
  clusterId: ClusterId,
): TreeNode {
  return messageNode(id, whyText(reading, locale), { icon: 'question' }, clusterId);
}

/** What a group says of itself: why there is nothing to say where its module is not known. */
export function detail<M>(
  module: Reading<M> | undefined,
  locale: Locale,
  text: (value: M) => string,
): string {
  return module === undefined ? noValue : readingTextWithReason(module, text, locale);
}
