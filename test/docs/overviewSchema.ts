/** The JSON Schema of what `getExtendedOverview` answers, read from the types themselves. */
import * as path from 'node:path';
import { createGenerator } from 'ts-json-schema-generator';

/** A definition of the schema, as far as it is read here. */
export type Definition = {
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly $ref?: string;
  readonly anyOf?: readonly Definition[];
  readonly items?: Definition;
  readonly properties?: Readonly<Record<string, Definition>>;
};

export type Schema = {
  readonly $ref: string;
  readonly definitions: Readonly<Record<string, Definition>>;
};

/** @param root folder of the project */
export function overviewSchema(root: string): Schema {
  const schema = createGenerator({
    path: path.join(root, 'src/shared/model/extendedOverview.ts'),
    tsconfig: path.join(root, 'tsconfig.json'),
    type: 'ExtendedOverview',
    // A field that no type has is a mistake of the answer.
    additionalProperties: false,
    jsDoc: 'extended',
    skipTypeCheck: true,
    encodeRefs: false,
  }).createSchema('ExtendedOverview');
  return withStableNames(schema as Schema);
}

/** Types without a name are named by their place in the file, which every edit moves. */
function withStableNames({ $ref, definitions }: Schema): Schema {
  const names = new Map<string, string>();
  for (const name of Object.keys(definitions).filter((each) => /\d{6}/.test(each))) {
    const kind = /^\w+/.exec(name)?.[0] ?? '';
    const earlier = [...names.values()].filter((each) => each.startsWith(`${kind} `)).length;
    names.set(name, `${kind} ${earlier + 1}`);
  }
  const stable = (name: string): string => names.get(name) ?? name;
  const renamed = Object.entries({
    ...definitions,
    // Every sentence of the product would be listed, and each new one would change the schema.
    PhraseId: { type: 'string' },
  }).map(([name, value]) => [stable(name), value]);
  const text = JSON.stringify(
    { $ref, definitions: Object.fromEntries(renamed) as unknown },
    (key, value: unknown) =>
      key === '$ref' && typeof value === 'string'
        ? `${refPrefix}${stable(value.slice(refPrefix.length))}`
        : value,
  );
  return JSON.parse(text) as Schema;
}

const refPrefix = '#/definitions/';

export const schemaText = (schema: Schema): string => `${JSON.stringify(schema, null, 2)}\n`;
