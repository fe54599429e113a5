import assert from 'node:assert/strict';
import { nodeEvents, nodeListOf, type NodeList } from '../../../src/extension/collect/nodeEvents';
import { eventText } from '../../../src/shared/eventText';
import type { NodeId } from '../../../src/shared/ids';
import type { ClusterEvent, RollingRestart } from '../../../src/shared/model/trends';
import { withRollingRestarts } from '../../../src/shared/rollingRestarts';
import { alertRows } from '../../../src/webview/view/alertRows';
import type { ProblemInterval } from '../../../src/shared/model/healthHistory';
import { compute, frontend, many } from '../overview/builders';

const round = 30_000;
const minute = 60_000;

/** The lists of nodes of each round, while nodes are down in turn, and the events between them. */
class Cluster {
  readonly events: ClusterEvent[] = [];
  readonly problems: ProblemInterval[] = [];
  at = 0;
  readonly #starts = new Map<string, number>();
  #list: NodeList | undefined;
  readonly #frontends = many(3, (n) => frontend(n));
  readonly #nodes = many(6, (n) => compute('cn', n));

  get nodes(): readonly NodeId[] {
    return [...this.#frontends, ...this.#nodes].map(({ node }) => node);
  }

  round(...down: readonly NodeId[]): void {
    const of = <R extends { readonly node: NodeId; readonly startText: string | null }>(
      row: R,
    ): R => ({
      ...row,
      alive: !down.includes(row.node),
      startText: `start ${String(this.#starts.get(row.node) ?? 0)}`,
    });
    const list = nodeListOf(this.#frontends.map(of), this.#nodes.map(of), this.#list);
    if (this.#list !== undefined) {
      this.events.push(...nodeEvents(this.#list, list, this.at));
    }
    this.#list = list;
    this.at += round;
  }

  /** It is down for some rounds, in which its alert begins, and comes back as another process. */
  restart(node: NodeId, rounds = 2): void {
    const from = this.at;
    const rule = node.startsWith('fe') ? 'fe.down' : 'node.down';
    for (let n = 0; n < rounds; n += 1) {
      this.round(node);
    }
    this.events.push({ at: from + round, kind: 'problem-begun', detail: rule, node });
    this.#starts.set(node, this.at);
    this.round();
    this.round();
    this.events.push({ at: this.at, kind: 'problem-ended', detail: rule, node });
    this.problems.push({ rule, subject: node, level: 'warning', from: from + round, to: this.at });
    this.round();
  }
}

const ordered = (events: readonly ClusterEvent[]) => events.toSorted((a, b) => a.at - b.at);
const rolled = (events: readonly ClusterEvent[]) =>
  withRollingRestarts(ordered(events)).flatMap((event) =>
    event.kind === 'rolling-restart' ? [event] : [],
  );
const restart = (at: number, node: NodeId): ClusterEvent => ({ at, kind: 'node-restarted', node });

describe('a rolling restart', () => {
  const cluster = new Cluster();
  cluster.round();
  cluster.nodes.forEach((node) => {
    cluster.restart(node);
  });
  const leader: ClusterEvent = { at: 4 * minute, kind: 'leader-changed', node: 'fe:fe-2:9010' };
  const told = withRollingRestarts(ordered([...cluster.events, leader]));

  it('of nine nodes is one event, with what happened to each of them inside', () => {
    assert.deepEqual(told.map(({ kind }) => kind).sort(), ['leader-changed', 'rolling-restart']);
    const group = told.find((event): event is RollingRestart => event.kind === 'rolling-restart');
    assert.ok(group !== undefined);
    assert.deepEqual(group.nodes, cluster.nodes);
    assert.equal(group.members.length, 9 * 4, 'down, up, alert begun, alert ended');
    assert.match(eventText(group, 'en'), /^Rolling restart of 9 nodes in .* from fe-1 to cn-6$/);
    assert.deepEqual(new Set(group.members.map(({ node }) => node)), new Set(cluster.nodes));
  });

  it('is one line of the history of alerts', () => {
    const other: ProblemInterval = {
      rule: 'node.down',
      subject: 'cn:cn-9:9050',
      level: 'critical',
      from: 0,
      to: minute,
    };
    const rows = alertRows(
      {
        problems: [...cluster.problems, other],
        events: ordered(cluster.events),
        from: 0,
        to: cluster.at,
      },
      [],
    );
    assert.deepEqual(
      rows.map(({ subject, members }) => [subject, members?.length]),
      [
        ['cn:cn-9:9050', undefined],
        [null, 9],
      ],
    );
    assert.equal(rows[1]?.intervals.length, 9);
  });

  it('keeps a line of its own for a node that is down again now', () => {
    const open = cluster.problems.slice(0, 1).map(({ rule, subject }) => ({
      rule,
      subject,
      state: 'open' as const,
    }));
    const rows = alertRows(
      { problems: cluster.problems, events: ordered(cluster.events), from: 0, to: cluster.at },
      open as unknown as Parameters<typeof alertRows>[1],
    );
    assert.deepEqual(
      rows.map(({ state, members }) => [state, members?.length]),
      [
        ['open', undefined],
        ['ended', 8],
      ],
    );
  });

  it('is not made of a node that stays down long, nor of two nodes', () => {
    const slow = new Cluster();
    slow.round();
    const [a = '', b = '', c = '', d = ''] = slow.nodes;
    slow.restart(a);
    slow.restart(b);
    assert.deepEqual(rolled(slow.events), [], 'two');
    slow.restart(c, 14);
    assert.deepEqual(rolled(slow.events), [], 'the third took seven minutes');
    const quick = new Cluster();
    quick.round();
    [a, b, c].forEach((node) => {
      quick.restart(node);
    });
    quick.round(d);
    quick.round(d);
    const left = withRollingRestarts(ordered(quick.events));
    assert.deepEqual(
      left.map(({ kind }) => kind),
      ['rolling-restart', 'node-down'],
      'what is down is told',
    );
  });

  it('is not what happens to most nodes at once, but may take two in one round', () => {
    const nodes = many(6, (n) => `cn:cn-${n}:9050`);
    assert.deepEqual(rolled(nodes.map((node) => restart(minute, node))), []);
    const pairs = nodes.map((node, i) => restart(Math.floor(i / 2) * round, node));
    assert.deepEqual(
      rolled(pairs).map((each) => each.nodes.length),
      [6],
    );
  });

  it('ends after ten quiet minutes', () => {
    const nodes = many(6, (n) => `cn:cn-${n}:9050`);
    const twice = nodes.map((node, i) => restart(i * minute + (i < 3 ? 0 : 11 * minute), node));
    assert.deepEqual(
      rolled(twice).map((each) => each.nodes.length),
      [3, 3],
    );
  });
});
