import assert from 'node:assert/strict';
import { addressText, applyAddressMap } from '../../../src/extension/starrocks/addressMap';

describe('applyAddressMap', () => {
  const fe = { host: '10.0.0.11', port: 8030 };

  it('leaves an address that no key names', () => {
    assert.deepEqual(applyAddressMap(undefined, fe), fe);
    assert.deepEqual(applyAddressMap({ '10.0.0.12:8030': 'x:1' }, fe), fe);
  });

  it('prefers host:port to host:* to *:port', () => {
    const map = { '*:8030': 'any:1', '10.0.0.11:*': 'host:2', '10.0.0.11:8030': 'exact:3' };
    assert.deepEqual(applyAddressMap(map, fe), { host: 'exact', port: 3 });
    assert.deepEqual(applyAddressMap(map, { ...fe, port: 9030 }), { host: 'host', port: 2 });
    assert.deepEqual(applyAddressMap(map, { host: 'other', port: 8030 }), { host: 'any', port: 1 });
  });

  it('keeps the part that the target leaves open', () => {
    assert.deepEqual(applyAddressMap({ '*:8030': '*:18030' }, fe), { ...fe, port: 18_030 });
    assert.deepEqual(applyAddressMap({ '10.0.0.11:*': 'fe-0.svc:*' }, fe), {
      host: 'fe-0.svc',
      port: 8030,
    });
  });

  it('knows IPv6 addresses', () => {
    const six = { host: 'fd00::1', port: 9030 };
    assert.equal(addressText(six), '[fd00::1]:9030');
    assert.deepEqual(applyAddressMap({ '[fd00::1]:9030': '[::1]:19030' }, six), {
      host: '::1',
      port: 19_030,
    });
  });

  it('ignores a target that is no address', () => {
    assert.deepEqual(applyAddressMap({ '10.0.0.11:8030': 'nowhere', '*:8030': 'x:99999' }, fe), fe);
  });
});
