// Finds a Chromium-family browser; installs Debian's package when it may, else says what to do.
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { aptInstall, onPath, whyNoApt } from '../project/debian.mjs';

function usualPlaces() {
  if (process.platform === 'darwin') {
    return [
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
      '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
    ];
  }
  if (process.platform === 'win32') {
    return ['ProgramFiles', 'ProgramFiles(x86)', 'LocalAppData']
      .flatMap((name) => process.env[name] ?? [])
      .flatMap((base) => [
        path.join(base, 'Google/Chrome/Application/chrome.exe'),
        path.join(base, 'Microsoft/Edge/Application/msedge.exe'),
      ]);
  }
  return [];
}

function findChromium() {
  const given = process.env['CHROMIUM_PATH'];
  if (given !== undefined) {
    if (!fs.existsSync(given)) {
      throw new Error(`CHROMIUM_PATH is ${given}, which does not exist`);
    }
    return given;
  }
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  for (const name of [...names, 'microsoft-edge']) {
    const file = onPath(name);
    if (file !== undefined) {
      return file;
    }
  }
  return usualPlaces().find((file) => fs.existsSync(file));
}

/**
 * @returns {string} path of the executable
 * @throws when there is none and none can be installed; the message says what to do
 */
export function ensureChromium() {
  const found = findChromium();
  if (found !== undefined) {
    return found;
  }
  let why = whyNoApt();
  if (why === undefined) {
    console.log("  Chromium is missing: installing Debian's package (about 115 MB, once)");
    why = aptInstall(['chromium', 'fonts-noto-core']);
    const now = findChromium();
    if (now !== undefined) {
      return now;
    }
  }
  throw new Error(
    `No Chromium, Chrome or Edge was found, and none can be installed from here (${why ?? 'unknown'}).\n` +
      'Install one (Debian, Ubuntu: apt-get install chromium) or point CHROMIUM_PATH at its executable.',
  );
}

/**
 * Fonts that make pictures look as on a person's machine; best effort, Debian only.
 * @param {boolean} chinese
 */
export function ensureFonts(chinese) {
  if (whyNoApt() !== undefined) {
    return;
  }
  const missing = [];
  if (!fs.existsSync('/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf')) {
    missing.push('fonts-noto-core');
  }
  if (chinese && !fs.existsSync('/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc')) {
    missing.push('fonts-noto-cjk');
  }
  if (missing.length > 0) {
    const problem = aptInstall(missing);
    if (problem !== undefined) {
      console.log(`  fonts could not be installed: ${problem}`);
    }
  }
}
