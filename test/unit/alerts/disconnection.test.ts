import assert from 'node:assert/strict';
import { noMarks, silence } from '../../../src/extension/alerts/alertMarks';
import { Disconnection } from '../../../src/extension/alerts/disconnection';
import type { ClusterSummary } from '../../../src/shared/api';
import { aProblem, aSummary, at } from '../views/builders';

const minuteMs = 60_000;
const cluster = (id: string, patch: Partial<ClusterSummary> = {}): ClusterSummary => {
  const summary = aSummary({ problems: [], state: 'live', ...patch });
  return { ...summary, id };
};
const gone = { state: 'disconnected' } as const;

/** What is told after each look, one every half minute. */
const told = (...looks: readonly (readonly ClusterSummary[])[]) => {
  const disconnection = new Disconnection();
  return looks.map((summaries, i) =>
    disconnection.next(summaries, { now: at + (i * minuteMs) / 2, marks: noMarks }),
  );
};

describe('Disconnection', () => {
  const all = [cluster('a'), cluster('b')];
  const none = [cluster('a', gone), cluster('b', gone)];

  it('is told once for all clusters, after two rounds, and again when it comes back', () => {
    assert.deepEqual(told(all, none, none, none, none, all, none, none, none), [
      undefined,
      undefined,
      undefined,
      2,
      undefined,
      undefined,
      undefined,
      undefined,
      2,
    ]);
  });

  it('is no news while a cluster answers, one is proven to be unreachable, or none ever answered', () => {
    const one = [cluster('a'), cluster('b', gone)];
    const unreachable = aProblem({ rule: 'cluster.unreachable', subject: null });
    const proven = [cluster('a', { ...gone, problems: [unreachable] }), cluster('b', gone)];
    for (const looks of [
      [all, one, one, one],
      [all, proven, proven, proven],
      [none, none, none, none],
    ]) {
      assert.ok(told(...looks).every((each) => each === undefined));
    }
  });

  it('does not count the demo, which needs no network, nor what is paused', () => {
    const demo = cluster('demo');
    const demos = { ...demo, profile: { ...demo.profile, demo: true as const } };
    const paused = cluster('b', { state: 'paused' });
    const silent = [demos, cluster('a', gone), paused];
    assert.equal(told([demos, cluster('a'), paused], silent, silent, silent).at(-1), 1);
  });

  it('says nothing of clusters that are silenced', () => {
    const disconnection = new Disconnection();
    const marks = silence(noMarks, 'a', at + 60 * minuteMs);
    const looks = [[cluster('a')], [cluster('a', gone)], [cluster('a', gone)]];
    assert.ok(
      looks.every(
        (summaries, i) =>
          disconnection.next(summaries, { now: at + i * minuteMs, marks }) === undefined,
      ),
    );
  });
});
