// Installs the dependencies when they are missing or not those of package-lock.json.
import fs from 'node:fs';
import path from 'node:path';
import { root } from './paths.mjs';
import { run } from './run.mjs';

/** @typedef {{ version?: string, optional?: boolean, link?: boolean }} LockedPackage */

/**
 * @param {string} file
 * @returns {Record<string, LockedPackage>}
 */
function lockedPackages(file) {
  return JSON.parse(fs.readFileSync(file, 'utf8')).packages;
}

/**
 * Why the installed packages are not the locked ones; undefined when they are. npm writes what it
 * installed into node_modules/.package-lock.json; optional packages of other platforms are absent.
 * @param {string} folder
 */
export function staleReason(folder) {
  const installedFile = path.join(folder, 'node_modules', '.package-lock.json');
  if (!fs.existsSync(installedFile)) {
    return 'node_modules is missing';
  }
  const installed = lockedPackages(installedFile);
  const locked = lockedPackages(path.join(folder, 'package-lock.json'));
  for (const [name, { version, optional }] of Object.entries(locked)) {
    if (name !== '' && optional !== true && installed[name]?.version !== version) {
      return `${name.replace('node_modules/', '')} is not ${version ?? 'installed'}`;
    }
  }
  return undefined;
}

/** Nothing here needs an install script, so none is run. */
export async function ensureDependencies() {
  const why = staleReason(root);
  if (why === undefined) {
    return 'up to date';
  }
  await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
  return `installed (${why})`;
}
