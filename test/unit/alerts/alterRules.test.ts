import assert from 'node:assert/strict';
import type { AlterHistory } from '../../../src/extension/overview/alterHistory';
import type { AlterJobRow } from '../../../src/extension/starrocks/sources/alterJobs';
import { evidenceOf, minute, Run, sharedData, start } from '../overview/builders';
import { aSchemaChange } from '../overview/rows';

const hour = 60 * minute;

const none = { waiting: 0, running: 0, finished: 0, cancelled: 0 };

/** One look at the only database, `ageMs` before the start. */
const looked = (row: Partial<AlterJobRow>, ageMs = 0): AlterHistory => ({
  databases: ['sales'],
  counts: new Map([
    ['sales', { value: { column: { ...none, running: 1 }, rollup: none }, observedAt: start }],
  ]),
  lists: [
    { kind: 'column', database: 'sales', jobs: [aSchemaChange(row)], observedAt: start - ageMs },
  ],
  noOptimize: false,
});

const after = (ms: number, alters: AlterHistory) =>
  new Run(sharedData(3, { over: { alters } })).for(ms);

describe('alter.failed', () => {
  const failed = { state: 'CANCELLED', finishedAt: start - 50 * minute, message: 'no space left' };

  it('tells for an hour why the cluster cancelled a change', () => {
    const run = after(minute, looked(failed));
    assert.equal(run.problem('alter.failed')?.subject, 'table:sales.orders');
    assert.match(
      evidenceOf(run, 'alter.failed'),
      /^Schema change was cancelled by the cluster: no space left\./,
    );
    assert.equal(after(15 * minute, looked(failed)).problem('alter.failed'), undefined);
  });

  it('says nothing of what a user cancelled', () => {
    const run = after(minute, looked({ ...failed, message: 'user cancelled' }));
    assert.equal(run.problem('alter.failed'), undefined);
    assert.equal(run.state.rules['alter.failed']?.judged, true);
  });
});

describe('alter.stuck', () => {
  const waiting = { state: 'WAITING_TXN', createdAt: start - 20 * hour };

  it('tells of a job that has taken four fifths of its timeout, and what it waits for', () => {
    const run = after(minute, looked(waiting));
    assert.match(
      evidenceOf(run, 'alter.stuck'),
      /^Schema change is WAITING_TXN after 20 h; the cluster cancels it after 1 d\. It waits for/,
    );
    assert.equal(
      after(minute, looked({ ...waiting, createdAt: start - 19 * hour })).problem('alter.stuck'),
      undefined,
    );
    assert.equal(
      after(minute, looked({ ...waiting, state: 'PENDING' })).problem('alter.stuck'),
      undefined,
    );
  });

  it('judges nothing by a list of more than ten minutes ago', () => {
    const run = after(minute, looked(waiting, 11 * minute));
    assert.equal(run.problem('alter.stuck'), undefined);
    assert.equal(run.state.rules['alter.stuck']?.judged, false);
  });
});
