// The desktop's own VS Code and browser, where there are any.
import { spawn, spawnSync } from 'node:child_process';
import process from 'node:process';
import { root } from '../project/paths.mjs';
import { createProfile, removeProfile } from './server.mjs';

function hasDisplay() {
  const display = process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY'];
  return process.platform !== 'linux' || display !== undefined;
}

/** Why the desktop's `code` cannot be used; undefined when it can. */
export function whyNoDesktop() {
  if (!hasDisplay()) {
    return 'there is no display';
  }
  if (process.env['VSCODE_IPC_HOOK_CLI'] !== undefined) {
    return 'the `code` of this remote terminal cannot open another profile';
  }
  const windows = process.platform === 'win32';
  const result = spawnSync('code', ['--version'], { stdio: 'ignore', shell: windows });
  return result.status === 0 ? undefined : 'there is no `code` on the PATH';
}

/**
 * Runs the desktop's VS Code until its window is closed.
 * @param {Record<string, unknown>} settings
 * @param {(cleanUp: () => Promise<void>) => void} onEnd
 */
export async function runDesktop(settings, onEnd) {
  const profile = createProfile(settings);
  onEnd(async () => removeProfile(profile));
  const args = [
    '--new-window',
    '--wait',
    '--disable-workspace-trust',
    '--skip-welcome',
    '--skip-release-notes',
    `--user-data-dir=${profile.user}`,
    `--extensions-dir=${profile.extensions}`,
    `--extensionDevelopmentPath=${root}`,
    profile.workspace,
  ];
  if (process.getuid?.() === 0) {
    args.unshift('--no-sandbox');
  }
  const windows = process.platform === 'win32';
  const child = spawn('code', args, { stdio: 'inherit', shell: windows, detached: !windows });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  onEnd(async () => {
    const { pid } = child;
    if (pid !== undefined && child.exitCode === null) {
      try {
        process.kill(windows ? pid : -pid, 'SIGTERM');
      } catch {
        // Already gone.
      }
      await exited;
    }
  });
  await exited;
}

/**
 * @param {string} url
 * @returns {boolean} whether there is a browser to be seen
 */
export function openInBrowser(url) {
  if (!hasDisplay()) {
    return false;
  }
  const openers = { darwin: 'open', win32: 'explorer' };
  const opener = openers[/** @type {keyof typeof openers} */ (process.platform)] ?? 'xdg-open';
  const which = process.platform === 'win32' ? 'where' : 'which';
  if (spawnSync(which, [opener], { stdio: 'ignore' }).status !== 0) {
    return false;
  }
  const child = spawn(opener, [url], { stdio: 'ignore', detached: true });
  child.once('error', () => {});
  child.unref();
  return true;
}
