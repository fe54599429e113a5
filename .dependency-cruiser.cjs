'use strict';
// Which folder may import which (docs/architecture.md). Type-only imports count as well.
// test/unit/project/dependencyRules.test.ts breaks each rule once and sees it named.

/** A package, resolved into node_modules or not resolved at all. */
const pkg = (names) => `(^|node_modules/)(@types/)?(${names})(/|$)`;

/** Anything that is not ours. */
const notOurs = {
  dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-no-pkg', 'npm-unknown', 'unknown'],
};

const pure = [
  '^src/extension/(overview|alerts|sql)/',
  '^src/extension/collect/(cadence|governor|sampleRing|nodeEvents|newFailures|deviceSums|snapshot)\\.ts$',
  '^src/extension/collect/(derive|frontend|compute)Series\\.ts$',
  '^src/extension/store/(rollup|retention|trendBuckets|stateText)\\.ts$',
];

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'shared-imports-nothing-of-ours',
      comment: 'shared is imported by everyone and imports nothing of ours.',
      severity: 'error',
      from: { path: '^src/shared/' },
      to: { path: '^(src|test|scripts)/', pathNot: '^src/shared/' },
    },
    {
      name: 'shared-is-pure',
      comment: 'shared runs in the page, in workers and in the host: no package, nothing of Node.',
      severity: 'error',
      from: { path: '^src/shared/' },
      to: notOurs,
    },
    {
      name: 'modules-and-arithmetic-are-pure',
      comment: 'Modules, rules, roll-up and rates import neither packages nor Node.',
      severity: 'error',
      from: { path: pure },
      to: notOurs,
    },
    {
      name: 'modules-know-no-machinery',
      comment: 'Modules see observations and history as plain data: no driver, store or view code.',
      severity: 'error',
      from: { path: '^src/extension/(overview|alerts)/' },
      to: {
        path: '^src/extension/(starrocks|collect|store|views|commands|clusters|actions)/',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'only-starrocks-imports-mysql2',
      comment: 'Only starrocks/ (and the demo cluster, which answers) speaks the MySQL protocol.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(extension/starrocks|demo)/' },
      to: { path: pkg('mysql2') },
    },
    {
      name: 'only-starrocks-opens-http',
      comment: 'Only starrocks/ (and the demo cluster) opens HTTP, TLS or asks DNS.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(extension/starrocks|demo)/' },
      to: { path: '^(node:)?(https?|http2|tls|dns|dgram)(/|$)' },
    },
    {
      name: 'only-store-imports-sqljs',
      comment: 'Only store/ (and the demo cluster, for its information_schema) uses sql.js.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(extension/store|demo)/' },
      to: { path: pkg('sql\\.js') },
    },
    {
      name: 'only-editor-folders-import-vscode',
      comment: 'Everything else runs in plain Node; it gets Log, Clock, Secrets by constructor.',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: '^src/extension/((views|commands|clusters)/|extension\\.ts$)',
      },
      to: { path: pkg('vscode') },
    },
    {
      name: 'webview-imports-shared-alone',
      comment: 'The page is another program: it sees shared/ only.',
      severity: 'error',
      from: { path: '^src/webview/' },
      to: { path: '^(src|test|scripts)/', pathNot: '^src/(webview|shared)/' },
    },
    {
      name: 'webview-imports-nothing-of-node',
      comment: 'The page runs in a browser.',
      severity: 'error',
      from: { path: '^src/webview/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'demo-imports-nothing-of-extension',
      comment: 'Simulator and client must not share StarRocks knowledge.',
      severity: 'error',
      from: { path: '^src/demo/' },
      to: { path: '^src/(extension|webview)/' },
    },
    {
      name: 'extension-imports-neither-page-nor-demo',
      comment: 'Page and demo cluster are bundles of their own, started by path.',
      severity: 'error',
      from: { path: '^src/extension/' },
      to: { path: '^src/(webview|demo)/' },
    },
    {
      name: 'starrocks-knows-only-the-wire',
      comment: 'Data flows from the wire to the right; nothing on the left calls back.',
      severity: 'error',
      from: { path: '^src/extension/starrocks/' },
      to: { path: '^src/extension/(store|overview|alerts|views|commands|clusters|actions)/' },
    },
    {
      name: 'only-the-edge-imports-views',
      comment:
        'Views, commands and dialogs of clusters/ are the right end: nothing below knows them.',
      severity: 'error',
      from: {
        path: '^src/extension/',
        pathNot: '^src/extension/((views|commands|clusters)/|extension\\.ts$)',
      },
      to: { path: '^src/extension/(views|commands)/' },
    },
    {
      name: 'oracle-imports-nothing-of-extension',
      comment: 'Expectations are computed from the truth alone.',
      severity: 'error',
      from: { path: '^test/oracle/' },
      to: { path: '^src/extension/' },
    },
    {
      name: 'source-imports-no-tests',
      comment: 'Nothing that ships needs test code or scripts.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|scripts)/' },
    },
    {
      name: 'no-circles',
      comment: 'A circle of values makes the order of loading matter; circles of types do not.',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.cjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
