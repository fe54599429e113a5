import * as assert from 'node:assert/strict';
import { renderPhrase } from '../../../src/shared/format';
import { Chain } from './support/chain';
import type { ChainOptions } from './support/chain';
import { assertTrue } from './support/compared';

const [first, second, third] = ['fe:10.20.0.11:9010', 'fe:10.20.0.12:9010', 'fe:10.20.0.13:9010'];
const all = 'fe:*';
/** Until rates, quantiles and the rules that wait are known again. */
const settled = 12;

describe('the session among FEs that die and return', function () {
  this.timeout(180_000);
  let chain: Chain | undefined;

  afterEach(async () => {
    await chain?.stop();
    chain = undefined;
  });

  const started = async (options: ChainOptions): Promise<Chain> =>
    (chain = await Chain.start({ visible: true, ...options }));

  it('begins beside a dead first FE, and goes to it once it is back and leads', async () => {
    const cluster = await started({ cluster: { situation: { firstFrontendDead: true } } });
    assert.deepEqual(await askedBy(cluster), [second]);
    assert.equal((await cluster.api.getExtendedOverview(cluster.id, {})).header.state, 'live');

    await cluster.disturb({ happen: { kind: 'revive', node: first } });
    await cluster.rounds(1);
    await cluster.disturb({ happen: { kind: 'leader', node: first } });
    await cluster.rounds(2);

    assert.deepEqual(await askedBy(cluster), [first]);
    await cluster.rounds(settled);
    await assertTrue(cluster);
  });

  it('leaves the leader within the round after its death, and returns to it', async () => {
    const cluster = await started({});
    assert.deepEqual(await askedBy(cluster), [first]);

    await cluster.disturb({ happen: { kind: 'kill', node: first } });
    await cluster.rounds(1);
    assert.deepEqual(await askedBy(cluster), [second]);

    await cluster.disturb(
      { happen: { kind: 'revive', node: first } },
      { happen: { kind: 'leader', node: first } },
    );
    // The first round learns from SHOW FRONTENDS that it is back, the next one goes there.
    await cluster.rounds(2);
    assert.deepEqual(await askedBy(cluster), [first]);

    await cluster.rounds(settled);
    await assertTrue(cluster);
  });

  it('returns to the first FE, a follower by then, where the leader is out of reach', async () => {
    const cluster = await started({});
    await cluster.disturb(
      { happen: { kind: 'leader', node: second } },
      { fault: { kind: 'refuse' }, target: { node: second, protocol: 'sql' } },
    );
    await cluster.rounds(1);
    assert.deepEqual(await askedBy(cluster), [first]);

    await cluster.disturb({ happen: { kind: 'kill', node: first } });
    await cluster.rounds(1);
    assert.deepEqual(await askedBy(cluster), [third]);

    await cluster.disturb({ happen: { kind: 'revive', node: first } });
    await cluster.rounds(2);
    assert.deepEqual(await askedBy(cluster), [first]);

    await cluster.rounds(settled);
    await assertTrue(cluster);
  });

  it('stays with the leader while the first FE follows, and needs it at once when it dies', async () => {
    const cluster = await started({});
    await cluster.disturb({ happen: { kind: 'kill', node: first } });
    await cluster.rounds(1);
    await cluster.disturb({ happen: { kind: 'revive', node: first } });
    await cluster.rounds(2);
    assert.deepEqual(await askedBy(cluster), [second]);

    await cluster.disturb(
      { happen: { kind: 'kill', node: third } },
      { happen: { kind: 'kill', node: second } },
    );
    await cluster.rounds(1);
    assert.deepEqual(await askedBy(cluster), [first]);
  });

  it('says that no FE answers, and is back with the first round after one does', async () => {
    const cluster = await started({});
    await cluster.rounds(1);
    const { header } = await cluster.api.getExtendedOverview(cluster.id, {});
    await cluster.disturb({ happen: { kind: 'kill', node: all } });
    await cluster.rounds(2);
    const dead = await cluster.api.getExtendedOverview(cluster.id, {});
    assert.equal(dead.header.state, 'disconnected');
    // Rounds that nobody answered do not make what is shown any younger.
    assert.equal(dead.header.lastAnswerAt, header.lastAnswerAt);
    assert.notEqual(dead.header.lastRoundAt, header.lastRoundAt);

    await cluster.disturb({ happen: { kind: 'revive', node: all } });
    await cluster.rounds(1);
    const back = await cluster.api.getExtendedOverview(cluster.id, {});
    assert.equal(back.header.state, 'live');

    // Until nothing compares with the minutes of the outage.
    await cluster.rounds(settled);
    await assertTrue(cluster);
  });

  it('sleeps for two hours: a gap, and no problem that began by it', async () => {
    const cluster = await started({});
    await cluster.rounds(settled);
    const before = await problemsOf(cluster);
    const asleepFrom = cluster.now;

    await cluster.sleep(2 * 3_600_000);
    const wokenAt = cluster.now;
    assert.deepEqual(cluster.reports.at(-1)?.failed, []);
    assert.deepEqual(await problemsOf(cluster), before);
    await cluster.rounds(settled);

    assert.deepEqual(await problemsOf(cluster), before);
    const trend = await cluster.api.getTrend(cluster.id, {
      series: ['fe.alive', 'query.qps'],
      timeRange: { from: asleepFrom, to: cluster.now },
    });
    assert.deepEqual(trend.events, []);
    for (const { series, from, stepMs, avg } of trend.series) {
      const asleep = avg.filter((_, bucket) => {
        const at = from + bucket * stepMs;
        return at > asleepFrom && at + stepMs <= wokenAt;
      });
      assert.ok(asleep.length > 10, series);
      assert.deepEqual(
        asleep.filter((value) => value !== null),
        [],
        series,
      );
      assert.equal(typeof avg.at(-1), 'number', series);
    }
    await assertTrue(cluster);
  });
});

/** The FEs that took our statements in the last round. */
async function askedBy(cluster: Chain): Promise<readonly string[]> {
  const { user } = await cluster.situation();
  const log = await cluster.control.log();
  const asked = log.filter(
    (entry) => entry.protocol === 'sql' && entry.user === user.name && entry.at >= cluster.now,
  );
  return [...new Set(asked.map(({ node }) => node))].sort();
}

async function problemsOf(cluster: Chain): Promise<readonly string[]> {
  const { modules } = await cluster.api.getExtendedOverview(cluster.id, { modules: ['health'] });
  const health = modules.health;
  assert.ok(health?.known === true);
  return health.value.problems.map(({ title }) => renderPhrase(title));
}
