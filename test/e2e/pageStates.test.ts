/**
 * One cluster through the states of the page, each provoked by the cluster or by what the product is
 * told, and read from the page; then its past, by the ribbon.
 */
import { strict as assert } from 'node:assert';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import type { Page } from 'playwright-core';
import type { OpenBrowser } from '../../scripts/vscode/browser.mjs';
import { closeBrowser, openBrowser } from '../../scripts/vscode/browser.mjs';
import { compare } from '../oracle/compare';
import type { Expectation } from '../oracle/expectation';
import { expectKpis } from '../oracle/expectKpis';
import { storedExpectation } from '../oracle/stored';
import type { PanelCommand } from '../../src/shared/protocol';
import { Chain, type ChainOptions } from '../unit/oracle/support/chain';
import { violationsInThemes } from './preview/accessibility';
import type { OpenPage } from './preview/page';
import { buildPage, drawAll, openPage } from './preview/page';
import { recordedOf } from './preview/stages';

/** Tiles whose value the history keeps, and their field of the module. */
const tiles = ['qps', 'connections', 'running', 'loadRows'] as const;

function fieldOf(expected: Expectation, ...names: readonly string[]): Expectation {
  const [name, ...rest] = names;
  if (expected.kind === 'known') {
    return fieldOf(expected.value, ...names);
  }
  if (name === undefined) {
    return expected;
  }
  const field = expected.kind === 'fields' ? expected.fields[name] : undefined;
  assert.ok(field !== undefined, `the oracle knows no ${name}`);
  return fieldOf(field, ...rest);
}

async function assertTile(page: Page, tile: string, kpis: Expectation): Promise<void> {
  const value = page.locator(`[data-testid="kpi-${tile}"] [data-value]`);
  const shown = Number(await value.getAttribute('data-value'));
  const expected = storedExpectation(fieldOf(kpis, tile, 'value'));
  assert.deepEqual(compare(shown, expected, String).mismatches, [], tile);
}

