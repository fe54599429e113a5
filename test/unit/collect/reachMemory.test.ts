import assert from 'node:assert/strict';
import { NetworkSight } from '../../../src/extension/collect/networkSight';
import type { Observation } from '../../../src/extension/collect/observation';
import { ReachMemory, type RoundSight } from '../../../src/extension/collect/reachMemory';
import type { ClusterProfile } from '../../../src/shared/clusterProfile';
import type { UnknownReason } from '../../../src/shared/reading';

const profile = (
  id: string,
  host: string,
  addressMap?: Record<string, string>,
): ClusterProfile => ({
  id,
  name: id,
  frontends: [{ host, port: 9030 }],
  user: 'monitor',
  password: 'none',
  tls: { mode: 'off' },
  http: { mode: 'auto', ...(addressMap === undefined ? {} : { addressMap }) },
  access: 'read-only',
});
const base = {
  asked: 'ask',
  form: 'fake',
  askedAt: 0,
  observedAt: 0,
  tookMs: 5,
  receivedAtMono: 0,
};
const failed = (why: UnknownReason): Observation<unknown> => ({
  ...base,
  source: 'frontends',
  ok: false,
  why,
  message: 'connect ETIMEDOUT',
});
const answered: Observation<unknown> = {
  ...base,
  source: 'frontends',
  ok: true,
  value: 1,
  rows: 1,
};
const scrape: Observation<unknown> = {
  ...base,
  source: 'feMetrics',
  node: 'fe:fe-1:9010',
  ok: true,
  value: 1,
  rows: 1,
};
const round = (patch: Partial<RoundSight> = {}): RoundSight => ({
  asked: [failed('unreachable')],
  via: undefined,
  closed: [],
  ...patch,
});
const refused = { frontend: 'fe-1:9030', message: 'connect ECONNREFUSED', refused: true };

describe('ReachMemory', () => {
  const memory = (network = new NetworkSight(), of = profile('a', 'fe-1')) => {
    const reach = new ReachMemory(of, network, 0);
    let n = 0;
    const note = (sight: RoundSight) => {
      n += 1;
      reach.note(sight, { now: n * 30_000, begunMono: n * 1000, mono: n * 1000 + 500 });
      return reach.reading.known ? reach.reading.value : reach.reading.why;
    };
    return { reach, note };
  };

  it('counts from the first silent round, and begins anew after an answer or a gap', () => {
    const { reach, note } = memory();
    assert.equal(reach.reading.known, false);
    note(round());
    assert.deepEqual(note(round()), { silentSince: 30_000, closed: [] });
    assert.deepEqual(note(round({ asked: [answered] })), { closed: [] });
    assert.deepEqual(note(round({ asked: [failed('timeout')] })), {
      silentSince: 120_000,
      closed: [],
    });
    reach.forget(0);
    assert.deepEqual(note(round()), { silentSince: 150_000, closed: [] });
  });

  it('does not take a refused password or an FE that lets us in for silence', () => {
    const { note } = memory();
    assert.equal(note(round({ asked: [failed('no-credentials')] })), 'no-credentials');
    assert.deepEqual(note(round({ via: 'fe-1:9030' })), { closed: [] }, 'the leader is gone');
    assert.deepEqual(note(round({ asked: [failed('denied')] })), { closed: [] });
    const before = note(round());
    assert.deepEqual(note(round({ asked: [scrape] })), before, 'no SQL was due');
  });

  it('has the network shown by a host that refuses, by another node, by another cluster', () => {
    const network = new NetworkSight();
    const { note } = memory(network);
    const shown = (sight: RoundSight) => {
      const reach = note(sight);
      return typeof reach === 'string' ? reach : reach.network;
    };
    assert.equal(shown(round()), undefined);
    assert.equal(shown(round({ closed: [refused] })), 'host');
    assert.equal(shown(round({ closed: [{ ...refused, refused: false }] })), undefined);
    assert.equal(shown(round({ asked: [failed('unreachable'), scrape] })), 'node');
    network.answered('b', { mono: 5_100, here: false });
    assert.equal(shown(round()), 'cluster', 'it answered in this round');
    assert.equal(shown(round()), undefined, 'not in this one');
  });

  it('does not take an answer of this machine for the network, except of what is on it too', () => {
    const shown = (of: ClusterProfile) => {
      const network = new NetworkSight();
      network.answered('demo', { mono: 5_000, here: true });
      const reach = memory(network, of).note(round());
      return typeof reach === 'string' ? reach : reach.network;
    };
    assert.equal(shown(profile('a', 'fe-1')), undefined);
    assert.equal(shown(profile('a', 'localhost')), 'cluster');
    assert.equal(shown(profile('a', 'fe-1', { 'fe-1:9030': '127.0.0.1:19030' })), 'cluster');
  });
});
