// npm test: every check and every suite, one summary, last line `N passed, N failed, N skipped`.
//
//   npm test -- [--only checks|unit|editor|ui] [--vscode 1.100.3]
//
// Installs what it needs. Only Node's own modules until the dependencies are there.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { ensureDependencies } from './project/dependencies.mjs';
import { whyNoMariadb } from './project/ensureMariadb.mjs';
import { lineCoverage, recordingLines } from './project/lineCoverage.mjs';
import { packageFile } from './project/paths.mjs';
import { exitCodeOf, installed } from './project/run.mjs';
import { requireNode, seconds, step } from './project/steps.mjs';

/**
 * @typedef {{ passed: number, failed: number, skipped: string[], failures: string[] }} Counts
 * @typedef {{ name: string, tookMs: number, counts: Counts }} Result
 */

const groups = ['checks', 'unit', 'editor', 'ui'];

requireNode();
const { values: flags } = parseArgs({
  options: {
    only: { type: 'string' },
    vscode: { type: 'string', default: '1.100.3' },
  },
});
const version = flags.vscode;
if (flags.only !== undefined && !groups.includes(flags.only)) {
  console.error(`--only is one of ${groups.join(', ')}`);
  process.exit(2);
}
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
  // Everything started ends with this process.
  process.on(signal, () => process.exit(130));
}

const reports = fs.mkdtempSync(path.join(os.tmpdir(), 'sro-reports-'));
process.on('exit', () => fs.rmSync(reports, { recursive: true, force: true }));
/** @type {Result[]} */
const results = [];

/** @param {string} group */
const wanted = (group) => flags.only === undefined || flags.only === group;

/** @param {Result} result */
function note(result) {
  results.push(result);
  const { passed, failed, skipped } = result.counts;
  console.log(
    `■ ${result.name}: ${passed} passed, ${failed} failed, ${skipped.length} skipped ` +
      `(${seconds(result.tookMs)})\n`,
  );
}

/**
 * Says what begins, how it ended and how long it took.
 * @param {string} name
 * @param {() => Promise<Counts>} work
 */
async function timed(name, work) {
  console.log(`▸ ${name}`);
  const startedAt = Date.now();
  const counts = await work();
  note({ name, tookMs: Date.now() - startedAt, counts });
  return counts;
}

/** What passes as one, or fails for these. @param {readonly string[]} failures @returns {Counts} */
const asOne = (failures) => ({
  passed: failures.length === 0 ? 1 : 0,
  failed: failures.length,
  skipped: [],
  failures: [...failures],
});

/**
 * A program that passes or fails as one.
 * @param {string} name
 * @param {string} script of an installed package, or of the project when absolute
 * @param {readonly string[]} args
 */
async function check(name, script, args) {
  const { failed } = await timed(name, async () => {
    const file = path.isAbsolute(script) ? script : installed(script);
    const code = await exitCodeOf(process.execPath, [file, ...args]);
    return asOne(code === 0 ? [] : [name]);
  });
  return failed === 0;
}

/**
 * A mocha suite, which writes its counts to a file. None written, or no test: failed.
 * @param {string} name
 * @param {(env: Record<string, string>) => Promise<number>} runSuite returns the exit code
 */
const suite = (name, runSuite) =>
  timed(name, async () => {
    const report = path.join(reports, `${results.length}.json`);
    let code = 1;
    try {
      code = await runSuite({ STARROCKS_OVERVIEW_TEST_REPORT: report });
    } catch (error) {
      console.error(error);
    }
    /** @type {Counts} */
    const counts = fs.existsSync(report)
      ? JSON.parse(fs.readFileSync(report, 'utf8'))
      : { passed: 0, failed: 0, skipped: [], failures: [] };
    const nothingRan = counts.passed + counts.failed + counts.skipped.length === 0;
    if (nothingRan || (code !== 0 && counts.failed === 0)) {
      counts.failed += 1;
      counts.failures.push(nothingRan ? `${name}: no test ran` : `${name}: ended with ${code}`);
    }
    return counts;
  });

/** @param {string} name @param {string} cause */
function leaveOut(name, cause) {
  const counts = { passed: 0, failed: 0, skipped: [`${name} (skipped: ${cause})`], failures: [] };
  note({ name, tookMs: 0, counts });
}

/** @param {readonly string[]} args @param {Record<string, string>} env */
const mocha = (args, env) =>
  exitCodeOf(
    process.execPath,
    [
      installed('mocha/bin/mocha.js'),
      '--reporter',
      path.join(import.meta.dirname, 'project', 'countingReporter.cjs'),
      ...args,
    ],
    { env },
  );

