import assert from 'node:assert/strict';
import { causeStatements } from '../../../src/extension/starrocks/causeStatements';
import type { CauseReport } from '../../../src/shared/model/causes';

const from = Date.UTC(2026, 6, 14, 3);
const report: CauseReport = {
  from,
  to: from + 600_000,
  beforeFrom: from - 600_000,
  rounds: 10,
  roundsBefore: 10,
  suspects: [
    { kind: 'event', event: { at: from, kind: 'node-down', node: 'be:a`;DROP--:9050' } },
    {
      kind: 'ran',
      ran: { kind: 'query', id: "q'1", what: null, user: null, from, to: from + 1 },
    },
    ...(['queries', 'failures', 'node'] as const).map((family) => ({
      kind: 'change' as const,
      family,
      series: 'query.qps' as const,
      unit: 'perSecond' as const,
      before: 100,
      during: 400,
    })),
  ],
};

const document = (auditTable: string | undefined) =>
  causeStatements({ cluster: 'prod\n; DROP TABLE t', report, auditTable, locale: 'en' });
const lines = (text: string) =>
  text.split('\n').filter((line) => line !== '' && !line.startsWith('--'));

describe('the SQL behind suspects', () => {
  it('only reads, with names of the cluster quoted or in comments', () => {
    const text = document('`audit``; DROP`.tbl');
    const named = lines(text).filter((line) => line.includes('DROP'));
    assert.ok(named.length > 0);
    assert.ok(
      named.every((line) => line === 'FROM `audit``; DROP`.`tbl`'),
      named.join('\n'),
    );
    for (const paragraph of text.trim().split('\n\n').slice(1)) {
      assert.match(lines(paragraph)[0] ?? '', /^(SHOW|SELECT) /);
    }
  });

  it('compares both stretches by shape, and tells each statement once', () => {
    const text = document('starrocks_audit_db__.starrocks_audit_tbl__');
    assert.equal(text.match(/GROUP BY shape/g)?.length, 1);
    assert.ok(text.includes(`FROM_UNIXTIME(${from / 1000})`));
    assert.ok(text.includes(`FROM_UNIXTIME(${report.beforeFrom / 1000})`));
    assert.ok(text.includes("WHERE queryId IN ('q\\'1')"));
    assert.equal(text.match(/SHOW BACKENDS;/g)?.length, 1);
  });

  it('says what cannot be known without an audit log', () => {
    const text = document(undefined);
    assert.match(text, /^-- No audit log is read/m);
    assert.doesNotMatch(text, /audit_tbl/);
  });
});