describe('the states of the page', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'page-states-'));
  let opened: OpenBrowser;
  let chain: Chain;
  let shown: OpenPage;
  /** What the tiles are expected to say of each round. */
  const rounds: { readonly at: number; readonly kpis: Expectation }[] = [];

  before(async () => {
    opened = await openBrowser();
    await buildPage(folder);
    chain = await Chain.start({ visible: true });
    await run(12);
    shown = await openPage(opened.browser, folder, { chain, cluster: chain.id });
  });

  after(async () => {
    await closeBrowser(opened);
    await chain.stop();
    fs.rmSync(folder, { recursive: true });
  });

  async function run(count: number): Promise<void> {
    for (let round = 0; round < count; round += 1) {
      await chain.rounds(1);
      rounds.push({ at: chain.now, kpis: expectKpis(await chain.situation()) });
    }
  }

  /** Tells the page what is new, and waits until it says so. */
  async function becomes(state: string): Promise<void> {
    await shown.host.update();
    await shown.page.locator(`[data-testid="overview"][data-state="${state}"]`).waitFor();
  }

  /** What a state shows is its header and its banners: the sections are looked at in `page.test.ts`. */
  async function isAccessible({ page, faults } = shown): Promise<void> {
    assert.deepEqual(await violationsInThemes(page, '.page > :not(main)'), []);
    assert.deepEqual(faults, []);
  }

  /** What a page shows of another cluster, which ends with it. */
  async function ofAnother(
    options: ChainOptions,
    rounds: number,
    look: (open: OpenPage) => Promise<void>,
  ): Promise<void> {
    const another = await Chain.start({ visible: true, ...options });
    try {
      await another.rounds(rounds);
      const open = await openPage(opened.browser, folder, { chain: another, cluster: another.id });
      await look(open);
      await open.page.context().close();
    } finally {
      await another.stop();
    }
  }

  /** The page's last word to the host, once everything it said has arrived. */
  async function commanded(command: PanelCommand, { page, host } = shown): Promise<void> {
    await page.evaluate('0');
    const last = host.commands.at(-1);
    assert.ok(last?.kind === 'command' && last.command === command, JSON.stringify(last));
  }

  it('live: each tile equals the truth', async () => {
    await becomes('live');

    for (const tile of tiles) {
      await assertTile(shown.page, tile, expectKpis(await chain.situation()));
    }
  });

  it('late: the page sees by itself that nothing comes any more', async () => {
    await shown.page.clock.runFor(90_000);

    await shown.page.locator('[data-shown-state="stale"]').waitFor({ state: 'attached' });
    assert.match(await shown.page.getByTestId('age').innerText(), /Late|ago|from/);
    await isAccessible();
  });

  it('a past moment chosen on the ribbon equals the truth of then, and live is one click away', async () => {
    await chain.disturb({ happen: { kind: 'traffic', factor: 3 } });
    await run(10);
    await becomes('live');
    const { page } = shown;
    const ribbon = page.locator('.ribbon-strip');
    await ribbon.scrollIntoViewIfNeeded();
    await page.clock.runFor(1_000);
    const box = await ribbon.boundingBox();
    assert.ok(box !== null);
    // Cells are of five minutes: the last but one ended before the traffic grew whole.
    await page.mouse.click(box.x + box.width * (1 - 1.5 / 288), box.y + box.height / 2);
    await page.locator('[data-testid="moment-bar"][data-arrived="true"]').waitFor();

    const at = Number(await page.getByTestId('overview').getAttribute('data-past'));
    const round = rounds.findLast((each) => each.at <= at);
    assert.ok(round !== undefined && round.at < chain.now, `no past round at ${at}`);
    for (const tile of tiles) {
      await assertTile(page, tile, round.kpis);
    }
    await page.getByTestId('return-to-live').click();
    await page.locator('[data-testid="overview"]:not([data-past])').waitFor();
    await assertTile(page, 'qps', expectKpis(await chain.situation()));
  });

  it('paused, and going on', async () => {
    await shown.page.getByRole('button', { name: 'Pause' }).click();
    await commanded('pause');

    await chain.api.setPaused(chain.id, true);
    await becomes('paused');
    await isAccessible();
    await chain.api.setPaused(chain.id, false);
    await becomes('live');
  });

  it('partial: an FE whose HTTP port is closed is missing from its figures', async () => {
    await chain.disturb({
      fault: { kind: 'refuse' },
      target: { node: '10.20.0.12', protocol: 'http' },
    });
    await run(2);
    await becomes('live');

    await shown.page.locator('[data-testid="kpi-p99"]', { hasText: /2\/3|2 of 3/ }).waitFor();
    await isAccessible();
    await chain.control.clearFaults();
  });

  it('disconnected: says so over everything, with the next try', async () => {
    await chain.disturb({ fault: { kind: 'refuse' }, target: { node: 'fe:*' } });
    await chain.rounds(2);
    await becomes('disconnected');

    const banner = shown.page.getByRole('alert');
    await banner.filter({ hasText: /No answer from oracle for 1 m.*Next try in/s }).waitFor();
    await isAccessible();
    await banner.getByRole('button', { name: 'Retry now' }).click();
    await commanded('refresh');
    await chain.control.clearFaults();
    await chain.rounds(2);
    await becomes('live');
  });

  it('without credentials: a wrong password asks for another', async () => {
    await chain.api.updateCluster(chain.id, {}, 'a wrong password');
    await chain.overview();
    await becomes('no-credentials');

    await isAccessible();
    await shown.page.getByRole('button', { name: 'Enter password' }).click();
    await commanded('enterPassword');
  });

  it('ten quick changes of the range end with the last one', async () => {
    const { page } = shown;
    const ranges = ['6h', '24h', '3d', '1h', '7d', '30d', '1y', '6h', '3d', '24h'];
    for (const range of ranges) {
      await page.getByTestId(`range-${range}`).click({ noWaitAfter: true });
    }

    await page.locator('[data-testid="range-24h"][aria-pressed="true"]').waitFor();
    assert.equal(await page.locator('.ranges [aria-pressed="true"]').count(), 1);
    await page.clock.runFor(1_000);
    const heading = page.locator('[data-testid="section-trends"] .sentence').first();
    assert.match(await heading.innerText(), /^last 1 d, /);
  });

  it('is walked by keyboard alone: every section, each stop named and in sight', async () => {
    const { page } = shown;
    await page.locator('body').press('Home');
    const seen = new Set<string>();
    const unseen: string[] = [];
    const stop = `(() => {
      const at = document.activeElement;
      const { outlineStyle, boxShadow } = getComputedStyle(at);
      const inner = at.shadowRoot?.activeElement;
      const name = at.getAttribute('aria-label') ?? at.getAttribute('aria-labelledby') ?? at.innerText ?? at.placeholder;
      return at === document.body ? null : {
        section: at.closest('section, nav, header, footer')?.id || at.closest('nav, header, footer')?.tagName || '',
        text: at.tagName + ' ' + at.className + ' ' + name,
        isNamed: (name ?? '').trim() !== '' || (at.placeholder ?? '') !== '',
        isMarked: outlineStyle !== 'none' || boxShadow !== 'none' || inner !== null && inner !== undefined,
      };
    })()`;
    for (let stops = 0; stops < 600; stops += 1) {
      await page.keyboard.press('Tab');
      const at = await page.evaluate<{
        section: string;
        text: string;
        isNamed: boolean;
        isMarked: boolean;
      } | null>(stop);
      if (at === null) {
        break;
      }
      seen.add(at.section);
      if (!at.isNamed || !at.isMarked) {
        unseen.push(at.text);
      }
    }
    const sections = await page
      .locator('main section[id^="section-"]')
      .evaluateAll((all) =>
        all
          .filter((each) => each.querySelector('button, [tabindex="0"], input'))
          .map(({ id }) => id),
      );

    assert.ok(sections.length > 8, sections.join());
    assert.deepEqual(
      sections.filter((id) => !seen.has(id)),
      [],
    );
    assert.deepEqual(unseen, []);
  });

  it('the first run offers a cluster and a demo', async () => {
    const first = await openPage(opened.browser, folder, { chain, cluster: undefined });
    await first.page.locator('[data-testid="overview"][data-state="empty"]').waitFor();

    await isAccessible(first);
    await first.page.getByRole('button', { name: 'Add Cluster' }).first().click();

    await commanded('addCluster', first);
    assert.deepEqual(first.faults, []);
  });

  it('denied: a user without the rights takes the statements that give them', async () => {
    await ofAnother({ user: 'node_only' }, 2, async (open) => {
      await open.page.locator('[data-testid="overview"][data-state="live"]').waitFor();
      const banner = open.page.getByTestId('limited');
      await banner.filter({ hasText: /Limited: .*the sessions.*OPERATE also allows/s }).waitFor();
      await isAccessible(open);

      await banner.getByRole('button', { name: 'Copy GRANT', exact: true }).click();
      await commanded('copyGrant', open);
    });
  });

  it('needs a newer version: says so of what the cluster is too old for', async () => {
    await ofAnother({ cluster: { profile: '2.5' } }, 2, async (open) => {
      await drawAll(open.page);
      await open.page
        .getByText(/^Needs a newer StarRocks: /)
        .first()
        .waitFor();
      await isAccessible(open);
    });
  });

  it('empty and good: a demo without data is healthy, and each list says that it is empty', async () => {
    const profile = { demo: true } as const;
    await ofAnother({ cluster: { situation: { empty: true } }, profile }, 12, async (open) => {
      const { page } = open;
      await page.locator('[data-testid="verdict"][data-verdict="ok"]').waitFor();
      await page.locator('header .chip', { hasText: 'demo' }).waitFor();
      for (const text of ['No query is running', 'The cluster has no table']) {
        await page.getByText(text).first().waitFor({ state: 'attached' });
      }
      await isAccessible(open);
    });
  });

  it('recorded: a history from a file, which nobody collects', async () => {
    const recorded = await openPage(opened.browser, folder, {
      chain,
      cluster: await recordedOf(chain),
    });
    await recorded.page.locator('[data-testid="overview"][data-state="recorded"]').waitFor();
    await recorded.page
      .getByRole('status')
      .filter({ hasText: /recorded/i })
      .first()
      .waitFor();
    await isAccessible(recorded);
    await recorded.page.context().close();
  });

  it('shows names that attack as text', async () => {
    const hostile = await Chain.start({
      visible: true,
      cluster: { situation: { hostileNames: true } },
    });
    try {
      await hostile.rounds(1);
      const { page, faults } = await openPage(opened.browser, folder, {
        chain: hostile,
        cluster: hostile.id,
      });
      await drawAll(page);
      const made = await page
        .locator('main :is(img, script, iframe, a[href^="javascript"])')
        .count();

      assert.equal(made, 0);
      assert.match(await page.locator('main').innerText(), /<img|<script|onerror/i);
      assert.deepEqual(faults, []);
    } finally {
      await hostile.stop();
    }
  });

  it('refreshing, then loading: what the cluster does not answer is waited for in sight', async () => {
    const password = 'demo-monitor';
    await chain.api.updateCluster(chain.id, {}, password);
    await chain.rounds(1);
    await becomes('live');
    await chain.disturb({ fault: { kind: 'hang' }, target: { protocol: 'sql', match: 'show' } });

    void chain.api.collectNow(chain.id).catch(() => undefined);
    await becomes('live');
    await shown.page.locator('.tools .codicon-sync.codicon-modifier-spin').waitFor();

    await chain.api.updateCluster(chain.id, { name: 'oracle-2' });
    await becomes('loading');
    await shown.page.locator('main[aria-busy="true"]').waitFor();
    await shown.page
      .getByRole('status')
      .filter({ hasText: 'Reading the cluster' })
      .first()
      .waitFor();
    await isAccessible();
  });

  it('nothing broke the security policy or threw', () => {
    assert.deepEqual(shown.faults, []);
  });
});
