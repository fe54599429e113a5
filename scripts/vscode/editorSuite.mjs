// Runs test/host in a real extension host through @vscode/test-electron: the desktop VS Code where
// one can be had, else the served one (codeShim.mjs).
import { spawnSync } from 'node:child_process';
import dns from 'node:dns/promises';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {
  downloadAndUnzipVSCode,
  resolveCliArgsFromVSCodeExecutablePath,
  runTests,
} from '@vscode/test-electron';
import * as esbuild from 'esbuild';
import { root } from '../project/paths.mjs';

const testsFolder = path.join(root, 'out', 'test', 'host');

/** Bundles each test file and the entry; `vscode` and mocha come from the editor and node_modules. */
async function bundleTests() {
  fs.rmSync(testsFolder, { recursive: true, force: true });
  const files = fs.readdirSync(path.join(root, 'test', 'host'));
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: files
      .filter((file) => file === 'index.ts' || file.endsWith('.test.ts'))
      .map((file) => path.join('test', 'host', file)),
    outdir: testsFolder,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    packages: 'external',
    external: ['vscode'],
    sourcemap: 'inline',
    logLevel: 'warning',
    loader: { '.sql': 'text' },
  });
}

/** Why no desktop VS Code can be had; undefined when one can. */
async function whyNoDesktop() {
  if (process.env['STARROCKS_OVERVIEW_TEST_EDITOR'] === 'served') {
    return 'STARROCKS_OVERVIEW_TEST_EDITOR is "served"';
  }
  const display = process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY'];
  if (process.platform === 'linux' && display === undefined) {
    return 'there is no display';
  }
  const reachable = await Promise.race([
    dns.lookup('update.code.visualstudio.com').then(
      () => true,
      () => false,
    ),
    new Promise((resolve) => setTimeout(resolve, 3000, false).unref()),
  ]);
  return reachable ? undefined : 'the download site of VS Code cannot be reached';
}

/**
 * Installs the package into a desktop VS Code and returns an empty extension to develop instead.
 * @param {string} executable
 * @param {string} vsix
 */
function installInDesktop(executable, vsix) {
  const [command = executable, ...args] = resolveCliArgsFromVSCodeExecutablePath(executable);
  const result = spawnSync(command, [...args, '--install-extension', vsix, '--force'], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (result.status !== 0) {
    throw new Error(`${vsix} could not be installed`);
  }
  const empty = fs.mkdtempSync(path.join(os.tmpdir(), 'sro-empty-'));
  const manifest = { name: 'empty', publisher: 'test', version: '0.0.0', engines: { vscode: '*' } };
  fs.writeFileSync(path.join(empty, 'package.json'), JSON.stringify(manifest));
  return empty;
}

/**
 * @param {object} options
 * @param {string} options.version VS Code's
 * @param {string} [options.vsix] test this package instead of the project's folder
 * @param {Record<string, string>} [options.env] reaches the extension host
 * @returns {Promise<number>} exit code
 */
export async function runEditorSuite({ version, vsix, env = {} }) {
  await bundleTests();
  const why = await whyNoDesktop();
  const served = why !== undefined;
  console.log(served ? `Editor: served VS Code ${version} (${why})` : `Editor: desktop ${version}`);
  const shim = path.join(import.meta.dirname, 'codeShim.mjs');
  const executable = served ? shim : await downloadAndUnzipVSCode(version);
  if (served) {
    // An archive may have lost the mode.
    fs.chmodSync(shim, 0o755);
  }
  const developed = vsix === undefined || served ? root : installInDesktop(executable, vsix);
  try {
    return await runTests({
      vscodeExecutablePath: executable,
      extensionDevelopmentPath: developed,
      extensionTestsPath: path.join(testsFolder, 'index.js'),
      extensionTestsEnv: {
        // Minutes of a cluster's time pass in seconds; the demo clusters of the tests keep step.
        STARROCKS_OVERVIEW_TIME_SCALE: '10',
        ...env,
        STARROCKS_OVERVIEW_TEST_VSCODE: version,
        ...(vsix === undefined ? {} : { STARROCKS_OVERVIEW_TEST_VSIX: vsix }),
      },
    });
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 1;
  }
}
