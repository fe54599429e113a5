// Builds the bundles of the extension into dist/.
//
//   node esbuild.mjs [--watch] [--production]
//
// dist/extension.js       the extension itself; holds none of the dependencies
// dist/collector.js       what only the window that collects needs, loaded with the first cluster
// dist/figureNotes.js    what Show Statement tells of the figures of a source
// dist/phrases.*.js       all sentences of one language, loaded with its first one
// dist/mysql2.js          mysql2, loaded at the first connect
// dist/jsonrpc.js         vscode-jsonrpc, between windows
// dist/history-worker.js  the database worker (sql.js inside), with dist/sql-wasm.wasm
// dist/demo-worker.js     the demo cluster as a worker (sql.js inside)
// dist/webview.js, .css   the page, with dist/codicon.ttf
//
// How a package stays out: sources say `await import('mysql2')`. Under tsx (tests, npm run
// demo-cluster) that is node_modules; in a bundle the plugin `siblingBundles` turns it into
// `require('./mysql2.js')`, and refuses static imports of mysql2, which would load it at start. The
// phrases of a language are imported as usual; in a bundle of the host they come when they are read.
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import * as esbuild from 'esbuild';
import { thirdPartyNotices } from './scripts/project/notices.mjs';

const root = import.meta.dirname;
const dist = path.join(root, 'dist');

/** Size limits in bytes of production bundles; what they protect is in docs/architecture.md. */
const sizeLimits = {
  'extension.js': 250_000,
  'collector.js': 400_000,
  'mysql2.js': 1_100_000,
  'jsonrpc.js': 100_000,
  'history-worker.js': 150_000,
  'demo-worker.js': 400_000,
  'webview.js': 700_000,
};

/** @type {Readonly<Record<string, string>>} What the bundle of a language exports. */
const phraseTables = { 'phrases.en': 'phrasesEn', 'phrases.zh-cn': 'phrasesZhCn' };

/** @type {esbuild.Plugin} */
const siblingBundles = {
  name: 'sibling-bundles',
  setup(build) {
    build.onResolve({ filter: /\/localApi$/ }, (args) =>
      args.kind === 'dynamic-import' ? { path: './collector.js', external: true } : undefined,
    );
    build.onResolve({ filter: /\/figureNotes$/ }, (args) =>
      args.kind === 'dynamic-import' ? { path: './figureNotes.js', external: true } : undefined,
    );
    build.onResolve({ filter: /\/phrases\.(en|zh-cn)$/ }, (args) => ({
      path: path.basename(args.path),
      namespace: 'phrases',
    }));
    build.onLoad({ filter: /.*/, namespace: 'phrases' }, (args) => ({
      contents: `Object.defineProperty(exports, '${phraseTables[args.path]}', {
        enumerable: true, get: () => require('./${args.path}.js').${phraseTables[args.path]},
      });`,
    }));
    build.onResolve({ filter: /.*/, namespace: 'phrases' }, ({ path }) => ({
      path,
      external: true,
    }));
    build.onResolve({ filter: /^vscode-jsonrpc(\/.*)?$/ }, () => ({
      path: './jsonrpc.js',
      external: true,
    }));
    build.onResolve({ filter: /^mysql2(\/.*)?$/ }, (args) => {
      if (args.path === 'mysql2' && args.kind === 'dynamic-import') {
        return { path: './mysql2.js', external: true };
      }
      const text = `${args.path} must be loaded by \`await import('mysql2')\` (types: import type)`;
      return { errors: [{ text }] };
    });
  },
};

/**
 * Prints errors in the form the problem matcher of .vscode/tasks.json reads.
 * @type {esbuild.Plugin}
 */
const problemMatcher = {
  name: 'problem-matcher',
  setup(build) {
    build.onStart(() => console.log('[watch] build started'));
    build.onEnd((result) => {
      for (const { text, location } of result.errors) {
        console.error(`✘ [ERROR] ${text}`);
        if (location) {
          console.error(`    ${location.file}:${location.line}:${location.column}:`);
        }
      }
      console.log('[watch] build finished');
    });
  },
};

/**
 * @param {boolean} production
 * @returns {esbuild.BuildOptions[]}
 */