/** Unit tests that judge how soon several processes do something: nothing else runs beside them. */
const alone = ['test/unit/store/fleet.test.ts', 'test/unit/oracle/kill.test.ts'];

/** Two at least: with one Mocha would run the tests in its first process. */
const jobs = Math.min(4, Math.max(2, os.availableParallelism()));

const uiArgs = ['--timeout', '120000', '--require', './test/e2e/support/failurePictures.ts'];

async function runEditorSuites() {
  const { runEditorSuite } = await import('./vscode/editorSuite.mjs');
  await suite(`in the editor ${version}, from the folder`, (env) =>
    runEditorSuite({ version, env }),
  );
  await suite(`in the editor ${version}, from the package`, (env) =>
    runEditorSuite({ version, env, vsix: packageFile }),
  );
}

async function main() {
  await step('Dependencies', ensureDependencies);
  if (wanted('checks')) {
    await check('types', 'typescript/bin/tsc', ['--noEmit', '-p', 'tsconfig.json']);
    await check('lint', 'eslint/bin/eslint.js', ['--max-warnings', '0', '.']);
    await check('format', 'prettier/bin/prettier.cjs', ['--check', '--log-level', 'warn', '.']);
    await check('dependency rules', 'dependency-cruiser/bin/dependency-cruise.mjs', [
      '--config',
      '.dependency-cruiser.cjs',
      'src',
      'test',
    ]);
  }
  if (wanted('unit')) {
    const noMariadb = await step('MariaDB', whyNoMariadb);
    const lines = path.join(reports, 'lines');
    const recording = recordingLines(lines);
    const unit =
      (/** @type {readonly string[]} */ args) => (/** @type {Record<string, string>} */ env) =>
        mocha([...recording.args, ...args], {
          ...env,
          ...recording.env,
          ...(noMariadb === undefined ? {} : { STARROCKS_OVERVIEW_NO_MARIADB: noMariadb }),
        });
    const others = alone.flatMap((file) => ['--ignore', file]);
    await suite(
      'unit',
      unit(['--parallel', '--jobs', `${jobs}`, ...others, 'test/unit/**/*.test.{ts,tsx}']),
    );
    await suite('unit, one after the other', unit(alone));
    await timed('line coverage', async () =>
      asOne((await lineCoverage(lines)).map((words) => `line coverage: ${words}`)),
    );
  }
  if (!wanted('editor') && !wanted('ui')) {
    return;
  }
  const packaged = await check(
    'build and package',
    path.join(import.meta.dirname, 'package.mjs'),
    [],
  );
  if (!packaged) {
    leaveOut('in the editor and UI', 'there is no package');
    return;
  }
  await step('Chromium and VS Code', async () => {
    const { ensureChromium } = await import('./vscode/ensureChromium.mjs');
    const { prepareServer } = await import('./vscode/prepareServer.mjs');
    const chromium = ensureChromium();
    await prepareServer(version);
    return `${chromium}, VS Code ${version}`;
  });
  if (wanted('editor')) {
    await runEditorSuites();
  }
  if (wanted('ui')) {
    await suite(`UI in Chromium ${version}`, (env) =>
      mocha([...uiArgs, 'test/e2e/*.test.ts'], {
        ...env,
        STARROCKS_OVERVIEW_TEST_VSCODE: version,
      }),
    );
  }
}

let broken;
try {
  await main();
} catch (error) {
  broken = error instanceof Error ? error.message : String(error);
}

console.log('─'.repeat(72));
for (const { name, tookMs, counts } of results) {
  const { passed, failed, skipped } = counts;
  const mark = failed > 0 ? '✘' : '✔';
  const numbers = `${passed} passed, ${failed} failed, ${skipped.length} skipped`;
  console.log(`${mark} ${name.padEnd(40)} ${seconds(tookMs).padStart(9)}   ${numbers}`);
}
for (const line of results.flatMap(({ counts }) => counts.skipped)) {
  console.log(`  skipped: ${line}`);
}
for (const line of results.flatMap(({ counts }) => counts.failures)) {
  console.log(`  FAILED: ${line}`);
}
if (broken !== undefined) {
  console.log(`  FAILED: ${broken}`);
}
/** @param {(counts: Counts) => number} count */
const total = (count) => results.reduce((sum, { counts }) => sum + count(counts), 0);
const failed = total((counts) => counts.failed) + (broken === undefined ? 0 : 1);
console.log(
  `${total((counts) => counts.passed)} passed, ${failed} failed, ` +
    `${total((counts) => counts.skipped.length)} skipped`,
);
process.exitCode = failed > 0 ? 1 : 0;
