import assert from 'node:assert/strict';
import { isRestart } from '../../../src/shared/rollingRestarts';
import { nodeEvents, nodeListOf, type NodeList } from '../../../src/extension/collect/nodeEvents';
import { aFrontend } from './support/fakeAsker';

const list = (
  leader: string | null,
  nodes: Record<string, [alive: boolean | null, started: number | null]>,
): NodeList => ({
  leader,
  nodes: new Map(
    Object.entries(nodes).map(([node, [alive, started]]) => [
      node,
      { alive, startText: started === null ? null : String(started) },
    ]),
  ),
});
const kinds = (before: NodeList, after: NodeList) =>
  nodeEvents(before, after, 9).map(({ kind, node }) => `${kind} ${String(node)}`);

describe('nodeEvents', () => {
  it('tells loss, return, restart, arrival and departure of nodes', () => {
    const before = list('a', {
      a: [true, 1],
      b: [true, 1],
      c: [false, 1],
      d: [true, 1],
      e: [true, 1],
    });
    const after = list('a', {
      a: [true, 1],
      b: [false, 1],
      c: [true, 1],
      d: [true, 90_000],
      f: [true, 1],
    });
    assert.deepEqual(kinds(before, after), [
      'node-down b',
      'node-up c',
      'node-restarted d',
      'node-joined f',
      'node-left e',
    ]);
  });

  it('does not take an unknown start for a restart', () => {
    assert.deepEqual(kinds(list('a', { a: [true, null] }), list('a', { a: [true, 2_400] })), []);
  });

  it('tells a return as another process from one of the same', () => {
    const events = (started: number) =>
      nodeEvents(list('a', { a: [false, 1] }), list('a', { a: [true, started] }), 9);
    assert.deepEqual(events(1).map(isRestart), [false]);
    assert.deepEqual(events(2).map(isRestart), [true]);
  });

  it('remembers the start of an FE that is dead: its row has none', () => {
    const rows = [
      aFrontend('fe-01', { startText: 'monday' }),
      aFrontend('fe-01', { alive: false, startText: null }),
      aFrontend('fe-01', { startText: 'tuesday' }),
    ];
    let before: NodeList | undefined;
    const restarts = rows.flatMap((row) => {
      const now = nodeListOf([row], [], before);
      const events = before === undefined ? [] : nodeEvents(before, now, 9);
      before = now;
      return events.filter(isRestart);
    });
    assert.deepEqual(
      restarts.map(({ node }) => node),
      ['fe:fe-01:9010'],
    );
  });

  it('tells a new leader, but not that a leader is unknown', () => {
    const nodes = { a: [true, 1], b: [true, 1] } satisfies Record<string, [boolean, number]>;
    assert.deepEqual(kinds(list('a', nodes), list('b', nodes)), ['leader-changed b']);
    assert.deepEqual(kinds(list('a', nodes), list(null, nodes)), []);
  });
});
