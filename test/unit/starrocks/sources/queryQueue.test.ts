import assert from 'node:assert/strict';
import { queryQueue } from '../../../../src/extension/starrocks/sources/queryQueue';
import { answerOf, shanghai } from '../support/answers';

describe('queryQueue', () => {
  const [form] = queryQueue.forms;

  it('reads what waits and what holds slots, default warehouse and group as none', () => {
    const { value, unknownColumns } = form.parse(
      answerOf(
        'QueryId, WarehouseId, ResourceGroupId, StartTime, PendingTimeout, QueryTimeout, State, Slots, Fragments, DOP, Frontend, FeStartTime',
        'a46f | - | - | 2025-06-27 10:00:01 | 2025-06-27 10:05:01 | 2025-06-27 10:05:01 | RUNNING | 4 | 3 | 8 | fe-1 | 2025-06-01 08:00:00',
        'b46f | - | 12003 | 2025-06-27 10:00:02 | 2025-06-27 10:05:02 | 2025-06-27 10:05:02 | PENDING | 1 | 3 | 8 | fe-1 | 2025-06-01 08:00:00',
      ),
      shanghai,
      new Map(),
    );

    assert.equal(unknownColumns, undefined);
    assert.deepEqual(
      value.map(({ queryId, state, slots, warehouse, resourceGroup }) => [
        queryId,
        state,
        slots,
        warehouse,
        resourceGroup,
      ]),
      [
        ['a46f', 'RUNNING', 4, null, null],
        ['b46f', 'PENDING', 1, null, '12003'],
      ],
    );
    const [first] = value;
    assert.equal(Number(first?.waitsUntil) - Number(first?.startedAt), 300_000);
  });

  it('knows no warehouse where the list has no column for it', () => {
    const { value, unknownColumns } = form.parse(
      answerOf(
        'QueryId, ResourceGroupId, StartTime, PendingTimeout, QueryTimeout, State, Slots, Frontend, FeStartTime',
        'a46f | - | 2025-06-27 10:00:01 | 2025-06-27 10:05:01 | 2025-06-27 10:05:01 | RUNNING | 4 | fe-1 | 2025-06-01 08:00:00',
      ),
      shanghai,
      new Map(),
    );

    assert.equal(value[0]?.warehouse, null);
    assert.deepEqual(unknownColumns, ['warehouse']);
  });
});
