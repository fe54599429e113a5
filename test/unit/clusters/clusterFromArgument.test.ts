import assert from 'node:assert/strict';
import { clusterFromArgument } from '../../../src/extension/clusters/clusterFromArgument';

describe('clusterFromArgument', () => {
  it('makes a profile of the least argument', () => {
    const { cluster, secret, test } = clusterFromArgument({ hosts: 'fe1', port: 19030 }, 'en');

    assert.deepEqual(cluster, {
      name: 'fe1',
      user: 'root',
      frontends: [{ host: 'fe1', port: 19030 }],
      password: 'none',
      tls: { mode: 'off' },
      http: { mode: 'auto' },
      access: 'read-only',
    });
    assert.equal(secret, undefined);
    assert.equal(test, false);
  });

  it('keeps the password out of the profile', () => {
    const argument = {
      name: 'p',
      hosts: ['a', 'b:1'],
      user: 'u',
      password: 'hunter22',
      store: true,
    };
    const { cluster, secret } = clusterFromArgument(argument, 'en');

    assert.equal(cluster.password, 'stored');
    assert.equal(secret, 'hunter22');
    assert.ok(!JSON.stringify(cluster).includes('hunter22'));
  });

  it('takes what a URL says where the object says nothing', () => {
    const hosts = 'mysql://reader:hunter22@fe1:19030,fe2/db?ssl-mode=REQUIRED';

    const asPasted = clusterFromArgument({ hosts }, 'en');
    const overridden = clusterFromArgument({ hosts, user: 'u', tls: { mode: 'off' } }, 'en');

    assert.equal(asPasted.cluster.user, 'reader');
    assert.equal(asPasted.secret, 'hunter22');
    assert.deepEqual(asPasted.cluster.tls, { mode: 'verify' });
    assert.equal(overridden.cluster.user, 'u');
    assert.deepEqual(overridden.cluster.tls, { mode: 'off' });
  });

  it('says what is wrong, in words', () => {
    assert.throws(() => clusterFromArgument({ hosts: 'fe1:sql' }, 'en'), /not a list of addresses/);
    assert.throws(() => clusterFromArgument({ hosts: 'a', user: '' }, 'en'), /"user"/);
  });
});
