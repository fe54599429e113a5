import assert from 'node:assert/strict';
import { clusterFromArgument } from '../../../src/extension/clusters/clusterFromArgument';
import { parseHosts } from '../../../src/extension/clusters/parseHosts';

describe('parseHosts', () => {
  const good: readonly (readonly [text: string, hosts: readonly string[]])[] = [
    ['fe1', ['fe1:9030']],
    [' fe1:19030, fe2 ', ['fe1:19030', 'fe2:9030']],
    ['fe1;fe2\tfe3', ['fe1:9030', 'fe2:9030', 'fe3:9030']],
    ['[::1]:9031', ['::1:9031']],
    ['mysql://root:x@fe1:9030/db?useSSL=false', ['fe1:9030']],
    ['jdbc:mysql:loadbalance://fe1:9030,fe2:9031/db', ['fe1:9030', 'fe2:9031']],
  ];
  for (const [text, hosts] of good) {
    it(`understands ${text}`, () => {
      assert.deepEqual(
        parseHosts(text)?.map(({ host, port }) => `${host}:${port}`),
        hosts,
      );
    });
  }

  for (const text of ['', ' , ', 'fe1:', 'fe1:0', 'fe1:70000', 'fe1:sql', 'a:b:c', 'fe1,fe2:x']) {
    it(`refuses "${text}"`, () => {
      assert.equal(parseHosts(text), undefined);
    });
  }
});

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

  it('says what is wrong, in words', () => {
    assert.throws(() => clusterFromArgument({ hosts: 'fe1:sql' }, 'en'), /not a list of addresses/);
    assert.throws(() => clusterFromArgument({ hosts: 'a', user: '' }, 'en'), /"user"/);
  });
});
