/** docs/overview.md, written from the types, their docstrings and the declarations of the sources. */
import { cadenceOf, isHttpKind } from '../../src/extension/collect/cadence';
import { frontendListSources } from '../../src/extension/collect/frontendLists';
import { questions, scrapes } from '../../src/extension/collect/sessionAsker';
import { moduleSources } from '../../src/extension/overview/moduleSources';
import type { SqlSource } from '../../src/extension/starrocks/sources/source';
import type { SourceId } from '../../src/shared/ids';
import { liveModuleIds, moduleIds, type ModuleId } from '../../src/shared/model/extendedOverview';
import { phrasesEn } from '../../src/shared/phrases.en';
import { unknownReasons } from '../../src/shared/reading';
import type { FigureNote } from '../../src/shared/figureNotes';
import { ownReasons } from '../oracle/readingsIn';
import type { Definition, Schema } from './overviewSchema';

type Notes = Readonly<Record<string, FigureNote>>;

/** @param notes what is known of each figure; formulas are taken from the schema */
export function overviewMarkdown(schema: Schema, notes: Notes): string {
  return [
    intro,
    '## Why a value is unknown',
    table(
      ['Reason', 'Words on the page'],
      unknownReasons.map((why) => [`\`${why}\``, phrasesEn[`reason.${why}`]]),
    ),
    everyReason,
    ...partText(schema, 'header'),
    ...partText(schema, 'past'),
    ...moduleIds.flatMap((id) => moduleText(schema, id, notes)),
    '## Sources',
    sourcesIntro,
    table(['Source', 'Asked every', 'Newest form', 'Older forms', 'Right'], sourceRows()),
  ]
    .join('\n\n')
    .concat('\n');
}

const intro = `<!-- Written by \`npm run docs\` from src/shared/model and the sources; do not edit. -->

# The models of the overview

What \`getExtendedOverview\` answers, field by field. A **reading** is known (value, when it was observed,
source, coverage, bound) or unknown with a reason; a **table** is a reading of rows. In a row \`null\` means
that the cluster does not say, for the reason that \`unknownColumns\` names for the column. Times are ms
since 1970, sizes bytes, rates per second, shares percent of 100, unless the field says otherwise.
The same as JSON Schema: [overview.schema.json](overview.schema.json).`;

const everyReason = `A field is also unknown for the reason why its source, or every node that it rests on, gave no answer: ${unknownReasons
  .filter((why) => !ownReasons.includes(why))
  .map((why) => `\`${why}\``)
  .join(', ')}. What else it may be unknown for stands with the field.`;

const sourcesIntro = `Seconds are those while nobody looks / while somebody does. A form is what a version understands: the
newest is tried first, and which one answered is remembered for the version's text. Metrics come over HTTP
from every node, by SQL where HTTP is closed.`;

/** What every answer has besides its modules. */
function partText(schema: Schema, name: 'header' | 'past'): readonly string[] {
  const field = schema.definitions['ExtendedOverview']?.properties?.[name] ?? {};
  const model = valueOf(schema, field);
  const about = field.description ?? model.description ?? '';
  return [`## \`${name}\``, about, fieldTable(schema, model, name)];
}

function moduleText(schema: Schema, id: ModuleId, notes: Notes): readonly string[] {
  const field = schema.definitions['Modules']?.properties?.[id] ?? {};
  const model = valueOf(schema, field);
  return [
    `## \`${id}\``,
    ...(model.description === undefined ? [] : [model.description]),
    sourcesText(id),
    moduleTable(schema, id, notes),
  ];
}

