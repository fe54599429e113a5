import assert from 'node:assert/strict';
import { sqlTables } from '../../../src/extension/sql/sqlTables';

const cases: readonly (readonly [name: string, sql: string, tables: string])[] = [
  ['one table', 'select a from t', 't'],
  ['lower and upper case', 'SELECT a FROM Sales.Orders WHERE x', 'Sales.Orders'],
  ['catalogs', 'select * from hive.web.hits h', 'hive.web.hits'],
  ['quoted names', 'select * from `my db`.`t``1` as `from`', 'my db.t`1'],
  ['a comma list with aliases', 'select * from a x, b as y, db.c where x.i = y.i', 'a b db.c'],
  [
    'joins of every kind',
    'select * from a left outer join b on a.i=b.i cross join c join [shuffle] d using (i)',
    'a b c',
  ],
  [
    'sub-queries',
    'select * from (select * from a join b on 1=1) s, c where i in (select i from d)',
    'c a b d',
  ],
  [
    'common table expressions',
    'with x as (select * from a), y(i) as (select * from x join b) select * from y join C on 1',
    'a b C',
  ],
  ['a database table named like a CTE', 'with t as (select 1) select * from db.t, t', 'db.t'],
  [
    'an INSERT',
    'insert into db.target (a, b) with label l select a, b from source',
    'db.target source',
  ],
  ['an INSERT OVERWRITE', 'INSERT OVERWRITE db.t PARTITION (p1) SELECT * FROM s', 'db.t s'],
  [
    'an UPDATE and a DELETE',
    'update db.t set a = 1 from u where t.i = u.i; delete from v where i = 1',
    'db.t u v',
  ],
  ['partitions', 'select * from t partition (p1, p2) x, u', 't u'],
  ['parentheses around joins', 'select * from (a join b on a.i = b.i) join c on 1', 'a b c'],
  ['unions', 'select * from a union all select * from b except select * from a', 'a b'],
];

const nothing: readonly (readonly [name: string, sql: string])[] = [
  [
    'table functions',
    "select * from files('path' = 's3://x') f, generate_series(1, 2), table(unnest([1]))",
  ],
  [
    'FROM inside functions',
    "select extract(year from d), trim(both 'x' from n), substring(s from 2)",
  ],
  ['IS DISTINCT FROM', 'select a is distinct from b'],
  ['names inside strings and comments', "select 'from x' /* from y */ -- join z"],
  ['SHOW', 'show tables from sales'],
  ['no statement at all', ''],
  ['a statement that was cut off', 'select * from'],
];

const found = (sql: string): string =>
  sqlTables(sql)
    .map(({ catalog, database, table }) =>
      [catalog, database, table].filter((part) => part !== null).join('.'),
    )
    .join(' ');

describe('sqlTables', () => {
  for (const [name, sql, tables] of cases) {
    it(`finds the tables of ${name}`, () => {
      assert.equal(found(sql), tables);
    });
  }
  for (const [name, sql] of nothing) {
    it(`finds none in ${name}`, () => {
      assert.equal(found(sql), '');
    });
  }
});
