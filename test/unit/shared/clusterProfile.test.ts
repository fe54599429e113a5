import assert from 'node:assert/strict';
import type { NewCluster } from '../../../src/shared/clusterProfile';
import { changesBetween, withPatch } from '../../../src/shared/clusterProfile';

const before: NewCluster = {
  name: 'prod',
  group: 'eu',
  production: true,
  frontends: [{ host: 'fe1', port: 9030 }],
  user: 'monitor',
  password: 'stored',
  tls: { mode: 'off' },
  http: { mode: 'auto' },
  access: 'read-only',
};

describe('the change between two profiles', () => {
  it('names only what differs', () => {
    const after: NewCluster = { ...before, frontends: [{ host: 'fe2', port: 9030 }], quiet: true };

    assert.deepEqual(changesBetween(before, before), {});
    assert.deepEqual(changesBetween(before, after), {
      frontends: [{ host: 'fe2', port: 9030 }],
      quiet: true,
    });
  });

  it('makes the one of the other, also when a field is gone', () => {
    const { group: _group, production: _production, ...after } = { ...before, user: 'root' };

    assert.deepEqual(withPatch(before, changesBetween(before, after)), after);
  });
});