function sourcesText(id: ModuleId): string {
  const [, sources] = Object.entries(moduleSources).find(([name]) => name === id) ?? [];
  if (sources === undefined) {
    return 'Read from the stored history: what was not measured then is a gap.';
  }
  return sources.length === 0
    ? 'Measured by the monitor itself.'
    : `Without one of these a part of it is unknown: ${sources.map((each) => `\`${each}\``).join(', ')}.`;
}

function fieldTable(schema: Schema, model: Definition, name: string): string {
  const rows = fieldRows(schema, model, name);
  return table(
    ['Field', 'Is', 'Meaning, unit'],
    rows.map(({ path, kind, about }) => [`\`${path}\``, kind, about]),
  );
}

function moduleTable(schema: Schema, id: ModuleId, notes: Notes): string {
  const rows = moduleRows(schema, id).map(({ path, kind, about }) => {
    const { sources = [], unknown = [] } = notes[noteKey(id, path)] ?? {};
    return [`\`${path}\``, kind, about, named(sources), named(unknown)];
  });
  return table(['Field', 'Is', 'Meaning, unit, formula', 'From', 'Unknown for'], rows);
}

const named = (ids: readonly string[]): string => ids.map((id) => `\`${id}\``).join(', ');

const noteKey = (id: ModuleId, path: string): string => `${id}.${path.replace(/\[\]$/, '')}`;

function moduleRows(schema: Schema, id: ModuleId): readonly FieldRow[] {
  const field = schema.definitions['Modules']?.properties?.[id] ?? {};
  return fieldRows(schema, valueOf(schema, field), id);
}

/** Of each reading and table its formula, and what the notes of before say of it and of columns. */
export function figureNotesOf(schema: Schema, before: Notes): Notes {
  const notes = liveModuleIds.flatMap((id) =>
    moduleRows(schema, id).flatMap(({ path, kind, formula }): [string, FigureNote][] => {
      const key = noteKey(id, path);
      const earlier = before[key];
      const isFigure = kind === 'table' || kind.startsWith('reading of');
      return isFigure || earlier !== undefined
        ? [
            [
              key,
              { formula, sources: earlier?.sources ?? [], unknown: reasonsOf(formula, earlier) },
            ],
          ]
        : [];
    }),
  );
  return Object.fromEntries(notes);
}

/** Those that the formula names, and those of before. */
const reasonsOf = (formula: string, before: FigureNote | undefined): readonly string[] =>
  ownReasons.filter(
    (why) => formula.includes(`\`${why}\``) || before?.unknown.includes(why) === true,
  );

type FieldRow = {
  readonly path: string;
  readonly kind: string;
  readonly about: string;
  /** With what is said of the groups that it is in. */
  readonly formula: string;
};

/** @throws where a field has no docstring */
function fieldRows(schema: Schema, model: Definition, name: string): readonly FieldRow[] {
  const rows = rowsBeneath(schema, model, { at: '', about: '' });
  const missing = rows.filter(({ about }) => about === '').map(({ path }) => `\`${path}\``);
  if (missing.length > 0) {
    throw new Error(
      `No docstring in src/shared says what these of ${name} mean: ${missing.join(', ')}`,
    );
  }
  return rows;
}

function rowsBeneath(
  schema: Schema,
  model: Definition,
  group: { readonly at: string; readonly about: string },
): readonly FieldRow[] {
  return Object.entries(model.properties ?? {}).flatMap(([name, field]) => {
    const value = valueOf(schema, field);
    const rows = rowsOf(schema, value);
    const inner = rows ?? value;
    const path = `${group.at}${name}${rows === undefined ? '' : '[]'}`;
    const about =
      field.description ?? (inner.properties === undefined ? '' : inner.description) ?? '';
    const kind = kindOf(schema, field);
    const formula = `${group.about} ${about}`.trim();
    const row = { path, kind, about, formula };
    return inner.properties === undefined || isPhrase(inner)
      ? [row]
      : [
          row,
          ...rowsBeneath(schema, inner, {
            at: `${path}.`,
            about: rows === undefined ? formula : '',
          }),
        ];
  });
}

const isPhrase = ({ properties }: Definition): boolean =>
  properties?.['id'] !== undefined && properties['args'] !== undefined;

