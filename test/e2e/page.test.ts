/**
 * The panel's page in Chromium, told by the product what it knows of real demo clusters: what needs
 * many states, themes or languages, and no workbench around it.
 */
import { strict as assert } from 'node:assert';
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import * as os from 'node:os';
import * as path from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import type { OpenBrowser } from '../../scripts/vscode/browser.mjs';
import { closeBrowser, openBrowser } from '../../scripts/vscode/browser.mjs';
import { buildPage, drawAll, openPage } from './preview/page';
import { outsideOfPhrases, pseudoLocale } from './preview/pseudoLocale';
import type { Stage } from './preview/stages';
import { stages } from './preview/stages';
import { themeNames } from './preview/themes';

const axeFile = createRequire(__filename).resolve('axe-core/axe.min.js');
const axeScript = fs.readFileSync(axeFile, 'utf8');

/** Units and kinds of nodes, which are the same in every language. */
const everywhere = new Set(
  ['s m h d y ms k M G B KB MB GB TB', 'FE BE CN'].flatMap((words) => words.split(' ')),
);

/**
 * Each rule that is broken, with the elements that break it.
 *
 * @param rules all when left out
 */
async function violations(page: Page, rules?: readonly string[]): Promise<readonly string[]> {
  const options = JSON.stringify(rules === undefined ? {} : { runOnly: rules });
  // Past the page's security policy, as an evaluation is.
  await page.evaluate(axeScript);
  const results = await page.evaluate<AxeResults>(`axe.run(document, ${options})`);
  return results.violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
  );
}

/** Every text of the cluster in an answer: names, statements, states. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') {
    return [value];
  }
  return typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, part]) => [key, ...textsIn(part)])
    : [];
}

const escaped = (text: string): string => text.replaceAll(/[\\^$*+?.()|[\]{}]/g, '\\$&');

describe('the page of the panel', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'page-test-'));
  let opened: OpenBrowser;

  before(async () => {
    opened = await openBrowser();
    await buildPage(path.join(folder, 'plain'));
    await buildPage(path.join(folder, 'pseudo'), [pseudoLocale]);
  });

  after(async () => {
    await closeBrowser(opened);
    fs.rmSync(folder, { recursive: true });
  });

  const show = (stage: Stage, look: Parameters<typeof openPage>[3] = {}) =>
    openPage(opened.browser, path.join(folder, 'plain'), stage, look);

  describe('of a cluster in trouble', () => {
    let stage: Stage;

    before(async () => {
      stage = await stages.troubled();
    });

    after(async () => {
      await stage.chain.stop();
    });

    for (const theme of themeNames) {
      it(`breaks no rule of accessibility and no security policy: ${theme}`, async () => {
        const { page, faults } = await show(stage, { theme });
        await drawAll(page);

        // What the theme does not change is looked at once.
        const rules = theme === 'dark' ? undefined : ['color-contrast'];
        assert.deepEqual(await violations(page, rules), []);
        assert.deepEqual(faults, []);
        await page.context().close();
      });
    }

    it('tells its own cost in the unit of each line', async () => {
      const { page } = await show(stage);
      await drawAll(page);
      const cost = page.getByTestId('own-cost').locator('summary');

      assert.match(await cost.innerText(), /[\d.]+ statements, .* a minute$/);
      assert.doesNotMatch(await cost.innerText(), /30 s/);
      await page.context().close();
    });

    it('says nothing that is neither a phrase nor the cluster’s own', async () => {
      assert.ok(stage.cluster !== undefined);
      const { page } = await openPage(opened.browser, path.join(folder, 'pseudo'), stage);
      await drawAll(page);
      const shown = await page.evaluate<string>(
        `[document.body.innerText, ...[...document.querySelectorAll('[aria-label], [data-tip], [placeholder]')]
          .flatMap((each) => ['aria-label', 'data-tip', 'placeholder'].map((name) => each.getAttribute(name) ?? ''))]
          .join('\\n')`,
      );
      const overview = await stage.chain.api.getExtendedOverview(stage.cluster);
      const ofCluster = [...new Set(textsIn(overview))].sort((a, b) => b.length - a.length);

      const outside = ofCluster
        .filter((text) => /\p{L}/u.test(text))
        .reduce(
          (rest, text) =>
            rest.replaceAll(new RegExp(`(?<!\\p{L})${escaped(text)}(?!\\p{L})`, 'giu'), ' '),
          outsideOfPhrases(shown),
        );
      const words = outside.match(/\p{L}[\p{L}\p{M}_]*/gu) ?? [];
      assert.deepEqual(
        [...new Set(words)].filter((word) => !everywhere.has(word)),
        [],
      );
      await page.context().close();
    });
  });
});
