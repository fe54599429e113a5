import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';

const root = path.join(__dirname, '../../..');
const steps = pathToFileURL(path.join(root, 'scripts/project/steps.mjs')).href;

function startOn(version: string) {
  const program = `
    const versions = { ...process.versions, node: '${version}' };
    Object.defineProperty(process, 'versions', { value: versions });
    Object.defineProperty(process, 'version', { value: 'v${version}' });
    const { requireNode } = await import('${steps}');
    requireNode();
  `;
  return spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    encoding: 'utf8',
  });
}

describe('the least Node version', () => {
  it('is told before anything is done on an older one', () => {
    for (const version of ['18.20.4', '20.14.9']) {
      const { status, stderr } = startOn(version);
      assert.equal(status, 1, version);
      assert.match(stderr, new RegExp(`^Node 20\\.15 or newer is needed; this is v${version}\\.`));
    }
  });

  it('lets newer ones through', () => {
    for (const version of ['20.15.0', '20.20.2', '22.0.0', '24.1.0']) {
      const { status, stderr } = startOn(version);
      assert.deepEqual([status, stderr], [0, ''], version);
    }
  });

  it('is the one of package.json', () => {
    const { engines } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')) as {
      engines: { node: string };
    };
    const least = engines.node.replace('>=', '');
    assert.equal(startOn(`${least}.0`).status, 0);
    const [major, minor] = least.split('.').map(Number);
    assert.equal(startOn(`${major}.${Number(minor) - 1}.0`).status, 1);
  });
});
