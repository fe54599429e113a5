import assert from 'node:assert/strict';
import {
  materializedViews,
  taskRuns,
  taskSchedules,
} from '../../../../src/extension/starrocks/sources/materializedViews';
import { transactions } from '../../../../src/extension/starrocks/sources/transactions';
import { answerOf, at, shanghai } from '../support/answers';

describe('transactions', () => {
  it('reads a row that waits to be published', () => {
    const { value } = transactions('sales').forms[0].parse(
      answerOf(
        'TransactionId, Label, Coordinator, TransactionStatus, LoadJobSourceType, PrepareTime, CommitTime, PublishTime, FinishTime, Reason, ErrorReplicasCount, ListenerId, TimeoutMs, ErrMsg',
        '197548 | insert_7c | FE: 10.0.0.11 | COMMITTED | INSERT_STREAMING | 2025-06-27 09:59:50 | 2025-06-27 09:59:58 | NULL | NULL |  | 0 | 18231 | 14400000 | ',
      ),
      shanghai,
      new Map(),
    );

    assert.deepEqual(value, {
      database: 'sales',
      transactions: [
        {
          id: '197548',
          label: 'insert_7c',
          coordinator: 'FE: 10.0.0.11',
          status: 'COMMITTED',
          source: 'INSERT_STREAMING',
          preparedAt: Date.UTC(2025, 5, 27, 1, 59, 50),
          committedAt: Date.UTC(2025, 5, 27, 1, 59, 58),
          timeoutMs: 14_400_000,
        },
      ],
    });
  });

  it('quotes the name of the database', () => {
    const [form] = transactions("a'b\\c").forms;
    assert.equal(form.sql, "SHOW PROC '/transactions/a\\'b\\\\c/running'");
  });
});

describe('materializedViews', () => {
  const header =
    'MATERIALIZED_VIEW_ID, TABLE_SCHEMA, TABLE_NAME, REFRESH_TYPE, IS_ACTIVE, INACTIVE_REASON, TASK_NAME, LAST_REFRESH_STATE, LAST_REFRESH_START_TIME, LAST_REFRESH_FINISHED_TIME, LAST_REFRESH_DURATION, LAST_REFRESH_ERROR_MESSAGE, TABLE_ROWS';
  const parse = (row: string) =>
    at(
      materializedViews.forms[0].parse(
        answerOf(header, row),
        { ...shanghai, sessionOffsetMs: 0 },
        new Map(),
      ).value,
      0,
    );

  it('asks with a WHERE, without which some versions show one database only', () => {
    assert.match(materializedViews.forms[0].sql, / WHERE TABLE_NAME != ''$/);
    assert.doesNotMatch(materializedViews.forms[0].sql, /DEFINITION/);
  });

  it('reads times in the global zone and seconds as milliseconds', () => {
    const view = parse(
      '1 | sales | mv | ASYNC | true |  | mv-1 | SUCCESS | 2025-06-27 09:59:00 | 2025-06-27 09:59:12 | 12.345 |  | 7',
    );
    assert.equal(view.startedAt, Date.UTC(2025, 5, 27, 1, 59, 0));
    assert.equal(view.durationMs, 12_345);
    assert.deepEqual([view.active, view.state, view.rows], [true, 'SUCCESS', 7]);
  });

  it('knows no state of a view that was never refreshed, whatever word stands for it', () => {
    const view = parse('1 | sales | mv | ROLLUP | false | dropped |  | null |  |  |  |  | ');
    assert.deepEqual([view.active, view.state, view.task], [false, null, null]);
    assert.deepEqual([view.startedAt, view.durationMs, view.rows], [null, null, null]);
  });
});

describe('taskRuns and taskSchedules', () => {
  it('takes the id of the query for the job where runs have no job', () => {
    const [newer, older] = taskRuns.forms;
    assert.match(newer.sql, /`JOB_ID`.*INTERVAL 24 HOUR.*LIMIT 2000$/);
    const parsed = older?.parse(
      answerOf(
        'TASK_NAME, QUERY_ID, CREATE_TIME, FINISH_TIME, STATE, ERROR_MESSAGE',
        'mv-1 | q1 | 2025-06-27 09:59:00 | NULL! | RUNNING | ',
      ),
      shanghai,
      new Map(),
    );
    assert.equal(parsed?.value[0]?.job, 'q1');
    assert.equal(parsed.value[0].finishedAt, null);
  });

  it('reads how often a task runs; by hand or on change is no schedule', () => {
    const { value } = taskSchedules.forms[0].parse(
      answerOf(
        'TASK_NAME, SCHEDULE',
        'mv-1 | START(2026-01-01T00:00) EVERY(300 SECONDS)',
        'mv-2 | START(2026-01-01T00:00) EVERY(2 HOURS)',
        'mv-3 | MANUAL',
        'mv-4 | NULL!',
      ),
      shanghai,
      new Map(),
    );
    assert.deepEqual(
      value.map(({ everyMs }) => everyMs),
      [300_000, 7_200_000, null, null],
    );
  });
});
