import assert from 'node:assert/strict';
import type { Suspect } from '../../../../src/shared/model/causes';
import type { ClusterEvent } from '../../../../src/shared/model/trends';
import { suspectTarget } from '../../../../src/webview/view/suspectTarget';

const at = Date.UTC(2026, 6, 14, 3);
const ran = (kind: Extract<Suspect, { kind: 'ran' }>['ran']['kind']): Suspect => ({
  kind: 'ran',
  ran: { kind, id: 'a1', what: null, user: null, from: at, to: at + 1 },
});
const change = { kind: 'change', unit: 'count', before: 1, during: 9 } as const;
const event = (rest: Omit<ClusterEvent, 'at'>): Suspect => ({
  kind: 'event',
  event: { at, ...rest },
});

describe('where a suspect leads', () => {
  const node = 'be:10.0.0.4:9050';
  const nodePage = { page: { kind: 'node', node } };

  it('is the page of the node it is about', () => {
    assert.deepEqual(suspectTarget(event({ kind: 'node-down', node })), nodePage);
    assert.deepEqual(
      suspectTarget({ ...change, family: 'node', series: 'be.cpu', node }),
      nodePage,
    );
  });

  it('is the new leader when the leader changed', () => {
    assert.deepEqual(suspectTarget(event({ kind: 'leader-changed', detail: node })), nodePage);
  });

  it('is the page of a query, and the section of other work', () => {
    assert.deepEqual(suspectTarget(ran('query')), { page: { kind: 'query', queryId: 'a1' } });
    assert.deepEqual(suspectTarget(ran('load')), { section: 'tasks' });
    assert.deepEqual(suspectTarget(ran('compaction')), { section: 'compaction' });
  });

  it('is the section of what rose', () => {
    const rose = (family: 'loads' | 'failures', series: 'load.rows' | 'query.err_timeout') =>
      suspectTarget({ ...change, family, series });
    assert.deepEqual(rose('loads', 'load.rows'), { section: 'tasks' });
    assert.deepEqual(rose('failures', 'query.err_timeout'), { section: 'queries' });
  });

  it('is the section of the rule of a problem about no node', () => {
    const begun = event({ kind: 'problem-begun', node: 'mv:events.daily', detail: 'mv.failed' });
    assert.deepEqual(suspectTarget(begun), { section: 'tasks' });
  });
});
