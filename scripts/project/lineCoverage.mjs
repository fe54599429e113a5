// Which lines the unit tests ran, of the folders whose numbers an operator must be able to trust.
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { root } from './paths.mjs';
import { exitCodeOf, installed } from './run.mjs';

const folders = ['alerts', 'overview', 'starrocks/sources'].map((name) => `src/extension/${name}`);
const goalPct = 90;

/** @typedef {{ total: number, covered: number }} Lines */

/**
 * What makes the unit tests' process write which lines it ran; a child of it writes nothing.
 * @param {string} folder for what is written
 */
export const recordingLines = (folder) => ({
  args: ['--require', path.join(import.meta.dirname, 'ownCoverage.cjs')],
  env: { NODE_V8_COVERAGE: folder },
});

/**
 * Prints the share of lines by folder, and the files below the goal. Files that no test loads count,
 * even those with nothing but types.
 * @param {string} folder of `recordingLines`
 * @returns {Promise<readonly string[]>} what is below the goal
 */
export async function lineCoverage(folder) {
  const report = path.join(folder, 'report');
  const code = await exitCodeOf(process.execPath, [
    installed('c8/bin/c8.js'),
    'report',
    ...['--temp-directory', folder, '--reports-dir', report, '--reporter', 'json-summary'],
    ...['--all', '--src', 'src/extension'],
    ...folders.flatMap((name) => ['--include', `${name}/**`]),
  ]);
  if (code !== 0) {
    return [`no report of the lines that ran: c8 ended with ${code}`];
  }
  /** @type {Record<string, { lines: Lines }>} */
  const files = JSON.parse(fs.readFileSync(path.join(report, 'coverage-summary.json'), 'utf8'));
  return belowGoal(
    Object.entries(files)
      .filter(([file]) => file !== 'total')
      .map(([file, { lines }]) => ({
        file: path.relative(root, file).replaceAll(path.sep, '/'),
        lines,
      })),
  );
}

/** @param {readonly { file: string, lines: Lines }[]} files @returns {readonly string[]} */
export function belowGoal(files) {
  return folders.flatMap((folder) => {
    const own = files.filter(({ file }) => file.startsWith(`${folder}/`));
    const sum = own.reduce(
      (all, { lines }) => ({
        total: all.total + lines.total,
        covered: all.covered + lines.covered,
      }),
      { total: 0, covered: 0 },
    );
    const words = `${folder}: ${percent(sum)} of ${sum.total} lines in ${own.length} files ran`;
    console.log(`  ${words} (goal ${goalPct} %)`);
    for (const { file, lines } of own.filter((each) => isBelow(each.lines))) {
      console.log(`    ${percent(lines).padStart(7)} ${file}`);
    }
    return isBelow(sum) ? [words] : [];
  });
}

/** Nothing is below every goal. @param {Lines} lines */
const isBelow = ({ total, covered }) => total === 0 || covered * 100 < goalPct * total;

/** @param {Lines} lines */
const percent = ({ total, covered }) =>
  total === 0 ? 'none' : `${((100 * covered) / total).toFixed(1)} %`;
