import assert from 'node:assert/strict';
import fc from 'fast-check';
import { auditColumns, usualAuditColumns } from '../../../../src/extension/starrocks/auditColumns';
import { auditTables } from '../../../../src/extension/starrocks/auditTable';
import { auditMinutes } from '../../../../src/extension/starrocks/sources/auditMinutes';
import { auditSlow } from '../../../../src/extension/starrocks/sources/auditSlow';
import { auditTable } from '../../../../src/extension/starrocks/sources/auditTable';
import { auditTop } from '../../../../src/extension/starrocks/sources/auditTop';
import { prettyMs, profileList } from '../../../../src/extension/starrocks/sources/profileList';
import type { SqlAnswer } from '../../../../src/extension/starrocks/lane';
import type { PartOutcome } from '../../../../src/extension/starrocks/sources/source';
import type { UnknownReason } from '../../../../src/shared/reading';
import { shanghai } from '../support/answers';

const newest = [
  ...['queryId', 'timestamp', 'queryType', 'user', 'db', 'state', 'errorCode', 'queryTime'],
  ...['scanBytes', 'scanRows', 'returnRows', 'cpuCostNs', 'memCostBytes', 'isQuery', 'feIp'],
  ...['stmt', 'pendingTimeMs', 'QueriedRelations', 'warehouse'],
];
const oldest = [
  ...['query_id', 'time', 'client_ip', 'user', 'db', 'state', 'query_time', 'scan_bytes'],
  ...['scan_rows', 'return_rows', 'stmt_id', 'is_query', 'frontend_ip', 'stmt'],
];

function answer(columns: readonly string[], rows: readonly (readonly string[])[]): SqlAnswer {
  return {
    columns,
    rows: rows.map((row) =>
      Object.fromEntries(columns.map((column, i) => [column, row[i] ?? null])),
    ),
    tookMs: 4,
    receivedAtMono: 1_000,
  };
}

const found = (columns: readonly string[]): PartOutcome => ({
  ok: true,
  answer: answer(
    ['Field', 'Type'],
    columns.map((name) => [name, 'varchar']),
  ),
});
const failed = (why: UnknownReason, message: string): PartOutcome => ({
  ok: false,
  failure: { why, message },
});
const unknownDatabase = failed('failed', "Getting analyzing error. Unknown database 'x'.");

function looked(parts: Readonly<Record<string, PartOutcome>>, setting?: string) {
  const [form] = auditTable(setting).forms;
  const timeout = answer(['Variable_name', 'Value'], [['query_timeout', '900']]);
  return form.parse(timeout, shanghai, new Map(Object.entries(parts))).value;
}

