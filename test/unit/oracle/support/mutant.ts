/** Bundles the product with one place of its source changed, into a folder of its own. */
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import * as path from 'node:path';
import * as esbuild from 'esbuild';
import type { Product } from './chain';

export type Mutant = {
  readonly name: string;
  /** Path in the project. */
  readonly file: string;
  /** Occurs exactly once in the file. */
  readonly text: string;
  readonly instead: string;
};

const root = path.resolve(__dirname, '../../../..');

/** @param mutant undefined = the product as it is */
export async function bundleProduct(folder: string, mutant?: Mutant): Promise<Product> {
  const outfile = path.join(folder, `${mutant === undefined ? 'product' : 'mutant'}.cjs`);
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: ['src/extension/api/localApi.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    supported: { 'dynamic-import': false },
    logLevel: 'silent',
    plugins: [installedMysql2, ...(mutant === undefined ? [] : [change(mutant)])],
  });
  return createRequire(__filename)(outfile) as Product;
}

/** The bundle lies outside the project: it finds the driver by its full path. */
const installedMysql2: esbuild.Plugin = {
  name: 'installed-mysql2',
  setup(build) {
    build.onResolve({ filter: /^mysql2$/ }, () => ({
      path: path.join(root, 'node_modules/mysql2/index.js'),
      external: true,
    }));
  },
};

function change({ file, text, instead }: Mutant): esbuild.Plugin {
  const changed = path.join(root, file);
  return {
    name: 'mutant',
    setup(build) {
      let applied = false;
      build.onLoad({ filter: /\.ts$/ }, ({ path: loaded }) => {
        if (loaded !== changed) {
          return undefined;
        }
        const parts = fs.readFileSync(loaded, 'utf8').split(text);
        if (parts.length !== 2) {
          throw new Error(`${file} holds ${parts.length - 1} times: ${text}`);
        }
        applied = true;
        return { contents: parts.join(instead), loader: 'ts' };
      });
      build.onEnd(() =>
        applied ? undefined : { errors: [{ text: `${file} is no part of the product` }] },
      );
    },
  };
}
