import assert from 'node:assert/strict';
import { MalformedAnswer } from '../../../../src/extension/starrocks/failures';
import { alterJobs } from '../../../../src/extension/starrocks/sources/alterJobs';
import { answerOf, shanghai } from '../support/answers';

const database = { id: '10015', name: 'sa`les' };
const parse = (question: Parameters<typeof alterJobs>[0], header: string, ...rows: string[]) =>
  alterJobs(question).forms[0].parse(answerOf(header, ...rows), shanghai, new Map()).value;

describe('alterJobs', () => {
  it('lists the databases without those of the system', () => {
    assert.deepEqual(
      parse({ about: 'databases' }, 'DbId, DbName', '1 | information_schema', '10015 | sales'),
      { about: 'databases', databases: [{ id: '10015', name: 'sales' }] },
    );
  });

  it('counts jobs by the id of the database, since a name may hold a slash', () => {
    const header = 'JobType, Pending, Running, Finished, Cancelled, Total';
    const [form] = alterJobs({ about: 'counts', database }).forms;
    assert.equal(form.sql, "SHOW PROC '/jobs/10015'");
    assert.deepEqual(
      parse(
        { about: 'counts', database },
        header,
        'load | 0 | 1 | 3 | 0 | 4',
        'rollup | 1 | 0 | 2 | 0 | 3',
        'schema_change | 0 | 1 | 7 | 1 | 9',
      ),
      {
        about: 'counts',
        database: 'sa`les',
        counts: {
          column: { waiting: 0, running: 1, finished: 7, cancelled: 1 },
          rollup: { waiting: 1, running: 0, finished: 2, cancelled: 0 },
        },
      },
    );
    assert.throws(
      () => parse({ about: 'counts', database }, header, 'load | 0 | 1 | 3 | 0 | 4'),
      MalformedAnswer,
    );
  });

  it('reads one job of the rows of its indexes, and its progress only while it runs', () => {
    const header =
      'JobId, TableName, CreateTime, FinishTime, IndexName, IndexId, OriginIndexId, SchemaVersion, TransactionId, State, Msg, Progress, Timeout';
    const row = (index: string) =>
      `10301 | orders | 2025-06-27 09:50:00 | NULL | ${index} | 10302 | 10210 | 1:1344 | 197400 | RUNNING |  | 120/360 | 86400`;
    const ended =
      '10290 | orders | 2025-06-26 09:50:00 | 2025-06-26 09:51:10 | orders | 1 | 2 | 0:9 | 196000 | CANCELLED | no space | NULL | 86400';
    const question = { about: 'column', database } as const;
    assert.equal(
      alterJobs(question).forms[0].sql,
      'SHOW ALTER TABLE COLUMN FROM `sa``les` ORDER BY CreateTime DESC LIMIT 500',
    );
    const value = parse(question, header, row('orders'), row('by_day'), ended);
    assert.ok(value.about === 'column');
    assert.deepEqual(
      value.jobs.map(({ id, state, progressPct, message, timeoutMs }) => ({
        id,
        state,
        progress: progressPct === null ? null : Math.round(progressPct),
        message,
        timeoutMs,
      })),
      [
        { id: '10301', state: 'RUNNING', progress: 33, message: null, timeoutMs: 86_400_000 },
        {
          id: '10290',
          state: 'CANCELLED',
          progress: null,
          message: 'no space',
          timeoutMs: 86_400_000,
        },
      ],
    );
    assert.equal(value.jobs[1]?.finishedAt, Date.UTC(2025, 5, 26, 1, 51, 10));
  });

  it('finds the end of a rollup under the name that rollups alone use', () => {
    const value = parse(
      { about: 'rollup', database },
      'JobId, TableName, CreateTime, FinishedTime, BaseIndexName, RollupIndexName, RollupId, TransactionId, State, Msg, Progress, Timeout',
      '10311 | orders | 2025-06-27 09:55:00 | 2025-06-27 09:56:00 | orders | mv | 1 | 2 | FINISHED |  | NULL | 86400',
    );
    assert.ok(value.about === 'rollup');
    assert.equal(value.jobs[0]?.finishedAt, Date.UTC(2025, 5, 27, 1, 56, 0));
  });

  it('asks versions that know no OPTIMIZE for the counts instead', () => {
    const { forms } = alterJobs({ about: 'optimize', database });
    assert.deepEqual(
      forms.map(({ form }) => form),
      ['optimize', 'counts'],
    );
    const value = parse(
      { about: 'optimize', database },
      'JobId, TableName, CreateTime, FinishTime, Operation, TransactionId, State, Msg, Progress, Timeout',
      '1 | orders | 2025-06-27 09:55:00 | NULL | ALTER | 2 | RUNNING |  | 42% | 86400',
    );
    assert.ok(value.about === 'optimize');
    assert.equal(value.jobs[0]?.progressPct, 42);
  });
});
