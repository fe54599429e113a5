import assert from 'node:assert/strict';
import { httpUrl, urlAddress } from '../../../src/extension/starrocks/httpUrl';

const fe = { host: '10.0.0.11', port: 8030 };

describe('httpUrl', () => {
  const cases: readonly (readonly [
    what: string,
    template: string | undefined,
    host: string,
    url: string,
  ])[] = [
    ['the node itself without a template', undefined, '10.0.0.11', 'http://10.0.0.11:8030/metrics'],
    ['another port', 'https://{host}:8443', '10.0.0.11', 'https://10.0.0.11:8443/metrics'],
    ['the default port', 'https://{host}/', 'fe-0', 'https://fe-0/metrics'],
    ['a proxy', 'https://proxy/fe/{host}/{port}/', 'fe-0', 'https://proxy/fe/fe-0/8030/metrics'],
    ['an IPv6 host', 'https://{host}:{port}', 'fd00::1', 'https://[fd00::1]:8030/metrics'],
    ['an IPv6 host in a path', 'https://p/{host}', 'fd00::1', 'https://p/fd00%3A%3A1/metrics'],
    ['a host that tries to leave its path', 'https://p/{host}', '../x', 'https://p/..%2Fx/metrics'],
    ['a host that looks like a pattern', 'https://p/{host}', '$&', 'https://p/%24%26/metrics'],
  ];
  for (const [what, frontendUrl, host, url] of cases) {
    it(`names ${what}`, () => {
      const http = { mode: 'auto', ...(frontendUrl === undefined ? {} : { frontendUrl }) } as const;

      assert.equal(httpUrl(http, 'fe', { ...fe, host }, '/metrics').href, url);
    });
  }

  it('has a template of its own for backends and compute nodes', () => {
    const http = { mode: 'auto', frontendUrl: 'https://{host}:1', nodeUrl: 'https://{host}:2' };

    for (const [role, port] of [
      ['fe', '1'],
      ['be', '2'],
      ['cn', '2'],
    ] as const) {
      assert.equal(httpUrl({ ...http, mode: 'auto' }, role, fe, '/metrics').port, port);
    }
  });
});

describe('urlAddress', () => {
  it('knows default ports and IPv6', () => {
    assert.deepEqual(urlAddress(new URL('https://[fd00::1]/x')), { host: 'fd00::1', port: 443 });
    assert.deepEqual(urlAddress(new URL('http://fe-0/')), { host: 'fe-0', port: 80 });
    assert.deepEqual(urlAddress(new URL('http://fe-0:8030')), { host: 'fe-0', port: 8030 });
  });
});
