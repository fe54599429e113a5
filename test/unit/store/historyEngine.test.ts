import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { dayMs, hourMs, minuteMs, secondMs } from '../../../src/shared/time';
import type { Snapshot } from '../../../src/extension/store/historyStore';
import { aSnapshot, clusterId, start, testHistory } from './support/historyFixture';

const roundMs = 30 * secondMs;

describe('HistoryEngine', () => {
  let test: Awaited<ReturnType<typeof testHistory>>;

  beforeEach(async () => {
    test = await testHistory();
  });
  afterEach(async () => {
    await test.dispose();
  });

  const full: Snapshot = aSnapshot(start, {
    gridMs: roundMs,
    values: {
      'query.qps': 12.345,
      'mem.avg': 61.27,
      'disk.used': 9_007_199_254_740_000,
      'query.p99': null,
    },
    state: { 'query.p99': { why: 'no-traffic' }, 'query.qps': { have: 2, of: 3, bound: 'lower' } },
    nodes: {
      'fe:10.0.0.1:9010': { 'fe.up': 1, 'fe.heap': 40.5 },
      'cn:10.0.0.9:9050': { 'be.up': 0, 'be.cpu': null, 'be.disk_max': null },
    },
    nodeState: { 'cn:10.0.0.9:9050': { 'be.disk_max': { why: 'not-applicable' } } },
    problems: [
      {
        rule: 'node.down',
        subject: 'cn:10.0.0.9:9050',
        level: 'critical',
        since: start - minuteMs,
      },
      { rule: 'compaction.pressure', subject: null, level: 'warning', since: start },
    ],
    events: [{ at: start - 3_000, kind: 'node-down', node: 'cn:10.0.0.9:9050' }],
  });

  it('gives back what was appended, after a restart too', async () => {
    assert.deepEqual(await test.engine.append(clusterId, full), { saved: true });

    for (const isRestarted of [false, true]) {
      const engine = isRestarted ? await test.reopen() : test.engine;
      const [read] = await engine.samples(clusterId, start, start + 1);
      assert.ok(read);
      assert.equal(read.values['query.qps'], 12.345);
      assert.equal(read.values['mem.avg'], 61.27);
      assert.equal(read.values['disk.used'], 9_007_199_254_740_000);
      assert.equal(read.values['query.p99'], null);
      assert.equal(read.values['cpu.avg'], null);
      assert.deepEqual(read.state, full.state);
      assert.equal(read.nodes['fe:10.0.0.1:9010']?.['fe.heap'], 40.5);
      assert.equal(read.nodes['cn:10.0.0.9:9050']?.['be.up'], 0);
      assert.equal(read.nodes['cn:10.0.0.9:9050']['be.cpu'], null);
      assert.ok(!('fe.heap' in read.nodes['cn:10.0.0.9:9050']));
      assert.deepEqual(read.nodeState, full.nodeState);
      assert.deepEqual(
        [...read.problems].sort((a, b) => (a.rule < b.rule ? -1 : 1)),
        [full.problems[1], full.problems[0]],
      );
      assert.deepEqual(read.events, full.events);
      assert.equal((await engine.openProblems(clusterId)).length, 2);
      assert.equal(await engine.lastAt(clusterId), start);
    }
  });

  it('stores a time once, whatever comes for it later', async () => {
    await test.engine.append(clusterId, aSnapshot(start, { values: { 'query.qps': 1 } }));
    await test.engine.append(clusterId, aSnapshot(start, { values: { 'query.qps': 2 } }));

    for (const isRestarted of [false, true]) {
      const engine = isRestarted ? await test.reopen() : test.engine;
      const read = await engine.samples(clusterId, 0, start + 1);
      assert.deepEqual(
        read.map((snapshot) => snapshot.values['query.qps']),
        [1],
      );
    }
  });

  it('goes on when the clock steps back, without doubles', async () => {
    for (const at of [start, start + roundMs, start, start - roundMs]) {
      assert.equal((await test.engine.append(clusterId, aSnapshot(at))).saved, true);
    }

    const read = await test.engine.samples(clusterId, 0, start + 10 * roundMs);
    assert.deepEqual(
      read.map(({ at }) => at),
      [start - roundMs, start, start + roundMs],
    );
  });

  it('finds the round that stands for a moment, but none in a gap', async () => {
    await test.engine.append(clusterId, aSnapshot(start));

    const near = await test.engine.snapshotAt(clusterId, start + minuteMs);
    assert.equal(near?.at, start);
    assert.equal(await test.engine.snapshotAt(clusterId, start + minuteMs + 1), null);
    assert.equal(await test.engine.snapshotAt(clusterId, start - 1), null);
  });

  it('finds the hour of a moment whose rounds are gone, with its nodes and problems', async () => {
    const problem = { rule: 'cpu.node', subject: null, since: start, level: 'warning' } as const;
    const be = 'be:10.0.0.1:9050';
    test.now = start;
    for (let at = start; at < start + hourMs; at += 5 * minuteMs) {
      await test.engine.append(
        clusterId,
        aSnapshot(at, {
          gridMs: 5 * minuteMs,
          values: { 'query.qps': 4, 'fe.alive': at === start ? 2 : 3, 'query.p99': null },
          state: { 'query.p99': { why: 'denied' } },
          nodes: { [be]: { 'be.cpu': 50, 'be.up': 1 } },
          problems: [problem],
        }),
      );
    }
    test.now = start + 40 * dayMs;
    await test.engine.append(clusterId, aSnapshot(test.now));
    // A day without a look at it: the next round saves the file, which drops what is too old.
    await test.reopen();
    test.now += 2 * dayMs;
    await test.engine.append(clusterId, aSnapshot(test.now));
    await test.engine.lastAt(clusterId);

    const past = await test.engine.snapshotAt(clusterId, start + 12 * minuteMs);

    const hour = Math.floor(start / hourMs) * hourMs;
    assert.deepEqual([past?.at, past?.gridMs], [hour, hourMs]);
    assert.equal(past?.values['query.qps'], 4);
    assert.equal(past.values['fe.alive'], 2);
    assert.equal(past.values['query.p99'], null);
    assert.deepEqual(past.state['query.p99'], { why: 'denied' });
    assert.deepEqual(past.nodes[be]?.['be.cpu'], 50);
    assert.deepEqual(past.problems, [problem]);
    assert.equal(await test.engine.snapshotAt(clusterId, start + 20 * dayMs), null);
  });

  it('closes a problem that the newest snapshot has no more, and knows its level in the past', async () => {
    const problem = { rule: 'cpu.node', subject: null, since: start } as const;
    const levels = ['warning', 'critical', null] as const;
    for (const [index, level] of levels.entries()) {
      const problems = level === null ? [] : [{ ...problem, level }];
      await test.engine.append(clusterId, aSnapshot(start + index * roundMs, { problems }));
    }

    assert.deepEqual(await test.engine.openProblems(clusterId), []);
    const read = await test.engine.samples(clusterId, start, start + minuteMs + 1);
    assert.deepEqual(
      read.map(({ problems }) => problems.map(({ level }) => level)),
      [['warning'], ['critical'], []],
    );
  });

  it('answers for a cluster without history, and writes nothing for it', async () => {
    assert.equal(await test.engine.lastAt(clusterId), null);
    assert.equal(await test.engine.size(clusterId), 0);
    assert.deepEqual(await test.engine.openProblems(clusterId), []);
    assert.throws(() => test.files(), { code: 'ENOENT' });
  });

  it('deletes the folder of a cluster, and begins anew', async () => {
    await test.engine.append(clusterId, aSnapshot(start));
    assert.ok((await test.engine.size(clusterId)) > 0);

    await test.engine.deleteCluster(clusterId);

    assert.equal(await test.engine.size(clusterId), 0);
    assert.throws(() => test.files(), { code: 'ENOENT' });
    await test.engine.append(clusterId, aSnapshot(start + roundMs));
    assert.equal((await test.engine.samples(clusterId, 0, start + minuteMs)).length, 1);
  });

  it('notices that its folder was removed, and saves the same record in a new one', async () => {
    await test.engine.append(clusterId, aSnapshot(start));
    await test.fs.remove(test.path('.'));

    const lost = await test.engine.append(clusterId, aSnapshot(start + roundMs));
    const next = await test.engine.append(clusterId, aSnapshot(start + 2 * roundMs));

    assert.equal(lost.saved, false);
    assert.equal(next.saved, true);
    const read = await (await test.reopen()).samples(clusterId, 0, start + 10 * minuteMs);
    assert.deepEqual(
      read.map(({ at }) => at),
      [start + roundMs, start + 2 * roundMs],
    );
  });

  it('refuses ids that are no plain names, and every call once closed', async () => {
    await assert.rejects(test.engine.append('../x', aSnapshot(start)), /UUID/);
    await test.engine.close();
    await assert.rejects(async () => test.engine.lastAt(clusterId), /closed/);
  });

  it('keeps in memory what fits the budget, those read last', async () => {
    const ids = ['a', 'b', 'c'].map((letter) => clusterId.replaceAll('0', letter));
    const loaded: string[] = [];
    test.onRead = (name) => loaded.push(name);
    // Less than two empty histories.
    test.budgetBytes = 150_000;
    await test.reopen();
    for (const id of ids) {
      await test.engine.append(id, aSnapshot(start));
      await test.engine.lastAt(id);
      test.now += 1;
    }
    loaded.length = 0;

    // The last one is still there, the first one is not.
    assert.equal(await test.engine.lastAt(ids[2] ?? ''), start);
    assert.equal(loaded.length, 0);
    assert.equal(await test.engine.lastAt(ids[0] ?? ''), start);
    assert.equal(loaded.length, 1);
  });
});
