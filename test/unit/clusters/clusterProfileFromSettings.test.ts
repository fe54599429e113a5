import assert from 'node:assert/strict';
import { clusterProfileFromSettings } from '../../../src/extension/clusters/clusterProfileFromSettings';

const id = '0b8a0a6e-5a5e-4c55-9c59-0d6d2b1f0a11';
const least = { id, name: 'prod', frontends: [{ host: 'fe1' }], user: 'monitor' };

describe('clusterProfileFromSettings', () => {
  it('fills what is absent with safe defaults', () => {
    const parsed = clusterProfileFromSettings(least);

    assert.deepEqual(parsed, {
      ok: true,
      profile: {
        id,
        name: 'prod',
        frontends: [{ host: 'fe1', port: 9030 }],
        user: 'monitor',
        password: 'ask',
        tls: { mode: 'off' },
        http: { mode: 'auto' },
        access: 'read-only',
      },
    });
  });

  it('keeps every field that is given, and takes no demo mark from the settings', () => {
    const full = {
      ...least,
      group: 'eu',
      production: true,
      frontends: [{ host: 'fe1', port: 19030 }],
      password: 'stored',
      tls: { mode: 'verify', caFile: '/ca.pem' },
      cleartextPassword: true,
      http: {
        mode: 'auto',
        addressMap: { '10.0.0.5:8030': '127.0.0.1:18030', '*:8040': '*:1' },
        frontendUrl: 'https://{host}:8443',
        nodeUrl: 'https://proxy/be/{host}/{port}',
        tls: { mode: 'verify', caFile: '/http-ca.pem' },
      },
      intervalS: 60,
      quiet: true,
      access: 'confirm',
      auditTable: 'a.b.c',
      thresholds: { cpuWarningPct: 80 },
      muted: ['load.small', 'cpu.node cn:10.0.0.7:9050'],
    };
    const parsed = clusterProfileFromSettings({ ...full, demo: true, unknownField: 1 });

    assert.deepEqual(parsed, { ok: true, profile: full });
  });

  const wrong: readonly (readonly [what: string, raw: unknown, phrase: string, field?: string])[] =
    [
      ['a text', 'prod', 'host.profile.notObject'],
      ['null', null, 'host.profile.notObject'],
      ['a list', [least], 'host.profile.notObject'],
      ['no id', { ...least, id: undefined }, 'host.profile.missing', 'id'],
      ['an id that leaves the folder', { ...least, id: '../../x' }, 'host.profile.uuid'],
      ['an empty name', { ...least, name: ' ' }, 'host.profile.text', 'name'],
      ['a number as user', { ...least, user: 7 }, 'host.profile.text', 'user'],
      ['no frontends', { ...least, frontends: [] }, 'host.profile.frontends'],
      ['a text as frontend', { ...least, frontends: ['fe1'] }, 'host.profile.frontends'],
      [
        'a host with a path',
        { ...least, frontends: [{ host: 'http://fe1' }] },
        'host.profile.host',
        'frontends[0].host',
      ],
      [
        'port 0',
        { ...least, frontends: [{ host: 'a' }, { host: 'b', port: 0 }] },
        'host.profile.port',
        'frontends[1].port',
      ],
      ['a wrong choice', { ...least, password: 'secret' }, 'host.profile.choice', 'password'],
      ['a wrong TLS mode', { ...least, tls: { mode: 'on' } }, 'host.profile.choice', 'tls.mode'],
      ['TLS as text', { ...least, tls: 'off' }, 'host.profile.object', 'tls'],
      ['an interval of 7 s', { ...least, intervalS: 7 }, 'host.profile.choice', 'intervalS'],
      ['quiet as text', { ...least, quiet: 'yes' }, 'host.profile.boolean', 'quiet'],
      [
        'an address map without ports',
        { ...least, http: { mode: 'auto', addressMap: { fe1: 'localhost' } } },
        'host.profile.addressMap',
      ],
      ...[
        'https://proxy:8443',
        '{host}:8443',
        'ftp://{host}',
        'https://u:p@{host}',
        'https://{host}/?to={port}',
        'https://{host}:{port',
      ].map(
        (frontendUrl) =>
          [
            `the URL ${frontendUrl}`,
            { ...least, http: { mode: 'auto', frontendUrl } },
            'host.profile.urlTemplate',
            'http.frontendUrl',
          ] as const,
      ),
      [
        'HTTPS that is not checked in a way of its own',
        { ...least, http: { mode: 'auto', tls: { mode: 'off' } } },
        'host.profile.choice',
        'http.tls.mode',
      ],
      ['clear text without TLS', { ...least, cleartextPassword: true }, 'host.profile.cleartext'],
      [
        'a muted rule that is none',
        { ...least, muted: ['load.smal'] },
        'host.profile.muted',
        'muted',
      ],
      [
        'a misspelt threshold',
        { ...least, thresholds: { cpu: 80 } },
        'host.profile.threshold',
        'cpu',
      ],
    ];
  for (const [what, raw, phrase, field] of wrong) {
    it(`refuses ${what} and names the field`, () => {
      const parsed = clusterProfileFromSettings(raw);

      assert.equal(parsed.ok, false, 'accepted');
      assert.equal(parsed.message.id, phrase);
      assert.equal(parsed.message.args['field'], field);
    });
  }
});
