// Installs the VS Code server that lies inside the npm package `code-server`: no install script,
// no compiler, nothing but the npm registry. Built beside and renamed, so never half there.
// See docs/adr/0005-real-vscode-from-npm.md.
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { cacheFolder } from '../project/paths.mjs';
import { run } from '../project/run.mjs';

/** The version of `engines.vscode`, used unless another is asked for. */
export const defaultVersion = '1.100.3';

/**
 * @typedef {object} PreparedServer
 * @property {string} version VS Code's version
 * @property {string} folder the server's folder; out/server-main.js is in it
 * @property {string} node the Node executable it needs
 */

/** Versions of Node on npm, for servers that need another than the one running this. */
const nodePins = { 20: '20.20.2', 22: '22.23.3', 24: '24.21.0' };

const ownNodeMajor = Number(process.versions.node.split('.')[0]);

/** @param {string} version VS Code's @returns {20 | 22 | 24} */
function neededNodeMajor(version) {
  const minor = Number(version.split('.')[1]);
  if (minor >= 118) {
    return 24;
  }
  return minor >= 101 ? 22 : 20;
}

/** @param {string} cwd @param {readonly string[]} args */
const npm = (cwd, ...args) =>
  run('npm', [...args, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], { cwd });

/**
 * Puts plain JavaScript in place of a native module that would need a compiler.
 * @param {string} modules @param {string} name @param {string} stub
 */
function replaceNative(modules, name, stub) {
  const folder = path.join(modules, name);
  const manifest = path.join(folder, 'package.json');
  if (!fs.existsSync(manifest)) {
    return;
  }
  const main = JSON.parse(fs.readFileSync(manifest, 'utf8')).main ?? 'index.js';
  const file = path.join(folder, /\.c?js$/.test(main) ? main : `${main}.js`);
  fs.copyFileSync(path.join(import.meta.dirname, 'stubs', stub), file);
}

/**
 * The search program of the editor, which its own package would download.
 * @param {string} from @param {string} modules
 */
function copyRipgrep(from, modules) {
  const to = path.join(modules, '@vscode/ripgrep');
  const name = process.platform === 'win32' ? 'rg.exe' : 'rg';
  const binary = path.join(from, 'bin', name);
  if (fs.existsSync(to) && fs.existsSync(binary)) {
    fs.mkdirSync(path.join(to, 'bin'), { recursive: true });
    fs.copyFileSync(binary, path.join(to, 'bin', name));
    fs.chmodSync(path.join(to, 'bin', name), 0o755);
  }
}

/**
 * @param {string} folder
 * @param {string} version
 */
async function install(folder, version) {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const nodeMajor = neededNodeMajor(version);
  const ownNode = ownNodeMajor === nodeMajor;
  const nodePackage = `node-${platform}-${process.arch}`;
  const ripgrep = `@vscode/ripgrep-${process.platform}-${process.arch}`;
  /** @type {Record<string, string>} */
  const dependencies = { 'code-server': version.replace(/^1\./, '4.'), [ripgrep]: '1.18.0' };
  if (!ownNode) {
    dependencies[nodePackage] = nodePins[nodeMajor];
  }
  const manifest = { name: 'vscode-server-cache', version: '0.0.0', private: true, dependencies };
  fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest));
  await npm(folder, 'install');
  const inside = 'node_modules/code-server/lib/vscode';
  const server = path.join(folder, inside);
  await npm(server, 'install', '--omit=dev', '--legacy-peer-deps');
  const modules = path.join(server, 'node_modules');
  const archive = path.join(server, 'node_modules.asar');
  if (!fs.existsSync(archive)) {
    fs.symlinkSync('node_modules', archive, 'junction');
  }
  replaceNative(modules, '@vscode/spdlog', 'spdlog.cjs');
  replaceNative(modules, 'native-watchdog', 'nativeWatchdog.cjs');
  replaceNative(modules, '@vscode/native-watchdog', 'nativeWatchdog.cjs');
  copyRipgrep(path.join(folder, 'node_modules', ripgrep), modules);
  const node = ownNode ? undefined : path.join('node_modules', nodePackage, 'bin', 'node');
  return { server: inside, node };
}

/**
 * @param {string} [version] VS Code's
 * @returns {Promise<PreparedServer>}
 */
export async function prepareServer(version = defaultVersion) {
  const platform = `${process.platform}-${process.arch}-node${ownNodeMajor}`;
  const folder = path.join(cacheFolder, `vscode-${version}-${platform}`);
  const stamp = path.join(folder, 'ready.json');
  if (!fs.existsSync(stamp)) {
    console.log(`  VS Code ${version} is missing: installing its server from npm (once)`);
    fs.mkdirSync(cacheFolder, { recursive: true });
    const building = fs.mkdtempSync(path.join(cacheFolder, `.building-${version}-`));
    try {
      const ready = await install(building, version);
      fs.writeFileSync(path.join(building, 'ready.json'), JSON.stringify(ready));
      fs.renameSync(building, folder);
    } catch (error) {
      // Another run may have finished the same server first; then its folder serves as well.
      if (!fs.existsSync(stamp)) {
        throw error;
      }
    } finally {
      fs.rmSync(building, { recursive: true, force: true });
    }
  }
  /** @type {{ server: string, node?: string }} */
  const ready = JSON.parse(fs.readFileSync(stamp, 'utf8'));
  return {
    version,
    folder: path.join(folder, ready.server),
    node: ready.node === undefined ? process.execPath : path.join(folder, ready.node),
  };
}
