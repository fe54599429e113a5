/** What axe-core finds wrong with a page, in every theme. */
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';
import { setTheme } from './page';
import { themeNames } from './themes';

const axeFile = createRequire(__filename).resolve('axe-core/axe.min.js');
const axeScript = fs.readFileSync(axeFile, 'utf8');

/** Each rule that is broken, with the elements that break it. */
async function violations(
  page: Page,
  within: string,
  rules: Pick<RunOptions, 'runOnly' | 'rules'>,
): Promise<readonly string[]> {
  const options: RunOptions = { resultTypes: ['violations'], ...rules };
  // Past the page's security policy, as an evaluation is.
  await page.evaluate(axeScript);
  const results = await page.evaluate<AxeResults>(
    `axe.run(${JSON.stringify(within)}, ${JSON.stringify(options)})`,
  );
  return results.violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
  );
}

/**
 * Looks at the whole page, and at its contrast in one theme after the other; ends in the first.
 *
 * @param within the contrast, which takes long, is looked at in no more than this selector matches
 */
export async function violationsInThemes(page: Page, within = 'html'): Promise<readonly string[]> {
  const contrast = 'color-contrast';
  const found = [
    ...(await violations(page, 'html', { rules: { [contrast]: { enabled: false } } })),
  ];
  for (const theme of themeNames) {
    await setTheme(page, theme);
    const broken = await violations(page, within, { runOnly: [contrast] });
    found.push(...broken.map((each) => `${theme}: ${each}`));
  }
  await setTheme(page, themeNames[0]);
  return found;
}
