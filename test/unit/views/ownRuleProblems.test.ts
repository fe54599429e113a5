import assert from 'node:assert/strict';
import { tellOwnRuleProblems } from '../../../src/extension/views/ownRuleProblems';
import { readOwnRules } from '../../../src/shared/ownRules';

describe('tellOwnRuleProblems', () => {
  it('says once what is wrong, again when it is something else, and nothing of what is right', () => {
    const told: string[] = [];
    let raw: unknown = [{ title: 'Wrong', warning: 'query.qsp > 100' }];
    let look: () => unknown = () => assert.fail('nothing listens');
    const disposable = tellOwnRuleProblems({
      registry: {
        ownRuleProblems: () => readOwnRules(raw).problems,
        onDidChange: (listener) => {
          look = () => listener({ kind: 'profiles' });
          return { dispose: () => undefined };
        },
      },
      locale: 'en',
      tell: (message) => told.push(message),
    });
    look();
    assert.equal(told.length, 1);
    assert.match(told[0] ?? '', /Own rule "Wrong" is left out: There is no series "query\.qsp"/);
    raw = [{ title: 'Right', warning: 'query.qps > 100' }];
    look();
    raw = [{ title: 'Right', warning: 'query.qps' }];
    look();
    assert.equal(told.length, 2);
    disposable.dispose();
  });
});
