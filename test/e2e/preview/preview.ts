/**
 * Draws the panel's page in Chromium outside of VS Code, each state made by a demo cluster, for
 * working on its looks:
 *
 *   npx tsx test/e2e/preview/preview.ts [--out folder] [--states a,b] [--themes dark,light,hc,hc-light]
 *     [--widths 1600,420] [--locales en,zh-cn] [--part 0-900]
 *
 * `--states all` takes each there is. A script error, a violation of the content security policy or a
 * page wider than its window fails the run.
 */
import * as fs from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import type { Page } from 'playwright-core';
import { closeBrowser, openBrowser } from '../../../scripts/vscode/browser.mjs';
import type { Locale } from '../../../src/shared/format';
import { buildPage, drawAll, openPage } from './page';
import { stageNames, stages, type StageName } from './stages';
import { themeNames, type ThemeName } from './themes';

function argument(name: string, otherwise: string): string {
  const index = process.argv.indexOf(`--${name}`);
  return index < 0 ? otherwise : (process.argv[index + 1] ?? otherwise);
}

/** The values of a list that is a closed one; `all` = each. */
function chosen<T extends string>(name: string, otherwise: T, all: readonly T[]): readonly T[] {
  const words = argument(name, otherwise).split(',');
  const wrong = words.find((word) => word !== 'all' && !all.some((each) => each === word));
  if (wrong !== undefined) {
    throw new Error(`--${name} ${wrong}: there are ${all.join(', ')}`);
  }
  return all.filter((each) => words.includes('all') || words.includes(each));
}

const locales: readonly Locale[] = ['en', 'zh-cn'];

/** A picture of the whole page, every chart drawn. */
async function picture(page: Page, file: string): Promise<string | undefined> {
  const { width, height } = await drawAll(page);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  const [top = 0, bottom = height] = argument('part', '').split('-').filter(Boolean).map(Number);
  await page.screenshot({ path: file, clip: { x: 0, y: top, width, height: bottom - top } });
  return overflow > 0 ? `the page is ${overflow} px wider than its window` : undefined;
}

async function main(): Promise<void> {
  const out = argument('out', path.join(os.tmpdir(), 'starrocks-overview-preview'));
  const looks = chosen<ThemeName>('themes', 'dark', themeNames).flatMap((theme) =>
    argument('widths', '1600')
      .split(',')
      .flatMap((width) =>
        chosen<Locale>('locales', 'en', locales).map((locale) => ({
          theme,
          width: Number(width),
          locale,
        })),
      ),
  );
  await fs.mkdir(out, { recursive: true });
  await buildPage(out);
  const opened = await openBrowser();
  try {
    for (const name of chosen<StageName>('states', 'troubled', stageNames)) {
      const stage = await stages[name]();
      try {
        for (const look of looks) {
          const { page, faults } = await openPage(opened.browser, out, stage, look);
          const suffix = look.locale === 'en' ? '' : `-${look.locale}`;
          const file = path.join(out, `${name}-${look.theme}-${look.width}${suffix}.png`);
          const wrong = [...faults, await picture(page, file)].filter((each) => each !== undefined);
          process.stdout.write(`${file}\n${wrong.map((each) => `  FAULT ${each}\n`).join('')}`);
          process.exitCode = wrong.length > 0 ? 1 : process.exitCode;
          await page.context().close();
        }
      } finally {
        await stage.chain.stop();
      }
    }
  } finally {
    await closeBrowser(opened);
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
