import assert from 'node:assert/strict';
import { tabletHealth } from '../../../../src/extension/starrocks/sources/tabletHealth';
import { answerOf, shanghai } from '../support/answers';

const titles =
  'DbId, DbName, TableNum, PartitionNum, IndexNum, TabletNum, ReplicaNum, UnhealthyTabletNum, InconsistentTabletNum, CloningTabletNum';

describe('tabletHealth', () => {
  const [form] = tabletHealth.forms;
  const read = (columns: string, ...rows: readonly string[]) =>
    form.parse(answerOf(columns, ...rows), shanghai, new Map());

  it('tells the sum of all databases from the databases', () => {
    const { value } = read(
      `${titles}, ErrorStateTabletNum`,
      '10002 | sales | 8 | 120 | 121 | 5043 | 15129 | 2 | 1 | 3 | 4',
      'Total | 6 | 12 | 180 | 182 | 5076 | 15228 | 2 | 1 | 3 | 4',
    );

    const counts = { unhealthy: 2, inconsistent: 1, cloning: 3, errorState: 4 };
    assert.deepEqual(value, {
      total: { tables: 12, tablets: 5076, replicas: 15228, ...counts },
      databases: [{ database: 'sales', tables: 8, tablets: 5043, replicas: 15129, ...counts }],
    });
  });

  it('does not know the error state where there is no column for it', () => {
    const { value, unknownColumns } = read(titles, 'Total | 0 | 0 | 0 | 0 | 7 | 21 | 0 | 0 | 0');

    assert.equal(value.total.errorState, null);
    assert.deepEqual(unknownColumns, ['errorState']);
  });

  it('takes a list without its sum for no answer', () => {
    assert.throws(
      () => read(titles, '10002 | sales | 8 | 120 | 121 | 5043 | 15129 | 2 | 1 | 3'),
      /no row Total/,
    );
  });

  it('takes a cell that is no number for no answer', () => {
    assert.throws(
      () => read(titles, 'Total | 0 | 0 | 0 | 0 | many | 21 | 0 | 0 | 0'),
      /TabletNum holds 'many'/,
    );
  });
});
