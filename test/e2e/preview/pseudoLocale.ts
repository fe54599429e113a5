import * as fs from 'node:fs/promises';
import type { Plugin } from 'esbuild';

const open = '⟦';
const close = '⟧';

/** Puts every English phrase between brackets, so that what is no phrase stands outside of them. */
export const pseudoLocale: Plugin = {
  name: 'pseudo-locale',
  setup(build) {
    build.onLoad({ filter: /[\\/]phrases\.en\.ts$/ }, async ({ path }) => {
      const text = await fs.readFile(path, 'utf8');
      const declared = text.replace('export const phrasesEn', 'const plain');
      if (declared === text) {
        throw new Error(`${path} declares no phrasesEn`);
      }
      const contents = `${declared}
        export const phrasesEn = Object.fromEntries(
          Object.entries(plain).map(([id, text]) => [id, '${open}' + text + '${close}']),
        );`;
      return { contents, loader: 'ts' };
    });
  },
};

/** What of a text is no phrase; a phrase may hold others. */
export function outsideOfPhrases(text: string): string {
  const without = text.replaceAll(new RegExp(`${open}[^${open}${close}]*${close}`, 'g'), ' ');
  return without === text ? text : outsideOfPhrases(without);
}
