import assert from 'node:assert/strict';
import type { Metadata } from '../../../../src/extension/starrocks/sources/metadata';
import { metadata } from '../../../../src/extension/starrocks/sources/metadata';
import type { PartOutcome } from '../../../../src/extension/starrocks/sources/source';
import { answerOf, shanghai } from '../support/answers';

const expected: Metadata = {
  groups: [
    { database: 'sales', kind: 'table', engine: 'StarRocks', tables: 12, bytes: 5_000, rows: 70 },
    { database: 'sales', kind: 'view', engine: null, tables: 3, bytes: null, rows: null },
    { database: 'lake', kind: 'table', engine: 'Hive', tables: 2, bytes: null, rows: null },
  ],
  largest: [
    {
      database: 'sales',
      name: 'orders',
      kind: 'table',
      engine: 'StarRocks',
      bytes: 4_000,
      rows: 60,
    },
    {
      database: 'sales',
      name: 'mv_days',
      kind: 'materializedView',
      engine: 'StarRocks',
      bytes: 900,
      rows: null,
    },
  ],
};

describe('metadata', () => {
  const [window, group] = metadata.forms;

  it('reads sums and largest tables out of one walk', () => {
    const { value } = window.parse(
      answerOf(
        'TABLE_SCHEMA, TABLE_NAME, TABLE_TYPE, ENGINE, DATA_LENGTH, TABLE_ROWS, SIZE_RANK, GROUP_RANK, GROUP_TABLES, GROUP_BYTES, GROUP_ROWS',
        'sales | orders | BASE TABLE | StarRocks | 4000 | 60 | 1 | 1 | 12 | 5000 | 70',
        'sales | mv_days | VIEW | StarRocks | 900 | NULL | 2 | 7 | 1 | 900 | NULL',
        'sales | v_now | VIEW | NULL | -1 | -1 | 300 | 1 | 3 | NULL | NULL',
        'lake | clicks | BASE TABLE | Hive | NULL | NULL | 301 | 1 | 2 | NULL | NULL',
      ),
      shanghai,
      new Map(),
    );

    assert.deepEqual(value, expected);
  });

  it('reads the same out of two statements where a walk in a walk is refused', () => {
    assert.ok(group !== undefined);
    const largest = answerOf(
      'TABLE_SCHEMA, TABLE_NAME, TABLE_TYPE, ENGINE, DATA_LENGTH, TABLE_ROWS',
      'sales | orders | BASE TABLE | StarRocks | 4000 | 60',
      'sales | mv_days | VIEW | StarRocks | 900 | NULL',
      'sales | v_now | VIEW |  | -1 | -1',
    );
    const { value } = group.parse(
      answerOf(
        'TABLE_SCHEMA, TABLE_TYPE, ENGINE, GROUP_TABLES, GROUP_BYTES, GROUP_ROWS',
        'sales | BASE TABLE | StarRocks | 12 | 5000 | 70',
        'sales | VIEW |  | 3 | NULL | NULL',
        'lake | BASE TABLE | Hive | 2 | NULL | NULL',
      ),
      shanghai,
      new Map<string, PartOutcome>([['largest', { ok: true, answer: largest }]]),
    );

    assert.deepEqual(value, expected);
  });

  it('is malformed when a number of tables is none', () => {
    const answer = answerOf(
      'TABLE_SCHEMA, TABLE_TYPE, ENGINE, GROUP_TABLES, GROUP_BYTES, GROUP_ROWS',
      'sales | BASE TABLE | StarRocks | many | 5000 | 70',
    );
    const largest: PartOutcome = { ok: true, answer: { ...answer, rows: [] } };

    assert.throws(
      () => group?.parse(answer, shanghai, new Map([['largest', largest]])),
      /no column TABLE_NAME|is no number of tables/,
    );
  });
});
