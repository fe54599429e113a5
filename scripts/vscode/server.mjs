// Starts and stops the VS Code server at 127.0.0.1 with a profile folder of its own.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { root as projectRoot } from '../project/paths.mjs';

/** Settings of every throw-away profile: quiet, no network, stable colours. */
export const quietSettings = {
  'workbench.colorTheme': 'Default Dark Modern',
  'workbench.preferredDarkColorTheme': 'Default Dark Modern',
  'workbench.preferredLightColorTheme': 'Default Light Modern',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'chat.commandCenter.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'update.showReleaseNotes': false,
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'security.workspace.trust.enabled': false,
  'files.simpleDialog.enable': true,
  'git.enabled': false,
  // Every port of a demo cluster would be announced.
  'remote.autoForwardPorts': false,
  'npm.autoDetect': 'off',
  'json.schemaDownload.enable': false,
};

/**
 * @typedef {object} ProfileFolders
 * @property {string} root all the others are in it
 * @property {string} user user data; settings.json is in User/
 * @property {string} server
 * @property {string} extensions
 * @property {string} workspace an empty folder to open
 * @property {string} temp
 */

/**
 * A new profile in the temporary folder. Short, because sockets are made below it.
 * @param {Record<string, unknown>} [settings] in addition to `quietSettings`
 * @returns {ProfileFolders}
 */
export function createProfile(settings = {}) {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'sro-'));
  const folders = {
    root,
    user: path.join(root, 'user'),
    server: path.join(root, 'server'),
    extensions: path.join(root, 'ext'),
    workspace: path.join(root, 'workspace'),
    temp: path.join(root, 't'),
  };
  for (const folder of Object.values(folders)) {
    fs.mkdirSync(folder, { recursive: true });
  }
  writeSettings(folders, settings);
  return folders;
}

/**
 * Only before the server starts: a running workbench does not notice.
 * @param {ProfileFolders} profile
 * @param {Record<string, unknown>} settings
 */
export function writeSettings(profile, settings) {
  const folder = path.join(profile.user, 'User');
  fs.mkdirSync(folder, { recursive: true });
  const text = JSON.stringify({ ...quietSettings, ...settings }, null, 2);
  fs.writeFileSync(path.join(folder, 'settings.json'), text);
}

/**
 * Lets the editor use the project's folder as an installed extension.
 * @param {ProfileFolders} profile
 */
export function linkProject(profile) {
  const { publisher, name, version } = JSON.parse(
    fs.readFileSync(path.join(projectRoot, 'package.json'), 'utf8'),
  );
  const link = path.join(profile.extensions, `${publisher}.${name}-${version}`);
  fs.symlinkSync(projectRoot, link, 'junction');
}

/** @param {import('./prepareServer.mjs').PreparedServer} server */
const mainScript = (server) => path.join(server.folder, 'out', 'server-main.js');

/** @param {ProfileFolders} profile */
const profileArgs = (profile) => [
  '--accept-server-license-terms',
  '--user-data-dir',
  profile.user,
  '--server-data-dir',
  profile.server,
  '--extensions-dir',
  profile.extensions,
];

/**
 * @param {ProfileFolders} profile
 * @param {NodeJS.ProcessEnv} extra
 */
function serverEnvironment(profile, extra) {
  const env = { ...process.env, ...extra };
  for (const name of Object.keys(env)) {
    if (/^(VSCODE_|ELECTRON_)/.test(name)) {
      // Of an editor this runs inside of; it would confuse the server.
      delete env[name];
    }
  }
  // No call to an extension gallery; its sockets below the profile.
  return {
    ...env,
    EXTENSIONS_GALLERY: '{}',
    TMPDIR: profile.temp,
    XDG_RUNTIME_DIR: profile.temp,
  };
}

/**
 * @param {import('./prepareServer.mjs').PreparedServer} server
 * @param {ProfileFolders} profile
 * @param {string} vsix
 */
export function installExtension(server, profile, vsix) {
  const result = spawnSync(
    server.node,
    [mainScript(server), ...profileArgs(profile), '--install-extension', vsix],
    { env: serverEnvironment(profile, {}), encoding: 'utf8' },
  );
  if (result.status !== 0) {
    throw new Error(`installing ${vsix} failed: ${result.stdout}${result.stderr}`);
  }
}

