/** What the tiles of the overview say, and waiting for it to move. */
import type { FrameLocator } from 'playwright-core';

/** Values of the tiles in full precision; `unknown` where there is none. */
export async function tileValues(frame: FrameLocator): Promise<string> {
  const tiles = frame.locator('[data-testid^="kpi-"] [data-value]');
  const values = await tiles.evaluateAll((all) =>
    all.map((tile) => tile.getAttribute('data-value')),
  );
  return values.join();
}

/** Resolves with the next values that differ; the test's own limit ends the wait. */
export async function nextValues(frame: FrameLocator, before: string): Promise<string> {
  for (;;) {
    const now = await tileValues(frame);
    if (now !== before) {
      return now;
    }
    // Nothing announces a redraw to the outside: look again soon.
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

export async function waitForRounds(frame: FrameLocator, rounds: number): Promise<void> {
  let values = await tileValues(frame);
  for (let round = 0; round < rounds; round += 1) {
    values = await nextValues(frame, values);
  }
}
