/** What the collector wrote down, read from the disk while it goes on. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { ProfileFolders } from '../../../scripts/vscode/server.mjs';

/** The folder of all histories in a profile. */
export function historyOf({ user }: ProfileFolders): string {
  const storage = 'User/globalStorage/starrocks-overview.starrocks-cluster-overview/history';
  return path.join(user, storage);
}

/** Grid times on disk, by cluster: a round is announced only after its line is there. */
export function roundsOnDisk(history: string): ReadonlyMap<string, ReadonlySet<number>> {
  const clusters = fs
    .readdirSync(history, { withFileTypes: true })
    .filter((entry) => entry.isDirectory());
  return new Map(
    clusters.map(({ name }) => {
      const folder = path.join(history, name);
      const lines = fs
        .readdirSync(folder)
        .filter((file) => file.startsWith('journal'))
        .flatMap((file) =>
          fs.readFileSync(path.join(folder, file), 'utf8').split('\n').slice(0, -1),
        );
      return [
        name,
        new Set(lines.map((line) => Number(/"at":(\d+)/.exec(line)?.[1] ?? Number.NaN))),
      ];
    }),
  );
}
