import assert from 'node:assert/strict';
import type { SlowQuery, SlowQueryRequest } from '../../../src/shared/model/slowQueries';
import { Chain } from './support/chain';
import type { ChainOptions } from './support/chain';

/** `getSlowQueries` against what ended in the demo cluster. */
describe('slow queries of a person’s own span', function () {
  this.timeout(90_000);
  let chain: Chain | undefined;

  afterEach(async () => {
    await chain?.stop();
    chain = undefined;
  });

  async function started(options: ChainOptions): Promise<Chain> {
    chain = await Chain.start({ visible: true, ...options });
    await chain.disturb({ happen: { kind: 'traffic', factor: 0.4, timeouts: 0.02 } });
    await chain.rounds(5);
    return chain;
  }

  async function asked(cluster: Chain, request?: SlowQueryRequest) {
    const answer = await cluster.api.getSlowQueries(cluster.id, request);
    assert.ok(answer.known);
    return { ...answer, rows: answer.value.rows };
  }

  const durations = (rows: readonly Pick<SlowQuery, 'durationMs'>[]) =>
    rows.map(({ durationMs }) => durationMs);

  it('are asked of the audit log, longest first, failed ones too', async () => {
    const cluster = await started({ cluster: { situation: { audit: 'plugin' } } });
    const { now } = await cluster.situation();
    const { queries } = await cluster.control.queries();
    const there = queries
      .filter(({ real, deliveredAt, startedAt }) => !real && deliveredAt <= now && startedAt < now)
      .sort((a, b) => b.durationMs - a.durationMs);

    const { rows, source, bound } = await asked(cluster);
    assert.deepEqual([source, bound], ['auditSlow', 'lower']);
    assert.deepEqual(durations(rows), durations(there.slice(0, 20)));
    assert.ok(rows.some(({ failed, errorCode }) => failed && errorCode === 'EXEC_TIME_OUT'));

    const short = { hours: 0.05, minDurationMs: 40, limit: 7 };
    const recent = there.filter(({ startedAt }) => startedAt >= now - 180_000);
    assert.deepEqual(durations((await asked(cluster, short)).rows), durations(recent.slice(0, 7)));
  });

  it('are put to the cluster once by all who want to know the same', async () => {
    const cluster = await started({ cluster: { situation: { audit: 'plugin' } } });
    const statements = async () =>
      (await cluster.control.log()).filter(({ statement }) => statement.includes('LIMIT 11'));
    const answers = await Promise.all(
      Array.from({ length: 30 }, () => asked(cluster, { limit: 11 })),
    );
    assert.equal(new Set(answers.map(({ rows }) => JSON.stringify(rows))).size, 1);
    assert.equal((await statements()).length, 1);
  });

  it('are what was seen where there is no audit log', async () => {
    const cluster = await started({});
    const { rows, source, bound } = await asked(cluster);
    assert.deepEqual([source, bound], ['profileList', 'lower']);
    assert.ok(rows.length > 0);
    assert.ok(rows.every(({ origin }) => origin === 'sample' || origin === 'profile'));
    assert.ok(
      !(await cluster.control.log()).some(({ statement }) => /FROM .*audit/.test(statement)),
    );
  });

  it('ask no SELECT of a quiet cluster', async () => {
    const cluster = await started({
      cluster: { situation: { audit: 'plugin' } },
      profile: { quiet: true },
    });
    const { source } = await asked(cluster);
    assert.equal(source, 'runningQueries');
    assert.ok(
      !(await cluster.control.log()).some(({ statement }) => /FROM .*audit/.test(statement)),
    );
  });
});
