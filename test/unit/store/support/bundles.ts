import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { build } from 'esbuild';
import { root, wasmFile } from './historyFixture';

/** Bundles sources as the product does, into a folder of their own, with the wasm beside them. */
export async function bundle(
  entryPoints: Readonly<Record<string, string>>,
): Promise<{ readonly folder: string; dispose(): void }> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'history-bundle-'));
  await build({
    absWorkingDir: root,
    entryPoints: { ...entryPoints },
    outdir: folder,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    loader: { '.sql': 'text' },
    logLevel: 'warning',
  });
  fs.copyFileSync(wasmFile, path.join(folder, 'sql-wasm.wasm'));
  return {
    folder,
    dispose: () => {
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

export const historyWorkerEntry = 'src/extension/store/historyWorker.ts';
