import os from 'node:os';
import path from 'node:path';
import process from 'node:process';

/** The project's folder. */
export const root = path.resolve(import.meta.dirname, '..', '..');

/** Where VS Code servers are kept between runs. */
export const cacheFolder =
  process.env['STARROCKS_OVERVIEW_CACHE'] ??
  path.join(os.homedir(), '.cache', 'starrocks-cluster-overview');

/** What `npm run package` writes. */
export const packageFile = path.join(root, 'starrocks-cluster-overview.vsix');
