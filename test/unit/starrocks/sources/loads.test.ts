import assert from 'node:assert/strict';
import { loads, streamLoads } from '../../../../src/extension/starrocks/sources/loads';
import { routineLoads } from '../../../../src/extension/starrocks/sources/routineLoads';
import { answerOf, at, shanghai } from '../support/answers';

const columns =
  'ID, LABEL, DB_NAME, TABLE_NAME, USER, WAREHOUSE, STATE, TYPE, PROGRESS, SCAN_ROWS, SCAN_BYTES, FILTERED_ROWS, SINK_ROWS, CREATE_TIME, LOAD_FINISH_TIME, ERROR_MSG, TRACKING_SQL';

const parse = (...rows: readonly string[]) =>
  loads(undefined).forms[0].parse(answerOf(columns, ...rows), shanghai, new Map());

describe('loads', () => {
  it('reads a row in the global zone, whatever the session zone is', () => {
    const { value } = loads(undefined).forms[0].parse(
      answerOf(
        columns,
        '976331 | label_1 | sales | orders | root |  | FINISHED | INSERT | ETL:100%; LOAD:100% | 65546 | 548622 | 0 | 65546 | 2025-06-27 09:59:00 | 2025-06-27 09:59:06 |  | ',
      ),
      { ...shanghai, sessionOffsetMs: 0 },
      new Map(),
    );

    assert.deepEqual(value, {
      loads: [
        {
          id: '976331',
          label: 'label_1',
          database: 'sales',
          table: 'orders',
          user: 'root',
          warehouse: null,
          state: 'FINISHED',
          type: 'INSERT',
          progressPct: 100,
          scanRows: 65_546,
          scanBytes: 548_622,
          filteredRows: 0,
          sinkRows: 65_546,
          createdAt: Date.UTC(2025, 5, 27, 1, 59, 0),
          finishedAt: Date.UTC(2025, 5, 27, 1, 59, 6),
          error: null,
          trackingSql: null,
        },
      ],
      watermark: Date.UTC(2025, 5, 27, 9, 59, 6),
      cut: false,
    });
  });

  it('tells no times while the zone is unknown, and yet knows what to ask next', () => {
    const row =
      '1 | l | sales | t | u |  | LOADING | BROKER | ETL:100%; LOAD:45% | 1 | 1 | 0 | 0 | 2025-06-27 09:59:00 | NULL! |  | ';
    const { value } = loads(undefined).forms[0].parse(
      answerOf(columns, row),
      { ...shanghai, globalOffsetMs: null },
      new Map(),
    );

    assert.equal(at(value.loads, 0).createdAt, null);
    assert.equal(at(value.loads, 0).progressPct, 45);
    assert.equal(value.watermark, Date.UTC(2025, 5, 27, 9, 59, 0));
  });

  it('takes the 0% of a stream load for no progress at all', () => {
    const row = (progress: string) =>
      `1 | l | sales | t | u |  | LOADING | STREAM_LOAD | ${progress} | 1 | 1 | 0 | 0 | 2025-06-27 09:59:00 | NULL! |  | `;

    assert.equal(at(parse(row('0%')).value.loads, 0).progressPct, null);
    assert.equal(at(parse(row('ETL:N/A; LOAD:N/A')).value.loads, 0).progressPct, null);
  });

  it('asks what began or ended since ten minutes before the watermark, and what has not ended', () => {
    const [form] = loads(Date.UTC(2025, 5, 27, 9, 59, 6)).forms;

    assert.match(
      form.sql,
      / WHERE CREATE_TIME >= '2025-06-27 09:49:06' OR LOAD_FINISH_TIME >= '2025-06-27 09:49:06' OR LOAD_FINISH_TIME IS NULL ORDER BY CREATE_TIME DESC LIMIT 2000$/,
    );
    assert.doesNotMatch(loads(undefined).forms[0].sql, /WHERE/);
  });

  it('asks an older view only for columns it has', () => {
    const older = at(loads(undefined).forms, 1);
    assert.match(older.sql, /`JOB_ID`, `LABEL`, `DATABASE_NAME`, `STATE`/);
    assert.doesNotMatch(older.sql, /TABLE_NAME|`USER`|WAREHOUSE|SCAN_BYTES/);

    const parsed = older.parse(
      answerOf(
        'JOB_ID, LABEL, DATABASE_NAME, STATE, TYPE, PROGRESS, SCAN_ROWS, FILTERED_ROWS, SINK_ROWS, CREATE_TIME, LOAD_FINISH_TIME, ERROR_MSG, TRACKING_SQL',
        '7 | l | sales | CANCELLED | BROKER | ETL:N/A; LOAD:N/A | 0 | 0 | 0 | 2025-06-27 09:59:00 | 2025-06-27 09:59:01 | type:USER_CANCEL; msg:user cancel | ',
      ),
      shanghai,
      new Map(),
    );
    assert.equal(at(parsed.value.loads, 0).id, '7');
    assert.equal(at(parsed.value.loads, 0).table, null);
    assert.deepEqual(parsed.unknownColumns, ['table', 'user', 'warehouse', 'scanBytes']);
  });

  it('reads stream loads by their own names, and counts every row that was read', () => {
    const { value } = streamLoads(undefined).forms[0].parse(
      answerOf(
        'LABEL, ID, DB_NAME, TABLE_NAME, STATE, ERROR_MSG, NUM_ROWS_NORMAL, NUM_ROWS_AB_NORMAL, NUM_ROWS_UNSELECTED, NUM_LOAD_BYTES, CREATE_TIME_MS, END_TIME_MS, TYPE, TRACKING_SQL',
        's1 | 5 | sales | orders | FINISHED |  | 10 | 2 | 3 | 640 | 2025-06-27 09:59:00 | 2025-06-27 09:59:04 | STREAM_LOAD | ',
      ),
      shanghai,
      new Map(),
    );

    const { scanRows, filteredRows, sinkRows, scanBytes, finishedAt } = at(value.loads, 0);
    assert.deepEqual([scanRows, filteredRows, sinkRows, scanBytes], [15, 2, 10, 640]);
    assert.equal(finishedAt, Date.UTC(2025, 5, 27, 1, 59, 4));
  });
});

