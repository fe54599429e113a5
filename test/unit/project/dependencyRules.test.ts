/** Each rule of dependency is broken once, in a scratch tree, and must be named by the check. */
import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

const root = path.resolve(__dirname, '../../..');

/** Rule to the files that break it. Imported files of ours are made as needed. */
const violations: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'shared-imports-nothing-of-ours': {
    'src/shared/a.ts': "import { x } from '../extension/collect/b'; export const y = x;",
    'src/extension/collect/b.ts': 'export const x = 1;',
  },
  'shared-is-pure': { 'src/shared/a.ts': "import * as fs from 'node:fs'; export const y = fs;" },
  'modules-and-arithmetic-are-pure': {
    'src/extension/overview/a.ts': "import type { Stats } from 'node:fs'; export type A = Stats;",
  },
  'modules-know-no-machinery': {
    'src/extension/overview/a.ts': "import { x } from '../store/b'; export const y = x;",
    'src/extension/store/b.ts': 'export const x = 1;',
  },
  'only-starrocks-imports-mysql2': {
    'src/extension/collect/a.ts':
      "export const a = async (): Promise<unknown> => import('mysql2');",
  },
  'only-starrocks-opens-http': {
    'src/extension/collect/a.ts': "import { request } from 'node:http'; export const a = request;",
  },
  'only-store-imports-sqljs': {
    'src/extension/collect/a.ts':
      "import type { Database } from 'sql.js'; export type A = Database;",
  },
  'only-editor-folders-import-vscode': {
    'src/extension/collect/a.ts': "import type { Uri } from 'vscode'; export type A = Uri;",
  },
  'webview-imports-shared-alone': {
    'src/webview/a.tsx': "import { x } from '../extension/overview/b'; export const y = x;",
    'src/extension/overview/b.ts': 'export const x = 1;',
  },
  'webview-imports-nothing-of-node': {
    'src/webview/a.ts': "import { format } from 'node:util'; export const a = format;",
  },
  'demo-imports-nothing-of-extension': {
    'src/demo/a.ts': "import { x } from '../extension/starrocks/b'; export const y = x;",
    'src/extension/starrocks/b.ts': 'export const x = 1;',
  },
  'extension-imports-neither-page-nor-demo': {
    'src/extension/views/a.ts': "import { x } from '../../demo/b'; export const y = x;",
    'src/demo/b.ts': 'export const x = 1;',
  },
  'starrocks-knows-only-the-wire': {
    'src/extension/starrocks/a.ts': "import type { X } from '../store/b'; export type Y = X;",
    'src/extension/store/b.ts': 'export type X = 1;',
  },
  'only-the-edge-imports-views': {
    'src/extension/collect/a.ts': "import { x } from '../views/b'; export const y = x;",
    'src/extension/views/b.ts': 'export const x = 1;',
  },
  'oracle-imports-nothing-of-extension': {
    'test/oracle/a.ts': "import type { X } from '../../src/extension/b'; export type Y = X;",
    'src/extension/b.ts': 'export type X = 1;',
  },
  'source-imports-no-tests': {
    'src/extension/collect/a.ts': "import { x } from '../../../test/b'; export const y = x;",
    'test/b.ts': 'export const x = 1;',
  },
  'no-circles': {
    'src/extension/collect/a.ts': "import { b } from './b'; export const a = (): unknown => b;",
    'src/extension/collect/b.ts': "import { a } from './a'; export const b = (): unknown => a;",
  },
};

type Violation = { readonly from: string; readonly rule: { readonly name: string } };
type Outcome = { readonly summary: { readonly violations: readonly Violation[] } };

/** Files `a` and `b` of one rule become `<rule>-a` and `<rule>-b`, so that one tree holds all. */
function writeFiles(folder: string, rule: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name.replace(/\/([ab])\.(tsx?)$/, `/${rule}-$1.$2`));
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text.replace(/\/([ab])'/g, `/${rule}-$1'`));
  }
}

function cruise(folder: string): readonly Violation[] {
  const result = spawnSync(
    process.execPath,
    [
      path.join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs'),
      '--config',
      path.join(root, '.dependency-cruiser.cjs'),
      '--output-type',
      'json',
      'src',
      'test',
    ],
    { cwd: folder, encoding: 'utf8' },
  );
  return (JSON.parse(result.stdout) as Outcome).summary.violations;
}

describe('rules of dependency', () => {
  let found: readonly Violation[] = [];

  before(function () {
    this.timeout(60_000);
    const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'sro-rules-'));
    try {
      for (const [rule, files] of Object.entries(violations)) {
        writeFiles(scratch, rule, files);
      }
      writeFiles(scratch, 'allowed', {
        'src/extension/overview/a.ts': "import type { X } from '../collect/b'; export type Y = X;",
        'src/extension/collect/b.ts': 'export type X = 1;',
      });
      found = cruise(scratch);
    } finally {
      fs.rmSync(scratch, { recursive: true, force: true });
    }
  });

  it('are each broken once', async () => {
    const config = (await import(path.join(root, '.dependency-cruiser.cjs'))) as {
      default: { forbidden: { name: string }[] };
    };

    const declared = config.default.forbidden.map(({ name }) => name);

    assert.deepEqual(Object.keys(violations).sort(), declared.sort());
  });

  for (const rule of Object.keys(violations)) {
    it(`${rule} fails the check when broken`, () => {
      const named = found.filter((v) => v.from.includes(`/${rule}-`)).map((v) => v.rule.name);

      assert.ok(named.includes(rule), `named instead: ${named.join(', ')}`);
    });
  }

  it('let types of observations pass to the modules', () => {
    assert.deepEqual(
      found.filter((v) => v.from.includes('/allowed-')),
      [],
    );
  });
});
