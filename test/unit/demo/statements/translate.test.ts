import assert from 'node:assert/strict';
import { translate } from '../../../../src/demo/statements/select/translate';
import { selectItems } from '../../../../src/demo/statements/select/selectList';
import { PROFILE_40 } from '../../../../src/demo/profiles/v40';

const plain = (sql: string): string => translate(sql, (name) => `value of ${name}`);

describe('translating a SELECT', () => {
  it('leaves what SQLite says alike', () => {
    const sql =
      'SELECT a.`TASK_NAME`, count(*) OVER () AS n FROM information_schema.tasks a LIMIT 5';
    assert.equal(plain(sql), sql);
  });

  it('gives LIKE the backslash as escape and takes it from other strings', () => {
    assert.equal(
      plain(String.raw`NAME LIKE 'lake\_%'`),
      String.raw`NAME LIKE 'lake\_%' ESCAPE '\'`,
    );
    assert.equal(plain(String.raw`SELECT 'it\'s'`), `SELECT 'it''s'`);
  });

  it('moves times by intervals', () => {
    assert.equal(
      plain('WHERE t >= now() - INTERVAL 24 HOUR AND u < date_sub(now(), interval 10 minute)'),
      "WHERE t >= sr_shift(sr_now(), -( 24 ), 'HOUR') AND u < date_sub(sr_now(),( 10 ), 'MINUTE')",
    );
  });

  it('refuses strings in double quotes and reserved words without backticks', () => {
    assert.throws(() => plain('SELECT "x"'), /Getting syntax error at line 1, column 7/);
    assert.throws(
      () => plain('SELECT DATABASE FROM information_schema.tasks'),
      /Unexpected input 'DATABASE'/,
    );
    assert.doesNotThrow(() => plain('SELECT `DATABASE`, DATABASE() FROM information_schema.tasks'));
  });

  it('puts the value of a variable in its place', () => {
    assert.equal(plain('SELECT @@global.time_zone'), "SELECT 'value of global.time_zone'");
  });
});

describe('the columns of a SELECT', () => {
  it('have the types of information_schema, or of the function', () => {
    const items = selectItems(
      'SELECT p.MAX_CS, DB_NAME AS db, count(*) OVER () AS n, max(VISIBLE_VERSION_TIME) t FROM information_schema.partitions_meta p',
      PROFILE_40,
    );
    assert.deepEqual(items, [
      { name: 'MAX_CS', type: 'DOUBLE' },
      { name: 'db', type: 'VARCHAR' },
      { name: 'n', type: 'BIGINT' },
      { name: 't', type: 'DATETIME' },
    ]);
  });

  it('are named as StarRocks names expressions', () => {
    assert.deepEqual(
      selectItems('SELECT NOW(), @@time_zone', PROFILE_40)?.map((item) => item.name),
      ['now()', '@@time_zone'],
    );
  });
});
