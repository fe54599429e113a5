/** What `npm test` says of lines that no test ran. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { belowGoal, recordingLines } from '../../../scripts/project/lineCoverage.mjs';

const lines = (covered: number, total: number) => ({ covered, total });

describe('the line coverage', () => {
  it('is below its goal by folder, and where nothing was measured', () => {
    const below = belowGoal([
      { file: 'src/extension/alerts/a.ts', lines: lines(100, 100) },
      { file: 'src/extension/alerts/b.ts', lines: lines(0, 12) },
      { file: 'src/extension/overview/c.ts', lines: lines(90, 100) },
    ]);
    assert.deepEqual(below, [
      'src/extension/alerts: 89.3 % of 112 lines in 2 files ran',
      'src/extension/starrocks/sources: none of 0 lines in 0 files ran',
    ]);
  });

  it('is recorded for the process itself, and not for what it starts', () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sro-lines-'));
    try {
      const child = `require('node:child_process').spawnSync(process.execPath, ['--version'])`;
      const { args, env } = recordingLines(folder);
      const { status } = spawnSync(process.execPath, [...args, '--eval', child], {
        env: { ...process.env, ...env },
      });
      assert.equal(status, 0);
      assert.equal(fs.readdirSync(folder).length, 1);
    } finally {
      fs.rmSync(folder, { recursive: true, force: true });
    }
  });
});
