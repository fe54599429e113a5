/** The files that are written from the code, as they must be. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as prettier from 'prettier';
import { figureNotes } from '../../src/shared/figureNotes';
import { figureNotesOf, overviewMarkdown } from './overviewMarkdown';
import { prometheusMarkdown } from './prometheusMarkdown';
import { overviewSchema, schemaText, type Schema } from './overviewSchema';

export type WrittenDocs = { readonly schema: Schema; readonly files: ReadonlyMap<string, string> };

/** @param root folder of the project */
export async function writtenDocs(root: string): Promise<WrittenDocs> {
  const schema = overviewSchema(root);
  const notes = figureNotesOf(schema, figureNotes);
  const texts = [
    ['src/shared/figureNotes.json', JSON.stringify(notes)],
    ['docs/overview.schema.json', schemaText(schema)],
    ['docs/overview.md', overviewMarkdown(schema, notes)],
    ['docs/prometheus.md', prometheusMarkdown()],
  ] as const;
  const files = new Map<string, string>();
  for (const [file, text] of texts) {
    const options = await prettier.resolveConfig(path.join(root, file));
    files.set(file, await prettier.format(text, { ...options, filepath: file }));
  }
  return { schema, files };
}

/** Writes them; whoever changed a model runs it. */
export async function writeDocs(root: string): Promise<void> {
  for (const [file, text] of (await writtenDocs(root)).files) {
    fs.writeFileSync(path.join(root, file), text);
  }
}
