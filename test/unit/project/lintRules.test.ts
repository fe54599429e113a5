/** The lint rules of the first law and of the wire are broken once each and must be named. */
import { strict as assert } from 'node:assert';
import * as path from 'node:path';
import { ESLint, Linter } from 'eslint';
import { parser } from 'typescript-eslint';

const root = path.resolve(__dirname, '../../..');

/** Rules that need no types; the others need the file to be part of the project. */
const syntaxRules = ['no-restricted-syntax', 'no-restricted-globals', 'no-console'] as const;

/** Messages of these rules, as the project's own configuration sets them for that file. */
async function lint(file: string, text: string): Promise<string[]> {
  const eslint = new ESLint({ cwd: root });
  const config: unknown = await eslint.calculateConfigForFile(path.join(root, file));
  const { rules: configured } = config as Linter.Config;
  const rules: Linter.RulesRecord = {};
  for (const name of syntaxRules) {
    const entry = configured?.[name];
    if (entry !== undefined) {
      rules[name] = entry;
    }
  }
  const linter = new Linter({ configType: 'flat' });
  const messages = linter.verify(
    text,
    [{ files: ['**/*.ts', '**/*.tsx'], languageOptions: { parser }, rules }],
    { filename: file },
  );
  return messages.map(({ ruleId, message }) => `${ruleId ?? 'parser'}: ${message}`);
}

const broken: readonly (readonly [what: string, file: string, text: string, message: RegExp])[] = [
  ['?? 0 in the host', 'src/extension/collect/x.ts', 'export const a = b ?? 0;', /never 0/],
  ['|| 0 in the page', 'src/webview/x.tsx', 'export const a = b || 0;', /never 0/],
  ['??= 0 in a module', 'src/extension/overview/x.ts', 'a ??= 0;', /never 0/],
  ['?? 0 in shared code', 'src/shared/x.ts', 'export const a = b ?? 0;', /never 0/],
  ['prepared statements', 'src/extension/starrocks/x.ts', "c.execute('SELECT 1');", /use query/],
  [
    'SQL made by a template where it is sent',
    'src/extension/starrocks/x.ts',
    'l.query(`USE ${db}`);',
    /quoteLiteral/,
  ],
  [
    'SQL put together where it is sent',
    'src/extension/collect/x.ts',
    "l.query('x', 'USE ' + db);",
    /quoteLiteral/,
  ],
  ['a clock in a module', 'src/extension/overview/x.ts', 'export const a = Date.now();', /clock/],
  ['a clock in shared code', 'src/shared/x.ts', 'export const a = new Date();', /clock/],
  ['randomness in a module', 'src/extension/overview/x.ts', 'Math.random();', /randomness/],
  ['a timer in a module', 'src/extension/overview/x.ts', 'setTimeout(f, 1);', /timers/],
  ['fetch outside starrocks', 'src/extension/collect/x.ts', "fetch('http://x');", /opens HTTP/],
  [
    'a way round the gate in a command',
    'src/extension/commands/x.ts',
    'monitor.converse(by, talk);',
    /Only the gate/,
  ],
  [
    'a way round the gate beside it',
    'src/extension/api/localApi.ts',
    'this.monitor.converse(by, talk);',
    /Only the gate/,
  ],
  ['console in the host', 'src/extension/collect/x.ts', 'console.log(1);', /no-console/],
];

describe('lint rules', function () {
  this.timeout(60_000);

  for (const [what, file, text, message] of broken) {
    it(`refuse ${what}`, async () => {
      const messages = await lint(file, text);

      assert.ok(
        messages.some((line) => message.test(line)),
        `said instead: ${messages.join('; ')}`,
      );
    });
  }

  it('let the gate and its port send', async () => {
    for (const file of ['actions/actionGate.ts', 'api/actionPort.ts']) {
      assert.deepEqual(await lint(`src/extension/${file}`, 'port.converse(by, talk);'), []);
    }
  });

  it('let the demo cluster start its own counts at 0', async () => {
    assert.deepEqual(await lint('src/demo/x.ts', 'export const a = b ?? 0;'), []);
  });

  it('let the command line of the demo cluster print', async () => {
    assert.deepEqual(await lint('src/demo/cli.ts', 'console.log(1);'), []);
  });
});