describe('the audit table', () => {
  const [usual, , old] = auditTables(undefined).map(({ name }) => name);

  it('is found under the usual name, with its columns whatever their case', () => {
    const { found: table, queryTimeoutMs } = looked({
      [String(usual)]: found(newest.map((name) => name.toUpperCase())),
    });
    assert.equal(queryTimeoutMs, 900_000);
    assert.ok(table.ok);
    assert.equal(table.name, usual);
    assert.equal(table.columns.relations, '`QUERIEDRELATIONS`');
  });

  it('is found under an old name, with the columns of old', () => {
    const { found: table } = looked({
      [String(usual)]: unknownDatabase,
      [String(old)]: found(oldest),
    });
    assert.ok(table.ok);
    assert.equal(table.columns.startedAt, '`time`');
    assert.equal(table.columns.errorCode, undefined);
  });

  it('is not installed where no name is known, and denied where one is', () => {
    const absent = failed('unsupported-version', "Unknown table 'x'");
    const why = (parts: Readonly<Record<string, PartOutcome>>) => {
      const { found: table } = looked(parts);
      return table.ok ? undefined : table.why;
    };
    assert.equal(why({ [String(usual)]: absent, [String(old)]: unknownDatabase }), 'not-installed');
    const denied = failed('denied', 'Access denied; you need …');
    assert.equal(why({ [String(usual)]: denied, [String(old)]: unknownDatabase }), 'denied');
    assert.equal(why({ [String(usual)]: found(['id', 'name']) }), 'malformed');
  });

  it('is only looked for where the profile says', () => {
    const parts = auditTable('logs.`my audit`').forms[0].parts ?? [];
    assert.deepEqual(
      parts.map(({ sql }) => sql),
      ['DESC `logs`.`my audit`'],
    );
  });

  it('never lets a name out of its quotes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (text) => {
        const name = `db.\`${text.replaceAll('`', '``')}\``;
        const sql = auditTable(name).forms[0].parts?.[0]?.sql ?? '';
        const rest = sql.slice('DESC `db`.'.length).replace(/^`(?:[^`]|``)*`$/su, '');
        assert.equal(rest, '', sql);
      }),
    );
  });
});

describe('questions to the audit table', () => {
  const columns = auditColumns(newest) ?? usualAuditColumns;
  const table = { ok: true, name: 'a.b', quoted: '`a`.`b`', columns } as const;
  const fromWall = Date.UTC(2026, 2, 3, 9, 50, 0);
  const window = { table, fromWall, toWall: fromWall + 600_000 };
  const bounds =
    "`timestamp` >= '2026-03-03 09:50:00' AND `timestamp` < '2026-03-03 10:00:00' AND " +
    "left(`stmt`, 22) <> '/* starrocks-overview:' AND `queryType` <> 'connection'";

  it('read a few days’ partitions, without our own statements and logins', () => {
    for (const sql of [
      auditMinutes(window).forms[0].sql,
      auditSlow({ ...window, minMs: 5000, limit: 20 }).forms[0].sql,
    ]) {
      assert.ok(sql.includes(`WHERE ${bounds}`), sql);
    }
    const [top] = auditTop(window).forms;
    assert.match(top.sql, /`timestamp` >= '2026-03-03 09:00:00'/);
    assert.match(top.parts?.[0]?.sql ?? '', /`timestamp` >= '2026-03-02 10:00:00'/);
  });

  it('ask for no column that the table has not', () => {
    const old = auditColumns(oldest);
    assert.ok(old);
    const of = { ...window, table: { ...table, columns: old } };
    const all = [
      auditMinutes(of).forms[0].sql,
      auditSlow({ ...of, minMs: 1, limit: 1 }).forms[0].sql,
      auditTop(of).forms[0].sql,
      auditTop(of).forms[0].parts?.[0]?.sql ?? '',
    ].join('\n');
    const quoted = [...all.matchAll(/`([^`]+)`/g)].map(([, name]) => name);
    assert.deepEqual(
      [...new Set(quoted)].filter((name) => !['a', 'b', ...oldest].includes(String(name))),
      [],
    );
  });

  it('read what was not collected as unknown, and a failure as one', () => {
    const [form] = auditSlow({ ...window, minMs: 5000, limit: 20 }).forms;
    const { value } = form.parse(
      answer(
        ['query_id', 'started_at', 'duration_ms', 'state', 'user_name', 'scan_bytes', 'cpu_ns'],
        [['q1', '2026-03-03 09:55:00', '7000', 'ERR', 'etl', '-1', '1500000000']],
      ),
      shanghai,
      new Map(),
    );
    const [query] = value;
    assert.equal(query?.startedAt, Date.UTC(2026, 2, 3, 1, 55, 0));
    assert.equal(query.failed, true);
    assert.equal(query.scanBytes, null);
    assert.equal(query.cpuMs, 1500);
  });

  it('fail as a whole when the second half fails', () => {
    const slow = { ...window, minMs: 5000, limit: 20 };
    const [form] = auditSlow(slow, slow).forms;
    const rows = answer(['query_id', 'started_at', 'duration_ms', 'state', 'user_name'], []);
    assert.throws(
      () => form.parse(rows, shanghai, new Map([['again', failed('timeout', 'too slow')]])),
      /too slow/,
    );
  });
});

describe('profiles', () => {
  it('tell durations in two units', () => {
    const texts = ['2h5m', '1m23s', '1s234ms', '945ms', '0ms', '-', '5 minutes'];
    assert.deepEqual(texts.map(prettyMs), [7_500_000, 83_000, 1234, 945, 0, null, null]);
  });

  it('leave out those of our own statements', () => {
    const [form] = profileList.forms;
    const { value } = form.parse(
      answer(
        ['QueryId', 'StartTime', 'Time', 'State', 'Statement'],
        [
          ['a', '2026-03-03 09:55:00', '31s', 'Finished', '/* starrocks-overview:mvs */ SELECT 1'],
          ['b', '2026-03-03 09:55:00', '31s', 'Error', 'SELECT <b>1</b>'],
        ],
      ),
      shanghai,
      new Map(),
    );
    assert.deepEqual(
      value.map(({ queryId, sql }) => [queryId, sql]),
      [['b', 'SELECT <b>1</b>']],
    );
  });
});
