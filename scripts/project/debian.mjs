// Finds programs, and installs Debian's packages where that is possible.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';

/** @param {string} name @returns {string | undefined} path of an executable */
export function onPath(name) {
  for (const folder of (process.env['PATH'] ?? '').split(path.delimiter)) {
    const file = path.join(folder, name);
    try {
      fs.accessSync(file, fs.constants.X_OK);
      return file;
    } catch {
      // Not here: try the next folder.
    }
  }
  return undefined;
}

/** Why apt-get cannot be used here; undefined when it can. */
export function whyNoApt() {
  if (process.platform !== 'linux') {
    return 'this is not Linux';
  }
  if (onPath('apt-get') === undefined) {
    return 'apt-get is not on this machine';
  }
  return process.getuid?.() === 0 ? undefined : 'apt-get needs root';
}

/**
 * @param {readonly string[]} packages
 * @returns {string | undefined} the end of the error output
 */
export function aptInstall(packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [
    ['update', '-q'],
    ['install', '-y', '-q', '--no-install-recommends', ...packages],
  ]) {
    const result = spawnSync('apt-get', args, { env, encoding: 'utf8' });
    if (result.status !== 0) {
      return result.stderr.trim().split('\n').slice(-3).join('\n');
    }
  }
  return undefined;
}
