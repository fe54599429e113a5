/**
 * The panel's page in Chromium, told by the product what it knows of real demo clusters: what needs
 * many states, themes or languages, and no workbench around it.
 */
import { strict as assert } from 'node:assert';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import type { OpenBrowser } from '../../scripts/vscode/browser.mjs';
import { closeBrowser, openBrowser } from '../../scripts/vscode/browser.mjs';
import type { ViewState } from '../../src/shared/protocol';
import type { Chain } from '../unit/oracle/support/chain';
import { violationsInThemes } from './preview/accessibility';
import { buildPage, drawAll, openPage } from './preview/page';
import { outsideOfPhrases, pseudoLocale } from './preview/pseudoLocale';
import type { Stage } from './preview/stages';
import { stages, views } from './preview/stages';

/** Units and kinds of nodes, which are the same in every language. */
const everywhere = new Set(
  ['s m h d y ms k M G B KB MB GB TB', 'FE BE CN'].flatMap((words) => words.split(' ')),
);

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

  const show = (stage: Stage) => openPage(opened.browser, path.join(folder, 'plain'), stage);

  describe('of a cluster in trouble', () => {
    let stage: Stage;

    before(async () => {
      stage = await stages.troubled();
    });

    after(async () => {
      await stage.chain.stop();
    });

    const looks: Readonly<Record<string, (chain: Chain) => ViewState | Promise<ViewState>>> = {
      sections: () => ({}),
      ...views,
    };

    for (const [name, viewOf] of Object.entries(looks)) {
      it(`breaks no rule of accessibility in any theme, and no security policy: ${name}`, async () => {
        const view = await viewOf(stage.chain);
        const { page, faults } = await show({ ...stage, view });
        await drawAll(page);

        assert.deepEqual(await violationsInThemes(page), []);
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
