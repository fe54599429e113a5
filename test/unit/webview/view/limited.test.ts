import assert from 'node:assert/strict';
import { alsoAllowsText, limitedText } from '../../../../src/shared/limitedText';
import { limitationOf, type Limitation } from '../../../../src/shared/model/limitation';
import { phrase } from '../../../../src/shared/phrase';
import type { ToHost } from '../../../../src/shared/protocol';
import { PanelStore } from '../../../../src/webview/store';
import { messageNow, stateMessage } from '../support/stateMessage';

const operate: Limitation = {
  needs: 'operate',
  sources: ['runningQueries', 'sessions'],
  modules: ['sessions', 'runningQueries'],
  statements: ["GRANT ADMIN_PRIV ON *.* TO 'bob'@'%';"],
  alsoAllows: [phrase('grants.alsoAllows.operate'), phrase('grants.alsoAllows.allRoles')],
};
const rows: Limitation = {
  needs: 'rows',
  sources: ['partitions'],
  modules: ['compaction', 'sessions'],
  statements: ["GRANT SELECT_PRIV ON *.* TO 'bob'@'%';"],
  alsoAllows: [phrase('grants.alsoAllows.rows'), phrase('grants.alsoAllows.allRoles')],
};

describe('limited mode in the panel', () => {
  it('names each module once, in the order of the page, in both languages', () => {
    assert.equal(
      limitedText([operate, rows], 'en'),
      'Limited: compaction, the sessions, and the running queries.',
    );
    assert.equal(limitedText([operate, rows], 'zh-cn'), '受限：Compaction、会话和正在运行的查询。');
  });

  it('says of every right what it would also allow, each sentence once', () => {
    assert.equal(
      alsoAllowsText([operate, rows], 'en'),
      'OPERATE also allows changing settings and ending queries of others. ' +
        'SET DEFAULT ROLE ALL also activates every other role that the user was granted. ' +
        'SELECT also allows reading the data itself, in all databases.',
    );
  });

  it('finds the right that a denied reading wants by its source', () => {
    assert.equal(limitationOf([operate, rows], 'partitions'), rows);
    assert.equal(limitationOf([operate, rows], 'frontends'), undefined);
    assert.equal(limitationOf([operate, rows], undefined), undefined);
  });

  it('asks the host by the name of the right alone', () => {
    const sent: ToHost[] = [];
    const store = new PanelStore(
      {
        post: (message) => sent.push(message),
        getState: () => undefined,
        setState: () => undefined,
      },
      messageNow,
    );
    const message = stateMessage();
    store.receive(message, messageNow);
    sent.length = 0;

    store.copyGrant('operate');
    store.copyGrant();

    const { clusterId } = message.header;
    assert.deepEqual(sent, [
      { kind: 'command', command: 'copyGrant', clusterId, needs: 'operate' },
      { kind: 'command', command: 'copyGrant', clusterId },
    ]);
  });
});
