// npm run verify: installs the dependencies if need be, then asks a cluster everything once.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import { ensureDependencies } from './project/dependencies.mjs';
import { root } from './project/paths.mjs';
import { installed } from './project/run.mjs';
import { requireNode } from './project/steps.mjs';

requireNode();
await ensureDependencies();
const program = path.join(root, 'src', 'extension', 'verify', 'cli.ts');
const { status } = spawnSync(
  process.execPath,
  [installed('tsx/dist/cli.mjs'), program, ...process.argv.slice(2)],
  { stdio: 'inherit' },
);
process.exitCode = status ?? 1;
