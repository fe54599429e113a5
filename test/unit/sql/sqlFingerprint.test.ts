import assert from 'node:assert/strict';
import fc from 'fast-check';
import { sqlFingerprint } from '../../../src/extension/sql/sqlFingerprint';

const cases: readonly (readonly [name: string, sql: string, fingerprint: string])[] = [
  [
    'numbers and strings',
    "SELECT a FROM t WHERE id = 17 AND n = 'O''Neil'",
    'select a from t where id = ? and n = ?',
  ],
  ['a string with an escaped quote', "SELECT 'it\\'s', \"x\"", 'select ?'],
  [
    'lists of any length',
    'select * from t where id in (1, 2,3)',
    'select * from t where id in (?)',
  ],
  ['rows of VALUES', "INSERT INTO t VALUES (1,'a'),(2,'b'),(3,'c')", 'insert into t values (?)'],
  [
    'comments and hints',
    '/* app */ SELECT /*+ SET_VAR(query_timeout=1) */ a -- why\nFROM t # end',
    'select a from t',
  ],
  ['names in quotes that need none', 'select `A`.`b` from `T`', 'select a.b from t'],
  ['names in quotes that need them', 'select `a b` from `x``y`', 'select `a b` from `x`y`'],
  ['signs', 'select -1, a - 1 from t where b > -2.5e3', 'select ?, a - ? from t where b > ?'],
  ['hexadecimal and binary literals', "select 0xFF, x'0a', 1e9, .5", 'select ?'],
  ['digits that belong to a name', 'select t1.c2 from db3.t4', 'select t1.c2 from db3.t4'],
  ['a closing semicolon', 'SELECT 1;;', 'select ?'],
  [
    'functions',
    'select count(distinct x), date_add(d, interval 3 day) from t',
    'select count(distinct x), date_add(d, interval ? day) from t',
  ],
  ['a text cut off in a string', "select a from t where n = 'abc", 'select a from t where n = ?'],
  ['a text cut off in a comment', 'select a /* and so', 'select a'],
  [
    'emoji and other scripts',
    'select 名 from `表😀` where x = "😀"',
    'select 名 from `表😀` where x = ?',
  ],
];

describe('sqlFingerprint', () => {
  for (const [name, sql, fingerprint] of cases) {
    it(`folds ${name}`, () => {
      assert.equal(sqlFingerprint(sql), fingerprint);
    });
  }

  it('is the same for any literal, and never holds one', () => {
    const secret = fc.string({ unit: 'binary' }).map((text) => `S3cret${text}`);
    fc.assert(
      fc.property(secret, (text) => {
        const literal = `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
        const fingerprint = sqlFingerprint(`SELECT * FROM t WHERE a = ${literal} AND b = 1`);
        assert.equal(fingerprint, 'select * from t where a = ? and b = ?');
      }),
    );
  });

  it('ends for every text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        sqlFingerprint(text);
      }),
    );
  });
});
