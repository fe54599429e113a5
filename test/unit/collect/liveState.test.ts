import assert from 'node:assert/strict';
import { LiveState } from '../../../src/extension/collect/liveState';
import { aComputeNode } from './support/fakeAsker';

const answeredAt = 1_750_000_000_000;

/** Two CNs, and how often it was asked how long an answer holds. */
function liveState() {
  const asked: string[] = [];
  const live = new LiveState((source, node) => {
    asked.push(`${source} ${node ?? ''}`.trim());
    return 30_000;
  }, 30_000);
  const answer = {
    form: 'show',
    asked: 'SHOW COMPUTE NODES',
    askedAt: answeredAt,
    observedAt: answeredAt,
    tookMs: 1,
    receivedAtMono: 0,
    ok: true,
    rows: 2,
  } as const;
  live.put('computeNodes', {
    ...answer,
    source: 'computeNodes',
    value: [aComputeNode('cn-01'), aComputeNode('cn-02')],
    unknownColumns: ['cpuUsedPct'],
  });
  asked.length = 0;
  return { live, asked, answer };
}

describe('LiveState', () => {
  it('makes each reading once while one moment is assembled', () => {
    const { live, asked } = liveState();
    const [first, second] = live.atOnce(answeredAt, () => [
      live.reading('computeNodes', answeredAt),
      live.reading('computeNodes', answeredAt),
    ]);
    assert.equal(first, second);
    assert.deepEqual(asked, ['computeNodes']);
  });

  it('reads another moment for itself, and anew once the first is assembled', () => {
    const { live } = liveState();
    const late = answeredAt + 45_001;
    live.atOnce(answeredAt, () => {
      assert.equal(live.reading('computeNodes', answeredAt).known, true);
      assert.equal(live.reading('computeNodes', late).known, false);
    });
    assert.notEqual(
      live.reading('computeNodes', answeredAt),
      live.reading('computeNodes', answeredAt),
    );
  });

  it('lists nodes and missing columns once for each answer', () => {
    const { live, answer } = liveState();
    const before = { nodes: live.computes(), columns: live.unknownColumns };
    assert.equal(live.computes(), before.nodes);
    assert.equal(live.unknownColumns, before.columns);
    live.put('computeNodes', { ...answer, source: 'computeNodes', value: [aComputeNode('cn-03')] });
    assert.deepEqual(
      live.computes().map(({ host }) => host),
      ['cn-03'],
    );
    assert.equal(live.unknownColumns.size, 0);
  });
});
