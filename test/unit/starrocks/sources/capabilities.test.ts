import assert from 'node:assert/strict';
import { capabilities } from '../../../../src/extension/starrocks/sources/capabilities';
import type { PartOutcome } from '../../../../src/extension/starrocks/sources/source';
import { answerOf, shanghai } from '../support/answers';

const denied: PartOutcome = {
  ok: false,
  failure: { why: 'denied', message: 'Access denied; you need' },
};
const slow: PartOutcome = { ok: false, failure: { why: 'timeout', message: 'no answer' } };
const done = (...answer: Parameters<typeof answerOf>): PartOutcome => ({
  ok: true,
  answer: answerOf(...answer),
});

const config = (mode: string): PartOutcome => done('Key, Value', `run_mode | ${mode}`);
const grants = (...rows: string[]): PartOutcome =>
  done('UserIdentity, Catalog, Grants', ...rows.map((row) => `'u'@'%' | NULL! | ${row}`));

function probe(parts: Record<string, PartOutcome>) {
  const version = answerOf('Variable_name, Value', 'version_comment | 3.5.0-abc1234');
  return capabilities.forms[0].parse(version, shanghai, new Map(Object.entries(parts))).value;
}

describe('capabilities', () => {
  it('reads version and run mode, and OPERATE from being allowed to read the configuration', () => {
    assert.deepEqual(probe({ runMode: config('shared_data'), grants: grants() }), {
      version: '3.5.0-abc1234',
      runMode: 'shared_data',
      privileges: { operate: true, node: true },
      queryQueue: null,
      userHost: null,
    });
  });

  it('tells from which hosts the user comes, as its grants name it', () => {
    const hostOf = (identity: string) =>
      probe({ grants: done('UserIdentity, Catalog, Grants', `${identity} | NULL! | GRANT x`) })
        .userHost;
    assert.deepEqual(hostOf("'u'@'10.%'"), { host: '10.%', isDomain: false });
    assert.deepEqual(hostOf("'u'@['ops.example']"), { host: 'ops.example', isDomain: true });
    assert.equal(hostOf('u'), null);
  });

  it('tells the run mode from the node list without OPERATE', () => {
    const backends = done('BackendId, IP, StarletPort, WorkerId');
    const plain = done('BackendId, IP');

    assert.deepEqual(probe({ runMode: denied, grants: grants(), backends }), {
      version: '3.5.0-abc1234',
      runMode: 'shared_data',
      privileges: { operate: false, node: true },
      queryQueue: null,
      userHost: null,
    });
    assert.equal(probe({ runMode: denied, backends: plain }).runMode, 'shared_nothing');
    assert.deepEqual(probe({ runMode: denied, grants: denied, backends: denied }), {
      version: '3.5.0-abc1234',
      runMode: null,
      privileges: { operate: false, node: false },
      queryQueue: null,
      userHost: null,
    });
  });

  it('takes a version that has no such setting for one from before shared-data', () => {
    assert.equal(
      probe({ runMode: done('Key, Value'), grants: grants() }).runMode,
      'shared_nothing',
    );
  });

  it('asks the grants about what could not be tried', () => {
    const by = (...rows: string[]) =>
      probe({ runMode: slow, backends: slow, grants: grants(...rows) }).privileges;

    assert.deepEqual(by("GRANT 'db_admin' TO 'u'@'%'"), { operate: true, node: true });
    assert.deepEqual(by("GRANT 'public', 'root' TO 'u'@'%'"), { operate: true, node: true });
    assert.deepEqual(by("GRANT 'cluster_admin' TO 'u'@'%'"), { operate: null, node: true });
    assert.deepEqual(by('GRANT CREATE RESOURCE, OPERATE ON SYSTEM TO USER u'), {
      operate: true,
      node: true,
    });
    assert.deepEqual(by("GRANT 'my_role' TO 'u'@'%'"), { operate: null, node: null });
    assert.deepEqual(by('GRANT OPERATE ON WAREHOUSE w TO USER u'), { operate: null, node: null });
  });

  it('refuses an answer without a version', () => {
    const empty = answerOf('Variable_name, Value');
    assert.throws(() => capabilities.forms[0].parse(empty, shanghai, new Map()), /version_comment/);
  });
});

describe('capabilities: query queue', () => {
  const queue = (...values: string[]) =>
    done(
      'Variable_name, Value',
      ...['select', 'load', 'statistic'].map(
        (kind, i) => `enable_query_queue_${kind} | ${values[i] ?? 'false'}`,
      ),
    );

  it('is on when any of its variables is, off when none is, not there without them', () => {
    assert.equal(probe({ queue: queue('false', 'true') }).queryQueue, true);
    assert.equal(probe({ queue: queue() }).queryQueue, false);
    assert.equal(probe({ queue: done('Variable_name, Value') }).queryQueue, null);
  });

  it('keeps why its variables could not be read: no answer is no old version', () => {
    assert.deepEqual(probe({ queue: slow }).queryQueue, { why: 'timeout', message: 'no answer' });
    assert.deepEqual(probe({ queue: denied }).queryQueue, {
      why: 'denied',
      message: 'Access denied; you need',
    });
  });
});
