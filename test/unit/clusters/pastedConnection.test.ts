import assert from 'node:assert/strict';
import type { PastedConnection } from '../../../src/extension/clusters/pastedConnection';
import { pastedConnection } from '../../../src/extension/clusters/pastedConnection';
import { shellWords } from '../../../src/extension/clusters/shellWords';

const fe1 = { host: 'fe1', port: 9030 };
const fe2 = { host: 'fe2', port: 9031 };

describe('pastedConnection', () => {
  const understood: readonly (readonly [text: string, expected: PastedConnection])[] = [
    [' fe1, fe2:9031 ', { frontends: [fe1, fe2] }],
    [
      'mysql, mariadb',
      {
        frontends: [
          { ...fe1, host: 'mysql' },
          { ...fe1, host: 'mariadb' },
        ],
      },
    ],
    ['mysql://fe1', { frontends: [fe1] }],
    ['mysql://root@fe1:9030/', { frontends: [fe1], user: 'root' }],
    [
      'mysql://u%40corp:p%2Fw%3A@fe1:9030/db?charset=utf8',
      { frontends: [fe1], user: 'u@corp', password: 'p/w:' },
    ],
    ['mysql://u:p@ss/100%w@fe1/db', { frontends: [fe1], user: 'u', password: 'p@ss/100%w' }],
    ['mysql://u:@[::1]:9031', { frontends: [{ host: '::1', port: 9031 }], user: 'u' }],
    [
      'jdbc:mysql:loadbalance://fe1:9030,fe2:9031/db?user=u&password=p%26+w#&useSSL=false',
      { frontends: [fe1, fe2], user: 'u', password: 'p&+w#', tls: { mode: 'off' } },
    ],
    [
      'jdbc:mysql://fe1:9030?useSSL=true&verifyServerCertificate=false',
      { frontends: [fe1], tls: { mode: 'no-verify' } },
    ],
    ['jdbc:mysql://fe1?useSSL=true', { frontends: [fe1], tls: { mode: 'verify' } }],
    ['jdbc:mysql://fe1?sslMode=PREFERRED', { frontends: [fe1] }],
    [
      'jdbc:mariadb://fe1/?sslMode=verify-full&serverSslCert=/etc/ca.pem',
      { frontends: [fe1], tls: { mode: 'verify', caFile: '/etc/ca.pem' } },
    ],
    [
      'mysql -h fe1 -P 9030 -u root -pSe"cr"et db',
      { frontends: [fe1], user: 'root', password: 'Secret' },
    ],
    ['mysql -hfe2 -P9031 -uroot -p', { frontends: [fe2], user: 'root' }],
    [
      `/usr/bin/mysql --host=fe1 --user 'a b' --password='it'\\''s' --ssl-mode=DISABLED`,
      { frontends: [fe1], user: 'a b', password: "it's", tls: { mode: 'off' } },
    ],
    [
      'MYSQL_PWD=pw mariadb --host fe1 --ssl-ca=/ca.pem --enable-cleartext-plugin',
      {
        frontends: [fe1],
        password: 'pw',
        tls: { mode: 'verify', caFile: '/ca.pem' },
        cleartextPassword: true,
      },
    ],
    ['mysql -h fe1 --skip-ssl --password', { frontends: [fe1], tls: { mode: 'off' } }],
    ['mysql -h ::1 -P 9031', { frontends: [{ host: '::1', port: 9031 }] }],
  ];
  for (const [text, expected] of understood) {
    it(`understands ${text}`, () => {
      assert.deepEqual(pastedConnection(text), expected);
    });
  }

  for (const text of [
    '',
    'mysql://',
    'mysql://u:p@/db',
    'mysql://fe1:sql/db',
    'mysql -u root -psecret',
    'mysql -h fe1 -P x',
    "mysql -h fe1 -p'open",
    'postgres://u:p@fe1/db',
    'https://fe1:8030',
  ]) {
    it(`refuses "${text}"`, () => {
      assert.equal(pastedConnection(text), undefined);
    });
  }
});

describe('shellWords', () => {
  it('takes quotes and backslashes away, and keeps what is inside', () => {
    assert.deepEqual(shellWords(` a  'b c' "d \\" $e" f\\ g h"i"'j' ''`), [
      'a',
      'b c',
      'd " $e',
      'f g',
      'hij',
      '',
    ]);
  });

  it('refuses a quote that is not closed', () => {
    assert.equal(shellWords(`a 'b`), undefined);
    assert.equal(shellWords('a\\'), undefined);
  });
});
