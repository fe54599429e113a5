import assert from 'node:assert/strict';
import { Deadline } from '../../../src/extension/starrocks/deadline';
import { HttpGate } from '../../../src/extension/starrocks/httpGate';

describe('HttpGate', () => {
  /** Requests that end when told, and a count of those under way. */
  function desk(gate: HttpGate) {
    const open: { node: string; end: () => void }[] = [];
    const enter = (node: string, deadline = new Deadline(5_000)) =>
      gate
        .through(node, deadline, async () => {
          await new Promise<void>((resolve) => open.push({ node, end: resolve }));
        })
        .finally(() => deadline.dispose());
    return { open, enter };
  }
  const settle = () => new Promise((resolve) => setImmediate(resolve));

  it('lets eight nodes through at a time, and each node once', async () => {
    const { open, enter } = desk(new HttpGate());
    const all = ['a', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'].map((node) => enter(node));
    await settle();
    assert.deepEqual(
      open.map(({ node }) => node),
      ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'],
    );

    open[0]?.end();
    await settle();
    assert.equal(open[8]?.node, 'a', 'the second of a, who waited longest');
    open[1]?.end();
    await settle();
    assert.equal(open[9]?.node, 'i');
    open.forEach(({ end }) => end());
    await Promise.all(all);
  });

  it('lets go of who gave up waiting', async () => {
    const { open, enter } = desk(new HttpGate());
    const first = enter('a');
    await assert.rejects(enter('a', new Deadline(20)), /no free connection/);
    const third = enter('a');

    open[0]?.end();
    await settle();
    assert.equal(open.length, 2);
    open[1]?.end();
    await Promise.all([first, third]);
  });
});
