/** The tables of the overview in a running workbench: sorted, filtered, still while pointed at. */
import { strict as assert } from 'node:assert';
import type { FrameLocator, Locator } from 'playwright-core';
import type { Shown } from './shown';

export function tableTests(shown: Shown): void {
  it('sorts a table by a head: downwards, upwards, and as it came', async () => {
    const table = tableOf(shown().frame, 'Frontends');
    const head = table.getByRole('columnheader', { name: 'Frontend' });
    const hosts = async () => await table.locator('[data-testid="open-node"]').allInnerTexts();
    const came = await hosts();
    const upwards = [...came].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
    assert.ok(came.length > 2, came.join());

    for (const [direction, expected] of [
      ['descending', upwards.toReversed()],
      ['ascending', upwards],
      ['none', came],
    ] as const) {
      await head.getByRole('button').click();
      await table.locator(`th:first-child[aria-sort="${direction}"]`).waitFor();
      assert.deepEqual(await hosts(), expected, direction);
    }
  });

  it('filters a table by words', async () => {
    const table = tableOf(shown().frame, 'Largest tables');
    const rows = table.locator('tbody tr');
    const filter = table.locator('.table-filter');
    const all = await rows.count();

    await filter.fill('SALES order');
    await rows
      .filter({ hasNotText: /sales.*order/ })
      .first()
      .waitFor({ state: 'detached' });
    const found = await rows.count();
    assert.ok(found > 0 && found < all, `${found} of ${all}`);

    await filter.fill('no such table');
    await rows.first().waitFor({ state: 'detached' });

    await filter.fill('');
    await rows.nth(all - 1).waitFor();
  });

  it('leaves the rows where they are while they are pointed at, though rounds come', async () => {
    const { workbench, frame } = shown();
    const table = tableOf(frame, 'Frontends');
    const head = table.getByRole('columnheader', { name: 'QPS' });
    await head.getByRole('button').click();
    await table.locator('th[aria-sort="descending"]').waitFor();
    await table.locator('tbody tr').first().hover();
    const pointedAt = await inOrder(table);

    // As soon as these figures stand in another order than theirs, a round came that moves rows.
    await figuresFall(table, false);
    assert.deepEqual(await inOrder(table), pointedAt);

    await workbench.page.mouse.move(0, 0);
    await figuresFall(table, true);
    await head.getByRole('button').click();
    await head.getByRole('button').click();
    await table.locator('th[aria-sort="ascending"]').waitFor({ state: 'detached' });
  });
}

function tableOf(frame: FrameLocator, caption: string): Locator {
  const named = frame.getByRole('table', { name: caption, exact: true });
  return frame.locator('.table', { has: named });
}

async function inOrder(table: Locator): Promise<readonly string[]> {
  return await table.locator('[data-testid="open-node"]').allInnerTexts();
}

/** Resolves once the figures of QPS fall from row to row, or do not; throws when they keep to it. */
async function figuresFall(table: Locator, wanted: boolean): Promise<void> {
  const figures = await table.evaluate(async (element, isFalling) => {
    const endsAt = performance.now() + 60_000;
    for (;;) {
      const texts = [...element.querySelectorAll<HTMLElement>('tbody td:nth-child(4)')];
      const figures = texts.map((cell) => parseFloat(cell.innerText));
      const falls = figures.every((value, at) => at === 0 || value <= Number(figures[at - 1]));
      if (falls === isFalling || performance.now() > endsAt) {
        return falls === isFalling ? undefined : figures;
      }
      await new Promise(requestAnimationFrame);
    }
  }, wanted);
  assert.equal(figures, undefined, `after a minute still ${figures?.join()}`);
}
