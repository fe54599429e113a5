/** Mocha hook (`--require`): a picture of every open workbench when a test fails, in out/e2e. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { root } from '../../../scripts/project/paths.mjs';
import { openWorkbenches } from './workbench';

export const mochaHooks: Mocha.RootHookObject = {
  async afterEach(this: Mocha.Context) {
    const test = this.currentTest;
    if (test?.state !== 'failed') {
      return;
    }
    const folder = path.join(root, 'out', 'e2e');
    fs.mkdirSync(folder, { recursive: true });
    for (const [index, { page }] of [...openWorkbenches].entries()) {
      const file = path.join(folder, `${test.fullTitle().replace(/\W+/g, '-')}-${index + 1}.png`);
      await page.screenshot({ path: file });
      console.log(`      picture: ${file}`);
    }
  },
};
