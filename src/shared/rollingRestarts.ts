import type { NodeId } from './ids';
import type { ClusterEvent, RollingRestart, ToldEvent } from './model/trends';
import { minuteMs, type EpochMs } from './time';

/** Detail of a `node-up`: it is another process than before. */
export const restarted = 'restarted';

/** Whether an event tells that a node was started anew. */
export function isRestart({ kind, detail }: ClusterEvent): boolean {
  return kind === 'node-restarted' || (kind === 'node-up' && detail === restarted);
}

/** Nodes that are restarted one after the other: so many, the next so soon, each back so soon. */
export const rolling = {
  fewest: 3,
  withinMs: 10 * minuteMs,
  backWithinMs: 5 * minuteMs,
} as const;

const rulesOfLoss: ReadonlySet<string | undefined> = new Set(['node.down', 'fe.down']);

/** A node from when it was missed, or from when it was seen as another process, until it was back. */
type Restart = { readonly node: NodeId; readonly from: EpochMs; readonly to: EpochMs };

/**
 * Rolling restarts as one event each, at the time of the first; the rest as it is. A node that is
 * still down, or was for long, is none of them: it is a loss.
 *
 * @param events oldest first
 */
export function withRollingRestarts(events: readonly ClusterEvent[]): readonly ToldEvent[] {
  const groups = chainsOf(restartsIn(events))
    .filter(isRolling)
    .map((chain) => groupOf(chain, events));
  const inside = new Set(groups.flatMap(({ members }) => members));
  const rest = events.filter((event) => !inside.has(event));
  return [...rest, ...groups].sort((a, b) => a.at - b.at);
}

function restartsIn(events: readonly ClusterEvent[]): readonly Restart[] {
  const down = new Map<NodeId, EpochMs>();
  const restarts: Restart[] = [];
  for (const event of events) {
    const { kind, node, at } = event;
    if (node === undefined) {
      continue;
    }
    if (kind === 'node-down') {
      down.set(node, at);
    } else if (isRestart(event)) {
      const from = kind === 'node-up' ? (down.get(node) ?? at) : at;
      if (at - from <= rolling.backWithinMs) {
        restarts.push({ node, from, to: at });
      }
    }
  }
  return restarts.sort((a, b) => a.from - b.from || a.to - b.to);
}

/** The next begins when the one before is back, and not long after. */
function chainsOf(restarts: readonly Restart[]): readonly (readonly Restart[])[] {
  const chains: Restart[][] = [];
  for (const restart of restarts) {
    const last = chains.at(-1)?.at(-1);
    const follows =
      last !== undefined && restart.from >= last.to && restart.from - last.to <= rolling.withinMs;
    if (follows) {
      chains.at(-1)?.push(restart);
    } else {
      chains.push([restart]);
    }
  }
  return chains;
}

/** Most nodes at one moment are no rolling restart: something happened to all of them. */
function isRolling(chain: readonly Restart[]): boolean {
  const nodes = new Set(chain.map(({ node }) => node));
  const atOnce = chain.map(({ to }) => chain.filter((other) => other.to === to).length);
  return nodes.size >= rolling.fewest && Math.max(...atOnce) <= chain.length / 2;
}

function groupOf(chain: readonly Restart[], events: readonly ClusterEvent[]): RollingRestart {
  const belongs = (event: ClusterEvent) =>
    chain.some(({ node, from, to }) => {
      if (event.node !== node) {
        return false;
      }
      // An alert ends some rounds after what it is about.
      const isAlert =
        (event.kind === 'problem-begun' || event.kind === 'problem-ended') &&
        rulesOfLoss.has(event.detail);
      const isOfNode = event.kind === 'node-down' || isRestart(event);
      const until = isAlert ? to + rolling.withinMs : to;
      return (isAlert || isOfNode) && event.at >= from && event.at <= until;
    });
  return {
    at: chain[0]?.from ?? Number.NaN,
    kind: 'rolling-restart',
    to: chain.at(-1)?.to ?? Number.NaN,
    nodes: [...new Set(chain.map(({ node }) => node))],
    members: events.filter(belongs),
  };
}
