/**
 * Entry of the in-editor suite: VS Code requires this module in the extension host and awaits
 * `run()`. The tests beside it are bundled to `out/test/host/*.test.js` (scripts/vscode/editorSuite.mjs).
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { format } from 'node:util';
import Mocha from 'mocha';

/** The served VS Code has no terminal: its runner prints what is appended to this file. */
function writeLinesTo(file: string): void {
  const write = (...args: unknown[]): void => {
    fs.appendFileSync(file, `${format(...args)}\n`);
  };
  Mocha.reporters.Base.consoleLog = write;
  // What the tests print themselves.
  console.log = write;
}

export function run(): Promise<void> {
  const output = process.env['STARROCKS_OVERVIEW_TEST_OUTPUT'];
  if (output !== undefined) {
    writeLinesTo(output);
  }
  const grep = process.env['STARROCKS_OVERVIEW_TEST_GREP'];
  const root = path.resolve(__dirname, '../../..');
  const mocha = new Mocha({
    ui: 'bdd',
    timeout: 60_000,
    reporter: path.join(root, 'scripts/project/countingReporter.cjs'),
    ...(grep === undefined ? {} : { grep }),
  });
  for (const file of fs.readdirSync(__dirname).sort()) {
    if (file.endsWith('.test.js')) {
      mocha.addFile(path.join(__dirname, file));
    }
  }
  return new Promise((resolve, reject) => {
    mocha.run((failures) => {
      if (failures > 0) {
        reject(new Error(`${failures} failed`));
      } else {
        resolve();
      }
    });
  });
}
