import * as path from 'node:path';
import type { Workbench } from './workbench';

/** What takes a part of the window into `<folder>/<name>.png`. */
export const picturesIn =
  (folder: string) =>
  async (workbench: Workbench, part: string, name: string): Promise<void> => {
    const file = path.join(folder, `${name}.png`);
    // Of the page: an element that is drawn anew meanwhile could not be taken.
    const clip = await workbench.page.locator(part).first().boundingBox();
    if (clip === null) {
      throw new Error(`${name}: nothing to be seen`);
    }
    await workbench.page.screenshot({ path: file, clip });
    console.log(file);
  };
