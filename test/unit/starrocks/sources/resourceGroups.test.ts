import assert from 'node:assert/strict';
import { resourceGroups } from '../../../../src/extension/starrocks/sources/resourceGroups';
import { answerOf, shanghai } from '../support/answers';

describe('resourceGroups', () => {
  const [form] = resourceGroups.forms;

  it('takes the rows of one group, a row for each classifier, for one group', () => {
    const { value } = form.parse(
      answerOf(
        'name, id, cpu_weight, exclusive_cpu_cores, mem_limit, concurrency_limit, classifiers',
        'bi | 12 | 8 | 2 | 40.5% | 30 | (user=bi)',
        'bi | 12 | 8 | 2 | 40.5% | 30 | (db=sales)',
        'default_wg | 2 | 32 | 0 | 100.0% | null | (weight=0.0)',
      ),
      shanghai,
      new Map(),
    );

    assert.deepEqual(
      value.map(({ name, exclusiveCores, memLimitPct, concurrencyLimit, classifiers }) => [
        name,
        exclusiveCores,
        memLimitPct,
        concurrencyLimit,
        classifiers,
      ]),
      [
        ['bi', 2, 40.5, 30, ['(user=bi)', '(db=sales)']],
        ['default_wg', 0, 100, null, ['(weight=0.0)']],
      ],
    );
  });

  it('reads the weight under its older name, and knows no exclusive cores there', () => {
    const { value, unknownColumns } = form.parse(
      answerOf(
        'name, id, cpu_core_limit, mem_limit, concurrency_limit, classifiers',
        'bi | 12 | 8 | 40.0% | 30 | (user=bi)',
      ),
      shanghai,
      new Map(),
    );

    assert.equal(value[0]?.cpuWeight, 8);
    assert.deepEqual(unknownColumns, ['exclusiveCores']);
  });
});
