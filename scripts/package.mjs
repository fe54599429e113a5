// npm run package: builds for production, writes the .vsix, and fails when it is too large.
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { packageFile } from './project/paths.mjs';
import { exitCodeOf, installed } from './project/run.mjs';

/** Goal of the design: 2 MB. */
const limitBytes = 2 * 1024 * 1024;

const code = await exitCodeOf(process.execPath, [
  installed('@vscode/vsce/vsce'),
  'package',
  // Everything is bundled.
  '--no-dependencies',
  '--allow-missing-repository',
  '--no-rewrite-relative-links',
  '--out',
  packageFile,
]);
if (code !== 0) {
  process.exit(code);
}
const bytes = fs.statSync(packageFile).size;
console.log(`${path.basename(packageFile)}: ${(bytes / 1024).toFixed(0)} KB`);
if (bytes > limitBytes) {
  console.error(`The package is larger than ${limitBytes / 1024} KB.`);
  process.exitCode = 1;
}
