import type { NodeId } from '../../shared/ids';
import type { ClusterEvent } from '../../shared/model/trends';
import { restarted } from '../../shared/rollingRestarts';
import type { EpochMs } from '../../shared/time';
import type { ComputeRow } from '../starrocks/sources/computeRows';
import type { FrontendRow } from '../starrocks/sources/frontends';

type NodeFacts = { readonly alive: boolean | null; readonly startText: string | null };

/** What a node list said, reduced to what events are made of. */
export type NodeList = {
  readonly nodes: ReadonlyMap<NodeId, NodeFacts>;
  readonly leader: NodeId | null;
};

/** @param before a dead FE's row has no start time: the one it had before goes on */
export function nodeListOf(
  frontends: readonly FrontendRow[],
  computes: readonly ComputeRow[],
  before?: NodeList,
): NodeList {
  return {
    nodes: new Map(
      [...frontends, ...computes].map(({ node, alive, startText }) => [
        node,
        { alive, startText: startText ?? before?.nodes.get(node)?.startText ?? null },
      ]),
    ),
    leader: frontends.find((row) => row.role === 'LEADER')?.node ?? null,
  };
}

/** What happened between two node lists. */
export function nodeEvents(
  before: NodeList,
  after: NodeList,
  at: EpochMs,
): readonly ClusterEvent[] {
  const events: ClusterEvent[] = [];
  for (const [node, now] of after.nodes) {
    const then = before.nodes.get(node);
    const started = then?.startText ?? null;
    const anew = started !== null && now.startText !== null && now.startText !== started;
    if (then === undefined) {
      events.push({ at, kind: 'node-joined', node });
    } else if (then.alive === true && now.alive === false) {
      events.push({ at, kind: 'node-down', node });
    } else if (then.alive === false && now.alive === true) {
      events.push({ at, kind: 'node-up', node, ...(anew ? { detail: restarted } : {}) });
    } else if (anew) {
      events.push({ at, kind: 'node-restarted', node });
    }
  }
  for (const node of before.nodes.keys()) {
    if (!after.nodes.has(node)) {
      events.push({ at, kind: 'node-left', node });
    }
  }
  if (before.leader !== null && after.leader !== null && before.leader !== after.leader) {
    events.push({ at, kind: 'leader-changed', node: after.leader });
  }
  return events;
}
