import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import {
  notYetConfigured,
  recommendedClusters,
  recommendedFields,
} from '../../../src/extension/clusters/recommendedClusters';
import { renderPhrase } from '../../../src/shared/format';

const fe = { name: 'team', frontends: [{ host: 'fe1', port: 9030 }] };
const text = (...clusters: readonly unknown[]) => JSON.stringify({ clusters });

describe('clusters that a workspace recommends', () => {
  it('ask for their password and may change nothing', () => {
    const recommended = {
      ...fe,
      group: 'eu',
      user: 'reader',
      tls: { mode: 'verify' },
      http: { mode: 'auto', addressMap: { '10.0.0.5:8030': '127.0.0.1:18030' } },
    };
    const { clusters, problems } = recommendedClusters(text(recommended));

    assert.deepEqual(problems, []);
    assert.deepEqual(clusters, [{ ...recommended, password: 'ask', access: 'read-only' }]);
  });

  const refused: readonly (readonly [what: string, entry: unknown, words: RegExp])[] = [
    ['a password', { ...fe, password: 'hunter22' }, /"password" may not be recommended/],
    ['an id, which names a history folder', { ...fe, id: '../x' }, /"id" may not/],
    ['the right to change things', { ...fe, access: 'confirm' }, /"access" may not/],
    ['a password in the clear', { ...fe, cleartextPassword: true }, /"cleartextPassword" may not/],
    ['a demo mark', { ...fe, demo: true }, /"demo" may not/],
    [
      'a file of this machine',
      { ...fe, tls: { mode: 'verify', caFile: '/etc/shadow' } },
      /"caFile" may not/,
    ],
    [
      'a file of this machine for HTTPS',
      { ...fe, http: { mode: 'auto', tls: { mode: 'verify', caFile: '/x' } } },
      /"caFile" may not/,
    ],
    [
      'a way round to another host',
      { ...fe, http: { mode: 'auto', addressMap: { 'fe1:9030': 'evil.example:9030' } } },
      /may only lead to this machine/,
    ],
    [
      'a way round that looks local',
      { ...fe, http: { mode: 'auto', addressMap: { 'fe1:9030': '127.0.0.1.evil.example:9030' } } },
      /may only lead to this machine/,
    ],
    ['no name', { frontends: fe.frontends }, /"name" is missing/],
    ['a text', 'fe1:9030', /not an object/],
  ];
  for (const [what, entry, words] of refused) {
    it(`are left out with ${what}; the others stay`, () => {
      const { clusters, problems } = recommendedClusters(text(entry, fe));
      const said = problems.map((problem) => renderPhrase(problem, 'en')).join();

      assert.equal(clusters.length, 1);
      assert.match(said, words);
      assert.match(said, /Entry 1 /);
      assert.ok(!said.includes('hunter22'));
    });
  }

  for (const bad of ['', '[]', '{', '{"clusters":{}}', text(...Array<unknown>(21).fill(fe))]) {
    it(`are none in ${bad.slice(0, 20)}`, () => {
      const { clusters, problems } = recommendedClusters(bad);

      assert.deepEqual(clusters, []);
      assert.equal(problems.length, 1);
    });
  }

  it('are not offered when one of their frontends is configured', () => {
    const { clusters } = recommendedClusters(
      text(fe, { ...fe, frontends: [{ host: 'fe2' }, { host: 'FE3', port: 19_030 }] }),
    );
    const offered = (host: string, port: number) =>
      notYetConfigured(clusters, [{ frontends: [{ host, port }] }]).length;

    assert.equal(offered('fe1', 9030), 1);
    assert.equal(offered('fe3', 19_030), 1);
    assert.equal(offered('fe1', 1), 2);
  });

  it('may say what their JSON schema says, no more and no less', () => {
    const file = path.resolve(__dirname, '../../../schemas/recommendations.schema.json');
    const schema = JSON.parse(fs.readFileSync(file, 'utf8')) as {
      properties: { clusters: { items: { properties: object } } };
    };

    assert.deepEqual(
      Object.keys(schema.properties.clusters.items.properties).sort(),
      [...recommendedFields].sort(),
    );
  });
});
