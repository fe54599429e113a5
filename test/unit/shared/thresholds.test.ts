import assert from 'node:assert/strict';
import { rules } from '../../../src/extension/alerts/rules';
import { phrasesEn } from '../../../src/shared/phrases.en';
import {
  defaultThresholds,
  ruleConstants,
  ruleIds,
  thresholdsOf,
} from '../../../src/shared/thresholds';

describe('thresholds', () => {
  it('have constants for every rule, critical never cheaper than warning', () => {
    assert.deepEqual(Object.keys(ruleConstants), [...ruleIds]);
    for (const constants of Object.values(ruleConstants)) {
      if ('warning' in constants && 'critical' in constants) {
        assert.ok(constants.critical > constants.warning);
      }
      assert.ok(constants.clear > 0 && constants.clear <= 1);
    }
  });

  it('can be overridden one by one', () => {
    assert.deepEqual(thresholdsOf({ memWarningPct: 70 }), {
      ...defaultThresholds,
      memWarningPct: 70,
    });
    assert.deepEqual(thresholdsOf(undefined), defaultThresholds);
  });

  it('have a title and a next step for every rule', () => {
    for (const rule of rules) {
      assert.ok(rule.title('be:be-1:9050', 'warning').id in phrasesEn);
      assert.ok(rule.nextStep('be:be-1:9050').label.id in phrasesEn);
    }
  });
});
