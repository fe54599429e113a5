/** What `npm test` counts, and that no test is skipped in silence. */
import { strict as assert } from 'node:assert';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { spawnSync } from 'node:child_process';

const root = path.resolve(__dirname, '../../..');

type Counts = { passed: number; failed: number; skipped: string[]; failures: string[] };

/** Runs a suite of its own in a scratch file. */
function countsOf(suite: string): Counts {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sro-counts-'));
  try {
    const file = path.join(folder, 'suite.test.ts');
    const report = path.join(folder, 'counts.json');
    const skip = JSON.stringify(path.join(root, 'test/support/skip'));
    fs.writeFileSync(file, `import { skipBecause } from ${skip};\n${suite}`);
    spawnSync(
      process.execPath,
      [
        path.join(root, 'node_modules/mocha/bin/mocha.js'),
        '--reporter',
        path.join(root, 'scripts/project/countingReporter.cjs'),
        file,
      ],
      { cwd: root, env: { ...process.env, STARROCKS_OVERVIEW_TEST_REPORT: report } },
    );
    return JSON.parse(fs.readFileSync(report, 'utf8')) as Counts;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

describe('the counting reporter', function () {
  this.timeout(30_000);

  it('counts what passed and what failed', () => {
    const counts = countsOf("it('a', () => {}); it('b', () => { throw new Error('x'); });");

    assert.deepEqual(counts, { passed: 1, failed: 1, skipped: [], failures: ['b'] });
  });

  it('names the cause of a skipped test, and of a skipped suite', () => {
    const counts = countsOf(`
      it('a', function () { skipBecause(this, 'no network'); });
      describe('s', () => {
        before(function () { skipBecause(this, 'too slow'); });
        it('b', () => {});
      });`);

    assert.deepEqual(counts.skipped, ['a (skipped: no network)', 's (skipped: too slow) b']);
    assert.equal(counts.failed, 0);
  });

  it('fails a test that is skipped without a cause', () => {
    const counts = countsOf("it.skip('a', () => {});");

    assert.deepEqual(counts.failures, ['a: skipped without a cause']);
  });
});
