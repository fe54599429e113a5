import assert from 'node:assert/strict';
import type { NodeDetails } from '../../../../src/shared/model/nodeDetails';
import { known, unknown } from '../../../../src/shared/reading';
import { nodesSentence } from '../../../../src/webview/view/nodesSentence';

describe('sentence of the nodes', () => {
  const unread = unknown('unreachable', 0);
  const none: NodeDetails = {
    frontends: unread,
    compute: unread,
    deadBrokers: unread,
    configuration: unread,
  };
  const empty = known(
    { rows: [], total: 0, truncated: false },
    { observedAt: 0, source: 'frontends' },
  );

  it('counts nothing while neither list could be read', () => {
    assert.equal(nodesSentence(none), 'the lists could not be read');
  });

  it('counts the list that could be read, and says that it is not all', () => {
    assert.equal(
      nodesSentence({ ...none, frontends: empty }),
      '0 of 0 answer, not all lists could be read',
    );
  });
});