function resolved(schema: Schema, definition: Definition): Definition {
  const { $ref } = definition;
  return $ref === undefined
    ? definition
    : resolved(schema, schema.definitions[$ref.slice('#/definitions/'.length)] ?? {});
}

/** What a reading reads, or the thing itself; a cell that may be null is what it is otherwise. */
function valueOf(schema: Schema, definition: Definition): Definition {
  const type = resolved(schema, definition);
  const options = (type.anyOf ?? []).map((option) => resolved(schema, option));
  const reading = options.find(({ properties }) => properties?.['known']?.const === true);
  if (reading !== undefined) {
    return valueOf(schema, reading.properties?.['value'] ?? {});
  }
  const others = options.filter((option) => option.type !== 'null');
  return others.length === 1 && others[0] !== undefined ? valueOf(schema, others[0]) : type;
}

/** The row of a table or list. */
function rowsOf(schema: Schema, value: Definition): Definition | undefined {
  const list = value.properties?.['truncated'] === undefined ? value : value.properties['rows'];
  const { items } = list === undefined ? {} : resolved(schema, list);
  return items === undefined ? undefined : valueOf(schema, items);
}

function kindOf(schema: Schema, field: Definition): string {
  const type = resolved(schema, field);
  const isReading = (type.anyOf ?? []).some(
    (option) => resolved(schema, option).properties?.['known'] !== undefined,
  );
  const value = valueOf(schema, field);
  const isTable = value.properties?.['truncated'] !== undefined;
  const what = isTable ? 'table' : value.items !== undefined ? 'list' : plainKind(value);
  const nullable = (type.anyOf ?? []).some((option) => option.type === 'null') || isNullable(type);
  return isTable ? what : `${isReading ? 'reading of ' : ''}${what}${nullable ? ' or null' : ''}`;
}

const isNullable = ({ type }: Definition): boolean => Array.isArray(type) && type.includes('null');

function plainKind(value: Definition): string {
  if (value.properties !== undefined) {
    return isPhrase(value) ? 'sentence' : 'group';
  }
  if (value.enum !== undefined && value.enum.length <= 8) {
    return value.enum
      .filter((option) => option !== null)
      .map((option) => `\`${JSON.stringify(option).replaceAll('"', '')}\``)
      .join(', ');
  }
  const types = [value.type ?? 'text'].flat().filter((type) => type !== 'null');
  return types
    .map((type) => (type === 'string' ? 'text' : type === 'object' ? 'map' : type))
    .join(', ');
}

function sourceRows(): readonly (readonly string[])[] {
  const ids = [...new Set(Object.values(moduleSources).flat())];
  return ids.map((id) => {
    const { hiddenS, visibleS } = cadenceOf(id);
    const every = `${hiddenS} / ${visibleS} s`;
    if (isHttpKind(id)) {
      return [`\`${id}\``, every, `GET \`${scrapes[id].path}\``, '', 'none'];
    }
    const source = sourceOf(id);
    const [newest, ...older] = (source?.forms ?? []).map(({ sql }) => `\`${shortened(sql)}\``);
    return [`\`${id}\``, every, newest ?? '', older.join('<br>'), source?.privilege ?? ''];
  });
}

function sourceOf(id: SourceId): SqlSource<unknown> | undefined {
  const list = frontendListSources.find((source) => source.id === id);
  if (list !== undefined) {
    return list;
  }
  const ask = Object.entries(questions).find(([name]) => name === id)?.[1];
  return ask?.({ scoreThreshold: 100, withoutLeader: false, visible: true })[0].source;
}

/** What is asked, without the columns. */
const shortened = (sql: string): string =>
  sql
    .replace(/^SELECT .*? FROM /s, 'SELECT … FROM ')
    .replace(/ WHERE .*$/s, ' WHERE …')
    .slice(0, 90);

const cellText = (text: string): string =>
  text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ').trim();

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cellText).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
