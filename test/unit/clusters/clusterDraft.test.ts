import assert from 'node:assert/strict';
import type { ClusterDraft, FlowStep } from '../../../src/extension/clusters/clusterDraft';
import {
  clusterOf,
  draftOf,
  emptyDraft,
  stepAfter,
  stepBefore,
  stepsOf,
  takePasted,
} from '../../../src/extension/clusters/clusterDraft';
import { pastedConnection } from '../../../src/extension/clusters/pastedConnection';
import { stepsToFix } from '../../../src/extension/clusters/stepsToFix';
import type { TestStep } from '../../../src/shared/api';
import type { NewCluster } from '../../../src/shared/clusterProfile';
import type { PhraseId } from '../../../src/shared/phrases.en';

const full: NewCluster = {
  name: 'prod',
  group: 'eu',
  production: true,
  frontends: [
    { host: 'fe1', port: 9030 },
    { host: 'fd00::1', port: 19_030 },
  ],
  user: 'monitor',
  password: 'stored',
  tls: { mode: 'verify', caFile: '/ca.pem' },
  cleartextPassword: true,
  http: { mode: 'auto', frontendUrl: 'https://{host}:8443' },
  intervalS: 60,
  quiet: true,
  access: 'confirm',
  thresholds: { cpuWarningPct: 80 },
};

function draft(change: Partial<ClusterDraft> = {}): ClusterDraft {
  return { ...emptyDraft(), hosts: 'fe1:9030', name: 'a', ...change };
}

describe('a draft of a cluster', () => {
  it('gives back every field of the cluster it was made of', () => {
    assert.deepEqual(clusterOf(draftOf(full, 'word')), { cluster: full, secret: 'word' });
  });

  it('keeps the password out of the cluster', () => {
    const { cluster, secret } = clusterOf(draft({ password: 'hunter22' }));

    assert.equal(secret, 'hunter22');
    assert.ok(!JSON.stringify(cluster).includes('hunter22'));
  });

  it('has no secret for a user without a password, whatever was typed before', () => {
    const { cluster, secret } = clusterOf(draft({ keep: 'none', password: 'typed' }));

    assert.equal(cluster.password, 'none');
    assert.equal(secret, undefined);
  });

  it('sends no password in the clear once TLS is off', () => {
    const { cluster } = clusterOf({ ...draftOf(full, undefined), tls: { mode: 'off' } });

    assert.equal(cluster.cleartextPassword, undefined);
  });

  it('takes what was pasted and keeps only the addresses of the text', () => {
    const filled = draft({ keep: 'none' });
    const pasted = pastedConnection('mysql://u:hunter22@fe2,[::1]:1/db?useSSL=true');
    assert.ok(pasted);

    takePasted(filled, pasted);

    assert.equal(filled.hosts, 'fe2:9030, [::1]:1');
    assert.equal(filled.user, 'u');
    assert.equal(filled.password, 'hunter22');
    assert.equal(filled.keep, 'stored');
    assert.deepEqual(filled.tls, { mode: 'verify' });
  });

  it('loses nothing to a pasted list of hosts', () => {
    const filled = draftOf(full, 'word');

    takePasted(filled, { frontends: [{ host: 'fe9', port: 1 }] });

    assert.deepEqual(clusterOf(filled), {
      cluster: { ...full, frontends: [{ host: 'fe9', port: 1 }] },
      secret: 'word',
    });
  });
});

describe('the steps of the flow', () => {
  it('leave out what does not apply', () => {
    assert.deepEqual(
      stepsOf(draft({ keep: 'none' })).filter((step) => step === 'password' || step === 'login'),
      [],
    );
    assert.ok(stepsOf(draft({ tls: { mode: 'no-verify' } })).includes('login'));
  });

  it('go forth and back over the same ones', () => {
    const way: FlowStep[] = ['hosts'];
    const some = draft({ keep: 'none' });
    for (let step = way[0]; step !== undefined && step !== 'test'; step = way.at(-1)) {
      way.push(stepAfter(some, step, new Set()));
    }
    const back = way.map((step) => stepBefore(some, step));

    assert.deepEqual(way, stepsOf(some));
    assert.deepEqual(back, ['hosts', ...way.slice(0, -1)]);
  });

  it('lead from a cured step straight to the test, but for what the cure made necessary', () => {
    const all = stepsOf(draft());
    const answered = new Set<FlowStep>(all);

    assert.equal(stepAfter(draft(), 'password', answered), 'test');
    assert.equal(stepAfter(draft({ tls: { mode: 'verify' } }), 'tls', answered), 'login');
  });
});

describe('a failed test', () => {
  const failed = (step: TestStep['step'], id: PhraseId): TestStep => ({
    step,
    state: 'failed',
    text: { id, args: {} },
  });
  const overTls = draft({ tls: { mode: 'verify' } });
  const cases: readonly (readonly [TestStep, ClusterDraft, readonly string[]])[] = [
    [failed('address', 'connection.address.failed'), draft(), ['hosts']],
    [failed('tcp', 'connection.tcp.failed'), draft(), ['hosts']],
    [failed('login', 'connection.greeting.silent'), draft(), ['hosts']],
    [failed('starrocks', 'connection.starrocks.other'), draft(), ['hosts']],
    [failed('login', 'connection.login.refused'), draft(), ['password', 'user']],
    [failed('login', 'connection.login.refused'), draft({ keep: 'none' }), ['keep', 'user']],
    [failed('login', 'connection.tls.required'), draft(), ['tls', 'hosts']],
    [failed('login', 'connection.tls.untrusted'), overTls, ['tls', 'hosts']],
    [failed('login', 'connection.login.cleartext'), overTls, ['login', 'tls']],
    [failed('login', 'connection.login.cleartext'), draft(), ['tls']],
    [failed('login', 'connection.login.limit'), draft(), []],
  ];
  for (const [step, of, expected] of cases) {
    it(`of ${step.text.id} (${of.keep}, TLS ${of.tls.mode}) leads to ${expected.join(', ') || 'nothing to change'}`, () => {
      assert.deepEqual(stepsToFix(step, of), expected);
    });
  }
});
