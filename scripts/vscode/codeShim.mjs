#!/usr/bin/env node
// In place of the VS Code executable where no desktop can be had: @vscode/test-electron starts it
// with VS Code's own test arguments, and it runs the suite in the served VS Code.
import path from 'node:path';
import process from 'node:process';
import { defaultVersion } from './prepareServer.mjs';
import { runInEditor } from './runInEditor.mjs';

/** @param {string} name @returns {string | undefined} */
function argument(name) {
  const prefix = `--${name}=`;
  return process.argv.find((arg) => arg.startsWith(prefix))?.slice(prefix.length);
}

const tests = argument('extensionTestsPath');
const extension = argument('extensionDevelopmentPath');
if (tests === undefined || extension === undefined) {
  console.error(
    'Only test runs: --extensionTestsPath= and --extensionDevelopmentPath= are needed.',
  );
  process.exit(2);
}
const vsix = process.env['STARROCKS_OVERVIEW_TEST_VSIX'];
const code = await runInEditor({
  version: process.env['STARROCKS_OVERVIEW_TEST_VSCODE'] ?? defaultVersion,
  extension: path.resolve(extension),
  tests: path.resolve(tests),
  ...(vsix === undefined ? {} : { vsix }),
});
process.exit(code);
