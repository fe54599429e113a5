// Lint with type information. Which folder may import which is checked by dependency-cruiser.
import eslint from '@eslint/js';
import tseslint from 'typescript-eslint';

/** First law: an unknown number is never turned into 0. */
const noZeroForUnknown = ['??', '||'].map((operator) => ({
  selector: `LogicalExpression[operator='${operator}'][right.value=0], AssignmentExpression[operator='${operator}='][right.value=0]`,
  message:
    'Unknown is never 0: keep it unknown with its reason. (Counting our own things: start the count at 0 where it begins.)',
}));

const noPreparedStatements = {
  selector: "CallExpression[callee.property.name='execute']",
  message: 'StarRocks answers prepared statements only in part: use query().',
};

/**
 * Names and texts of a cluster or a person reach SQL through quoteIdentifier and quoteLiteral, in a
 * function that makes the statement; where it is sent nothing is put together any more.
 */
const noSqlWhereSent = ['TemplateLiteral', "BinaryExpression[operator='+']"].map((made) => ({
  selector: `CallExpression[callee.property.name='query'] > ${made}`,
  message: 'Make the statement elsewhere, with quoteIdentifier and quoteLiteral.',
}));

/** One gate lets changes through: what it sends goes by its port, and nothing else asks for that. */
const noWayRoundTheGate = {
  selector: "CallExpression[callee.property.name='converse']",
  message: 'Only the gate changes a cluster: use planAction and runAction of the API.',
};

/** Pure code gets the time handed in, so that it can be tested and replayed. */
const noClock = [
  {
    selector:
      "CallExpression[callee.object.name=/^(Date|performance)$/][callee.property.name='now']",
    message: 'Pure code has no clock: pass the time in.',
  },
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Pure code has no clock: pass the time in.',
  },
  {
    selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
    message: 'Pure code has no randomness: pass it in.',
  },
  {
    selector: 'CallExpression[callee.name=/^(setTimeout|setInterval|setImmediate)$/]',
    message: 'Pure code has no timers.',
  },
];

const pureFiles = [
  'src/shared/**/*.ts',
  'src/extension/overview/**/*.ts',
  'src/extension/alerts/**/*.ts',
  'src/extension/sql/**/*.ts',
  'src/extension/collect/{cadence,governor,sampleRing,nodeEvents,newFailures}.ts',
  'src/extension/collect/{deviceSums,snapshot,deriveSeries,frontendSeries,computeSeries}.ts',
  'src/extension/store/{rollup,retention,trendBuckets,stateText}.ts',
];

export default tseslint.config(
  { ignores: ['dist/', 'out/', 'node_modules/', 'coverage/', '.vscode-test/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  eslint.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      eqeqeq: 'error',
      curly: 'error',
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true } }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      // An asynchronous interface is implemented by async methods, so that what they throw rejects.
      '@typescript-eslint/require-await': 'off',
      // Declaring the toolkit's elements to JSX needs one.
      '@typescript-eslint/no-namespace': ['error', { allowDeclarations: true }],
      // Text of a cluster is cleaned of control characters.
      'no-control-regex': 'off',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  {
    files: ['src/**/*.ts', 'src/**/*.tsx'],
    ignores: ['src/demo/cli.ts', 'src/extension/verify/cli.ts'],
    rules: { 'no-console': 'error' },
  },
  {
    // Text files are imported as default exports.
    files: ['**/*.d.ts'],
    rules: { 'no-restricted-exports': 'off' },
  },
  {
    files: ['src/demo/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', noPreparedStatements] },
  },
  {
    files: ['src/extension/**/*.ts', 'src/webview/**/*.ts', 'src/webview/**/*.tsx'],
    rules: {
      'no-restricted-syntax': [
        'error',
        noPreparedStatements,
        ...noSqlWhereSent,
        ...noZeroForUnknown,
        noWayRoundTheGate,
      ],
    },
  },
  {
    // The gate, the port that it is given, and what the port hands on to.
    files: [
      'src/extension/actions/actionGate.ts',
      'src/extension/api/actionPort.ts',
      'src/extension/collect/{clusterMonitor,sessionAsker}.ts',
    ],
    rules: {
      'no-restricted-syntax': [
        'error',
        noPreparedStatements,
        ...noSqlWhereSent,
        ...noZeroForUnknown,
      ],
    },
  },
  {
    files: pureFiles,
    rules: {
      'no-restricted-syntax': [
        'error',
        noPreparedStatements,
        ...noSqlWhereSent,
        ...noZeroForUnknown,
        noWayRoundTheGate,
        ...noClock,
      ],
    },
  },
  {
    files: ['src/**/*.ts', 'src/**/*.tsx'],
    ignores: [
      'src/extension/starrocks/**',
      'src/demo/**',
      // Asks our own demo cluster for its past, which is no StarRocks interface.
      'src/extension/clusters/demoClusters.ts',
    ],
    rules: {
      'no-restricted-globals': [
        'error',
        { name: 'fetch', message: 'Only src/extension/starrocks opens HTTP.' },
      ],
    },
  },
  {
    files: ['test/**/*.ts', 'test/**/*.tsx'],
    rules: {
      // Tests read what they have just asserted.
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    files: ['**/*.mjs', '**/*.cjs'],
    languageOptions: {
      globals: {
        Buffer: 'readonly',
        URL: 'readonly',
        AbortController: 'readonly',
        clearInterval: 'readonly',
        clearTimeout: 'readonly',
        console: 'readonly',
        document: 'readonly',
        module: 'readonly',
        exports: 'writable',
        process: 'readonly',
        require: 'readonly',
        setInterval: 'readonly',
        setTimeout: 'readonly',
      },
    },
  },
);