function bundles(production) {
  /** @type {esbuild.BuildOptions} */
  const common = {
    absWorkingDir: root,
    outdir: dist,
    bundle: true,
    minify: production,
    // Chinese stays readable and half as long.
    charset: 'utf8',
    sourcemap: production ? false : 'linked',
    metafile: true,
    legalComments: 'none',
    logLevel: 'silent',
    loader: { '.sql': 'text' },
  };
  /** @type {esbuild.BuildOptions} */
  const node = {
    ...common,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    // import() of an external module becomes require(): lazy all the same, and in require.cache.
    supported: { 'dynamic-import': false },
  };
  return [
    {
      ...node,
      entryPoints: {
        extension: 'src/extension/extension.ts',
        collector: 'src/extension/api/localApi.ts',
        figureNotes: 'src/shared/figureNotes.ts',
        'history-worker': 'src/extension/store/historyWorker.ts',
        'demo-worker': 'src/demo/demoWorker.ts',
      },
      external: ['vscode'],
      plugins: [siblingBundles],
    },
    { ...node, entryPoints: { mysql2: 'mysql2', jsonrpc: 'vscode-jsonrpc/node' } },
    { ...node, entryPoints: Object.keys(phraseTables).map((name) => `src/shared/${name}.ts`) },
    {
      ...common,
      platform: 'browser',
      format: 'iife',
      target: 'chrome128',
      entryPoints: { webview: 'src/webview/main.tsx' },
      jsx: 'automatic',
      jsxImportSource: 'preact',
      assetNames: '[name]',
      loader: { ...common.loader, '.ttf': 'file' },
    },
  ];
}

function copyWasm() {
  fs.copyFileSync(
    path.join(root, 'node_modules/sql.js/dist/sql-wasm.wasm'),
    path.join(dist, 'sql-wasm.wasm'),
  );
}

/**
 * Removes what an earlier build left, after the new files are there: an editor may be running.
 * @param {esbuild.BuildResult[]} results
 */
function removeStale(results) {
  const built = results.flatMap((result) => Object.keys(result.metafile?.outputs ?? {}));
  const kept = new Set([...built.map((file) => path.basename(file)), 'sql-wasm.wasm']);
  for (const file of fs.readdirSync(dist)) {
    if (!kept.has(file)) {
      fs.rmSync(path.join(dist, file), { recursive: true });
    }
  }
}

/** @param {esbuild.BuildResult[]} results */
function checkSizes(results) {
  let tooLarge = false;
  for (const result of results) {
    for (const [file, output] of Object.entries(result.metafile?.outputs ?? {})) {
      const name = path.basename(file);
      const limit = sizeLimits[/** @type {keyof typeof sizeLimits} */ (name)];
      if (limit === undefined) {
        continue;
      }
      const verdict = output.bytes > limit ? `MORE than the limit of ${limit}` : `limit ${limit}`;
      console.log(`${name.padEnd(20)} ${String(output.bytes).padStart(9)} bytes (${verdict})`);
      tooLarge ||= output.bytes > limit;
    }
  }
  return !tooLarge;
}

async function main() {
  const production = process.argv.includes('--production');
  fs.mkdirSync(dist, { recursive: true });
  copyWasm();
  const options = bundles(production);
  if (process.argv.includes('--watch')) {
    const contexts = await Promise.all(
      options.map((o) =>
        esbuild.context({ ...o, plugins: [...(o.plugins ?? []), problemMatcher] }),
      ),
    );
    await Promise.all(contexts.map((context) => context.watch()));
    return;
  }
  const results = await Promise.all(
    options.map((o) => esbuild.build({ ...o, logLevel: 'warning' })),
  );
  removeStale(results);
  fs.writeFileSync(
    path.join(dist, 'meta.json'),
    JSON.stringify(results.map((result) => result.metafile)),
  );
  if (production) {
    const inputs = results.flatMap((result) => Object.keys(result.metafile?.inputs ?? {}));
    fs.writeFileSync(path.join(dist, 'notices.txt'), thirdPartyNotices(root, inputs));
    if (!checkSizes(results)) {
      process.exitCode = 1;
    }
  }
}

try {
  await main();
} catch (error) {
  // Build errors have an array `errors`, and esbuild has printed them itself.
  if (!(error instanceof Error && 'errors' in error)) {
    console.error(error);
  }
  process.exitCode = 1;
}
