import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { root } from '../unit/store/support/historyFixture';
import type { BenchGroup, BenchRow } from './table';
import { zipEntries } from './zipEntries';

const packageFile = path.join(root, 'starrocks-cluster-overview.vsix');
const bundles = [
  { name: 'extension.js', goal: 250 },
  { name: 'webview.js' },
  { name: 'history-worker.js' },
  { name: 'demo-worker.js' },
  { name: 'mysql2.js' },
] as const;

/** Sizes of what is shipped: bundles in dist/ may be those of a development build. */
async function run(): Promise<readonly BenchRow[]> {
  if (!fs.existsSync(packageFile)) {
    const { status, stderr } = spawnSync(process.execPath, ['scripts/package.mjs'], {
      cwd: root,
      encoding: 'utf8',
    });
    if (status !== 0) {
      throw new Error(`npm run package failed: ${stderr}`);
    }
  }
  const { size, mtime } = fs.statSync(packageFile);
  const rows: BenchRow[] = [
    {
      what: '.vsix',
      value: size / 2 ** 20,
      unit: 'MB',
      goal: 2,
      remark: `built ${mtime.toISOString().slice(0, 16)}`,
    },
  ];
  const entries = zipEntries(fs.readFileSync(packageFile));
  for (const bundle of bundles) {
    const entry = entries.find(({ name }) => name === `extension/dist/${bundle.name}`);
    if (entry === undefined) {
      throw new Error(`the package holds no dist/${bundle.name}`);
    }
    rows.push({
      what: `dist/${bundle.name} in the .vsix`,
      value: entry.bytes / 1000,
      unit: 'kB',
      ...('goal' in bundle ? { goal: bundle.goal } : {}),
      remark: `${(entry.packedBytes / 1000).toFixed(0)} kB compressed`,
    });
  }
  return rows;
}

export const size: BenchGroup = { name: 'size', run };