/**
 * @typedef {object} RunningServer
 * @property {string} url
 * @property {number} port
 * @property {ProfileFolders} profile
 * @property {() => string} output what the server printed so far
 * @property {() => number[]} extensionHosts process ids of the extension hosts started so far
 * @property {Promise<number>} exited
 * @property {() => Promise<void>} stop ends the server and all it started; the profile stays
 */

/** How long an ending extension host may take to let go of its files. */
const graceMs = 6000;

/**
 * Whether any process of a group still runs.
 * @param {number} group
 */
function groupAlive(group) {
  try {
    process.kill(-group, 0);
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {number} group
 * @param {NodeJS.Signals} signal
 */
function signalGroup(group, signal) {
  try {
    // On Windows there are no groups; a negative id is refused there and the server alone is ended.
    process.kill(process.platform === 'win32' ? group : -group, signal);
  } catch {
    // Already gone.
  }
}

/** @param {number} ms */
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * @param {object} options
 * @param {import('./prepareServer.mjs').PreparedServer} options.server
 * @param {ProfileFolders} options.profile
 * @param {NodeJS.ProcessEnv} [options.env] reaches the extension host
 * @param {boolean} [options.smokeTestDriver] needed for development extensions and test runs, but
 *   then VS Code 1.100 refuses modal dialogs and 1.139 shows no notifications
 * @param {number} [options.port] 0 or absent: any free one
 * @returns {Promise<RunningServer>}
 */
export async function startServer({
  server,
  profile,
  env = {},
  smokeTestDriver = false,
  port = 0,
}) {
  const args = [mainScript(server), '--host', '127.0.0.1', '--port', String(port)];
  args.push('--without-connection-token', '--telemetry-level', 'off', '--disable-update-check');
  args.push('--disable-workspace-trust', '--disable-getting-started-override');
  args.push(...profileArgs(profile));
  if (smokeTestDriver) {
    args.push('--enable-smoke-test-driver');
  }
  const child = spawn(server.node, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: serverEnvironment(profile, env),
    // A process group of its own, so that nothing it started can be left over.
    detached: process.platform !== 'win32',
  });
  const group = child.pid;
  if (group === undefined) {
    throw new Error(`the VS Code server could not be started with ${server.node}`);
  }
  const killAtExit = () => signalGroup(group, 'SIGKILL');
  process.once('exit', killAtExit);
  /** @type {Promise<number>} */
  const exited = new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
  let output = '';
  /** @type {Promise<number>} */
  const listening = new Promise((resolve) => {
    /** @param {Buffer} data */
    const onData = (data) => {
      output += data.toString();
      const match = /Extension host agent listening on (\d+)/.exec(output);
      if (match) {
        resolve(Number(match[1]));
      }
    };
    child.stdout.on('data', onData);
    child.stderr.on('data', onData);
  });

  const stop = async () => {
    child.kill('SIGTERM');
    for (let waited = 0; groupAlive(group) && waited < graceMs; waited += 50) {
      await pause(50);
    }
    signalGroup(group, 'SIGKILL');
    await exited;
    process.removeListener('exit', killAtExit);
  };

  const limit = new AbortController();
  const started = await Promise.race([
    listening,
    exited.then((code) => `it ended with ${code}`),
    new Promise((resolve) => {
      const timer = setTimeout(() => resolve('it did not listen within 60 s'), 60_000);
      limit.signal.addEventListener('abort', () => clearTimeout(timer));
    }),
  ]);
  limit.abort();
  if (typeof started !== 'number') {
    await stop();
    throw new Error(`the VS Code server did not start: ${started}\n${output}`);
  }
  return {
    port: started,
    url: `http://127.0.0.1:${started}/?folder=${encodeURIComponent(profile.workspace)}`,
    profile,
    output: () => output,
    extensionHosts: () =>
      [...output.matchAll(/<(\d+)> Launched Extension Host Process/g)].map((m) => Number(m[1])),
    exited,
    stop,
  };
}

/** @param {ProfileFolders} profile */
export function removeProfile(profile) {
  // A dying process may still write into it: retried by Node.
  fs.rmSync(profile.root, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
