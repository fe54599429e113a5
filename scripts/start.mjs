// npm start: from a fresh clone to a VS Code that shows the overview of a live demo cluster.
//
//   npm start [-- --vscode 1.100.3] [--port 8123]
//
// Opens the desktop's `code` when there is one, else a VS Code served at 127.0.0.1. The profile is
// thrown away at the end; Ctrl-C ends everything. With STARROCKS_OVERVIEW_START_CHECK=1 it drives
// the served VS Code itself, waits until the numbers have moved twice, writes a picture to
// STARROCKS_OVERVIEW_START_PICTURE and ends with 0.
import process from 'node:process';
import { parseArgs } from 'node:util';
import { ensureDependencies } from './project/dependencies.mjs';
import { run } from './project/run.mjs';
import { requireNode, step } from './project/steps.mjs';

requireNode();
const { values: flags } = parseArgs({
  options: {
    vscode: { type: 'string', default: '1.100.3' },
    port: { type: 'string', default: '0' },
  },
});
const checkOnly = process.env['STARROCKS_OVERVIEW_START_CHECK'] === '1';

/** The setting that makes the editor start the demo cluster and open its overview. */
const settings = { 'starrocksOverview.openOnStartup': 'demo' };

/** @type {(() => Promise<void>)[]} */
const cleanUps = [];
let stopping = false;

/** @param {number} code */
async function stop(code) {
  if (stopping) {
    return;
  }
  stopping = true;
  for (const cleanUp of cleanUps.reverse()) {
    await cleanUp();
  }
  process.exit(code);
}

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, () => {
    console.log('\nStopping …');
    void stop(0);
  });
}

async function openDesktop() {
  const { runDesktop } = await import('./vscode/desktop.mjs');
  console.log(
    '▸ VS Code opens with a throw-away profile. Close its window, or Ctrl-C here, to stop.',
  );
  await runDesktop(settings, (cleanUp) => cleanUps.push(cleanUp));
}

async function openServed() {
  const { prepareServer } = await import('./vscode/prepareServer.mjs');
  const { createProfile, linkProject, removeProfile, startServer } =
    await import('./vscode/server.mjs');
  const prepared = await step(`VS Code ${flags.vscode}`, async () => prepareServer(flags.vscode));
  const profile = createProfile(settings);
  cleanUps.push(async () => removeProfile(profile));
  linkProject(profile);
  const server = await startServer({ server: prepared, profile, port: Number(flags.port) });
  cleanUps.push(() => server.stop());
  console.log(`▸ VS Code: ${server.url}`);
  if (checkOnly) {
    const { checkOverview } = await import('./vscode/checkOverview.mjs');
    const picture = process.env['STARROCKS_OVERVIEW_START_PICTURE'];
    await step('The overview is live', () => checkOverview(server.url, picture));
    return;
  }
  const { openInBrowser } = await import('./vscode/desktop.mjs');
  const opened = openInBrowser(server.url);
  console.log(opened ? '  opened in the browser' : '  open this address in a browser');
  console.log('  Ctrl-C stops it and removes its profile.');
  const code = await server.exited;
  throw new Error(`VS Code ended by itself with ${code}`);
}

try {
  await step('Dependencies', ensureDependencies);
  await step('Build', () => run(process.execPath, ['esbuild.mjs']));
  const { whyNoDesktop } = await import('./vscode/desktop.mjs');
  const why = checkOnly ? 'this is a check' : whyNoDesktop();
  if (why === undefined) {
    await openDesktop();
  } else {
    console.log(`▸ Served VS Code (${why})`);
    await openServed();
  }
  await stop(0);
} catch (error) {
  if (!stopping) {
    console.error(error instanceof Error ? error.message : error);
    await stop(1);
  }
}
