import assert from 'node:assert/strict';
import { parseHosts } from '../../../src/extension/clusters/parseHosts';

describe('parseHosts', () => {
  const good: readonly (readonly [text: string, hosts: readonly string[]])[] = [
    ['fe1', ['fe1:9030']],
    [' fe1:19030, fe2 ', ['fe1:19030', 'fe2:9030']],
    ['fe1;fe2\tfe3', ['fe1:9030', 'fe2:9030', 'fe3:9030']],
    ['[::1]:9031', ['::1:9031']],
  ];
  for (const [text, hosts] of good) {
    it(`understands ${text}`, () => {
      assert.deepEqual(
        parseHosts(text)?.map(({ host, port }) => `${host}:${port}`),
        hosts,
      );
    });
  }

  for (const text of [
    '',
    ' , ',
    'fe1:',
    'fe1:0',
    'fe1:70000',
    'fe1:sql',
    'a:b:c',
    'fe1,fe2:x',
    'u:p@fe1',
    '-h fe1',
  ]) {
    it(`refuses "${text}"`, () => {
      assert.equal(parseHosts(text), undefined);
    });
  }
});