describe('routineLoads', () => {
  const header =
    'ID, NAME, CREATE_TIME, PAUSE_TIME, DB_NAME, TABLE_NAME, STATE, CURRENT_TASK_NUM, STATISTICS, REASONS_OF_STATE_CHANGED, TRACKING_SQL';
  const row =
    '10204 | orders_load | 2025-06-01 21:01:31 | NULL! | sales | orders | RUNNING | 2 | {"totalRows":6,"errorRows":1} |  | ';
  const lagOf = (lag: string, times: string) =>
    at(
      routineLoads.forms[0].parse(
        answerOf(`${header}, OFFSET_LAG, TIMESTAMP_PROGRESS`, `${row} | ${lag} | ${times}`),
        { ...shanghai, skewMs: 3_000 },
        new Map(),
      ).value,
      0,
    );

  it('adds the lag of all partitions and takes the oldest time, on the clock of the cluster', () => {
    const { receivedAt } = shanghai;
    const job = lagOf(
      '{"0":"5","1":"7"}',
      `{"0":"${receivedAt - 1_000}","1":"${receivedAt - 9_000}"}`,
    );

    assert.equal(job.lagRows, 12);
    assert.equal(job.lagMs, 12_000);
    assert.deepEqual([job.totalRows, job.errorRows, job.tasks], [6, 1, 2]);
    assert.equal(job.createdAt, Date.UTC(2025, 5, 1, 13, 1, 31));
  });

  it('is not behind when nothing waits, though nobody has sent for long', () => {
    const job = lagOf('{"0":"0"}', '{"0":"1686143856061"}');
    assert.deepEqual([job.lagRows, job.lagMs], [0, 0]);
  });

  it('knows no lag from an answer that cannot be read', () => {
    const job = lagOf('{"0":', 'NULL!');
    assert.deepEqual([job.lagRows, job.lagMs], [null, null]);
  });

  it('asks older versions without the columns of the lag', () => {
    const [, second, third] = routineLoads.forms;
    assert.match(second?.sql ?? '', /OFFSET_LAG/);
    assert.doesNotMatch(third?.sql ?? '', /OFFSET_LAG|TIMESTAMP_PROGRESS/);
    const parsed = third?.parse(answerOf(header, row), shanghai, new Map());
    assert.equal(parsed?.value[0]?.lagRows, null);
    assert.deepEqual(parsed.unknownColumns, ['lagRows', 'lagMs']);
  });
});
