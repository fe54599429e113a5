import assert from 'node:assert/strict';
import { LoadLog } from '../../../src/extension/collect/loadLog';
import type { LoadAnswer, LoadRow } from '../../../src/extension/starrocks/sources/loads';
import { aLoad } from '../overview/rows';

const minute = 60_000;

const load = (id: number, over: Partial<LoadRow> = {}): LoadRow =>
  aLoad({
    id: String(id),
    label: `label_${id}`,
    createdAt: id * minute,
    finishedAt: id * minute,
    ...over,
  });

const running = { state: 'LOADING', finishedAt: null } as const;

const answer = (...loads: readonly LoadRow[]): LoadAnswer => ({
  loads,
  watermark: Math.max(...loads.map(({ createdAt }) => Number(createdAt))),
  cut: false,
});

describe('LoadLog', () => {
  const historyOf = ({ history }: LoadLog) => {
    assert.ok(history !== undefined);
    return history;
  };
  const ids = (log: LoadLog) => historyOf(log).loads.map(({ id }) => id);

  it('knows nothing before the first answer', () => {
    assert.equal(new LoadLog().history, undefined);
    assert.equal(new LoadLog().watermark, undefined);
  });

  it('keeps what an answer from the watermark on does not repeat', () => {
    const log = new LoadLog();
    log.add(answer(load(1), load(2, running)), 0);
    log.add(answer(load(1), load(2), load(3)), minute);
    log.add(answer(load(3), load(4)), 2 * minute);

    assert.deepEqual(ids(log), ['1', '2', '3', '4']);
    assert.equal(log.watermark, 4 * minute);
    assert.equal(historyOf(log).lists[0]?.completeSince, minute);
  });

  it('begins anew, at an unknown distance, when the cluster has forgotten what it told last', () => {
    const log = new LoadLog();
    log.add(answer(load(1), load(2)), 0);
    log.add(answer(load(7), load(8)), minute);

    assert.deepEqual(historyOf(log).lists, [
      { completeSince: 7 * minute, rows: Number.POSITIVE_INFINITY },
      { completeSince: null, rows: 0 },
    ]);
  });

  it('does not take an old load for a sign that no stream load was forgotten', () => {
    const log = new LoadLog();
    const stream = (id: number) => load(id, { type: 'STREAM_LOAD' });
    log.add(answer(load(1), stream(30), stream(31)), 0);
    log.add(answer(load(1), stream(33), stream(34)), minute);

    assert.deepEqual(historyOf(log).lists, [
      { completeSince: minute, rows: 1 },
      { completeSince: 33 * minute, rows: Number.POSITIVE_INFINITY },
    ]);
  });

  it('drops a running load that is not told of any more: nobody knows how it ended', () => {
    const log = new LoadLog();
    log.add(answer(load(1), load(2, running)), 0);
    log.add(answer(load(1), load(3)), minute);

    assert.deepEqual(ids(log), ['1', '3']);
  });

  it('counts what ended between two answers once, and what a user cancelled not as failed', () => {
    const log = new LoadLog();
    log.add(answer(load(1), load(2, running), load(3, running), load(4, running)), 0);
    assert.equal(historyOf(log).failedPerSecond, undefined);

    const cancelled = { state: 'CANCELLED', error: 'type:USER_CANCEL; msg:user cancel' };
    const failed = { state: 'CANCELLED', error: 'type:LOAD_RUN_FAIL; msg:timeout' };
    log.add(answer(load(1), load(2), load(3, cancelled), load(4, failed)), 10_000);
    assert.equal(historyOf(log).finishedPerSecond, 0.1);
    assert.equal(historyOf(log).failedPerSecond, 0.1);

    log.add(answer(load(1), load(2), load(3, cancelled), load(4, failed)), 20_000);
    assert.equal(historyOf(log).failedPerSecond, 0);
  });

  it('forgets its rates, not its loads, when a gap lies between two answers', () => {
    const log = new LoadLog();
    log.add(answer(load(1)), 0);
    log.forgetRates();
    log.add(answer(load(1), load(2)), 3_600_000);

    assert.equal(historyOf(log).finishedPerSecond, undefined);
    assert.deepEqual(ids(log), ['1', '2']);
  });

  it('lets go of loads that ended more than an hour before the newest', () => {
    const log = new LoadLog();
    log.add(answer(load(1), load(2), load(80)), 0);

    assert.deepEqual(ids(log), ['80']);
  });
});
