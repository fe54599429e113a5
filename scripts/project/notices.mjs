// The licences of the packages that are inside the bundles, as the package must carry them.
import fs from 'node:fs';
import path from 'node:path';

/**
 * The package folder a bundled file lies in; undefined for our own files.
 * @param {string} file relative to the project, with slashes
 */
function packageFolder(file) {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0];
}

/** @param {string} folder */
function licenceText(folder) {
  const name = fs.readdirSync(folder).find((file) => /^licen[cs]e/i.test(file));
  return name === undefined
    ? '(the package carries no licence text)'
    : fs.readFileSync(path.join(folder, name), 'utf8').trim();
}

/**
 * @param {string} root the project's folder
 * @param {readonly string[]} bundledFiles relative to it
 * @returns {string}
 */
export function thirdPartyNotices(root, bundledFiles) {
  const folders = new Set(bundledFiles.flatMap((file) => packageFolder(file) ?? []));
  const parts = [...folders].sort().map((folder) => {
    const absolute = path.join(root, folder);
    const manifest = JSON.parse(fs.readFileSync(path.join(absolute, 'package.json'), 'utf8'));
    const title = `${manifest.name} ${manifest.version} (${manifest.license ?? 'see below'})`;
    return `${title}\n${'-'.repeat(title.length)}\n\n${licenceText(absolute)}\n`;
  });
  return `This extension contains the following packages.\n\n${parts.join('\n\n')}`;
}
