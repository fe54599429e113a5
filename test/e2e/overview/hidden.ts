/** What a panel is told while it is hidden. */
import { strict as assert } from 'node:assert';
import { historyOf, roundsOnDisk } from '../support/roundsOnDisk';
import type { Shown } from './shown';

const rounds = 3;

export function hiddenTests(shown: Shown): void {
  it(`tells a hidden panel nothing for ${rounds} rounds, and everything when it is back`, async () => {
    const { workbench, frame } = shown();
    const overview = frame.getByTestId('overview');
    const cluster = (await overview.getAttribute('data-cluster')) ?? '';
    const written = () => roundsOnDisk(historyOf(workbench.server.profile)).get(cluster);
    assert.ok(workbench.messagesToPanels() > 0);

    await workbench.run('File: New Untitled Text File');
    await workbench.page.locator('iframe.webview').first().waitFor({ state: 'hidden' });
    const before = written() ?? new Set();
    const told = workbench.messagesToPanels();
    for (let came = new Set<number>(); came.size < rounds;) {
      came = new Set([...(written() ?? [])].filter((at) => !before.has(at)));
      await workbench.page.waitForTimeout(100);
    }

    assert.equal(workbench.messagesToPanels() - told, 0);
    await workbench.run('View: Close Editor');
    await (await workbench.overview()).locator('[data-state="live"]').waitFor();
    assert.ok(workbench.messagesToPanels() > told);
  });
}
