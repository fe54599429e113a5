import type { NodeDetails, NodeState } from '../../shared/model/nodeDetails';
import { t } from '../text';

/** The result of the node tables in one sentence: "6 of 7 answer, 1 down, 3 partly measured". */
export function nodesSentence(nodes: NodeDetails): string {
  if (!nodes.frontends.known && !nodes.compute.known) {
    return t('panel.nodes.notRead');
  }
  const states: NodeState[] = [nodes.frontends, nodes.compute].flatMap((rows) =>
    rows.known ? rows.value.rows.map(({ state }) => state) : [],
  );
  const count = (state: NodeState) => states.filter((candidate) => candidate === state).length;
  const parts = [
    t('panel.nodes.answer', {
      up: count('up') + count('partial') + count('no-heartbeat'),
      total: states.length,
    }),
  ];
  for (const state of ['down', 'no-heartbeat', 'partial', 'decommissioning', 'unknown'] as const) {
    if (count(state) > 0) {
      parts.push(t(`panel.nodes.${state}`, { count: count(state) }));
    }
  }
  const { deadBrokers } = nodes;
  if (deadBrokers.known && deadBrokers.value > 0) {
    parts.push(t('panel.nodes.deadBrokers', { count: deadBrokers.value }));
  }
  if (!nodes.frontends.known || !nodes.compute.known) {
    parts.push(t('panel.nodes.incomplete'));
  }
  return parts.join(', ');
}
