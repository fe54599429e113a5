// Runs a mocha suite inside the extension host of the served VS Code. VS Code itself does it: it
// requires the test module in the extension host, awaits its `run()` and reports the exit code to
// the page it was opened by.
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { closeBrowser, openBrowser } from './browser.mjs';
import { prepareServer } from './prepareServer.mjs';
import { createProfile, installExtension, removeProfile, startServer } from './server.mjs';
import { openWorkbench } from './workbench.mjs';

/** The whole suite; a single test has mocha's limit. */
const suiteLimitMs = 20 * 60_000;

/**
 * Prints what is appended to a file, until stopped. The extension host has no terminal, so the
 * reporter writes to this file (test/host/index.ts).
 * @param {string} file
 */
function printAppended(file) {
  fs.writeFileSync(file, '');
  let shown = 0;
  const print = () => {
    const text = fs.readFileSync(file);
    process.stdout.write(text.subarray(shown));
    shown = text.length;
  };
  const timer = setInterval(print, 100);
  return () => {
    clearInterval(timer);
    print();
  };
}

/**
 * With a package installed the development extension must be another one: an empty one.
 * @param {import('./server.mjs').ProfileFolders} profile
 */
function writeEmptyExtension(profile) {
  const folder = path.join(profile.root, 'empty');
  fs.mkdirSync(folder);
  const manifest = { name: 'empty', publisher: 'test', version: '0.0.0', engines: { vscode: '*' } };
  fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest));
  return folder;
}

/**
 * @param {object} options
 * @param {string} options.version VS Code's
 * @param {string} options.extension folder of the extension under development
 * @param {string} options.tests module that exports `run()`
 * @param {string} [options.vsix] install and test this package instead of the folder
 * @returns {Promise<number>} exit code of the suite
 */
export async function runInEditor({ version, extension, tests, vsix }) {
  const prepared = await prepareServer(version);
  const profile = createProfile();
  const stopPrinting = printAppended(path.join(profile.root, 'mocha.txt'));
  let server;
  let browser;
  try {
    let developed = extension;
    if (vsix !== undefined) {
      installExtension(prepared, profile, vsix);
      developed = writeEmptyExtension(profile);
    }
    server = await startServer({
      server: prepared,
      profile,
      env: {
        STARROCKS_OVERVIEW_TEST_OUTPUT: path.join(profile.root, 'mocha.txt'),
        STARROCKS_OVERVIEW_TEST_USER_DATA: profile.user,
      },
      smokeTestDriver: true,
    });
    browser = await openBrowser();
    /** @type {(code: number) => void} */
    let onExit = () => {};
    /** @type {Promise<number>} */
    const finished = new Promise((resolve) => {
      onExit = resolve;
    });
    await browser.context.exposeFunction('codeAutomationLog', () => {});
    await browser.context.exposeFunction('codeAutomationExit', onExit);
    const remote = `vscode-remote://127.0.0.1:${server.port}`;
    const opened = openWorkbench(browser.context, server.url, {
      payload: [
        ['extensionDevelopmentPath', remote + developed],
        ['extensionTestsPath', remote + tests],
        ['skipWelcome', 'true'],
      ],
    });
    // A suite may be over before the workbench has its theme; only its own failure matters.
    opened.catch(() => {});
    const died = server.exited.then((code) => {
      throw new Error(`the VS Code server ended with ${code}`);
    });
    return await Promise.race([finished, died, limit()]);
  } catch (error) {
    console.error(String(error));
    console.error(server?.output().split('\n').slice(-25).join('\n') ?? '');
    return 1;
  } finally {
    if (browser) {
      await closeBrowser(browser);
    }
    await server?.stop();
    stopPrinting();
    removeProfile(profile);
  }
}

/** @returns {Promise<never>} */
function limit() {
  return new Promise((_resolve, reject) => {
    const message = `no result of the suite within ${suiteLimitMs / 60_000} min`;
    setTimeout(() => reject(new Error(message)), suiteLimitMs).unref();
  });
}
