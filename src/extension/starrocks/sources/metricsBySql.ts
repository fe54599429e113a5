import { MalformedAnswer } from '../failures';
import type { SqlAnswer } from '../lane';
import { MetricsText, type Sample } from '../prometheusText';
import { quoteLiteral } from '../sqlText';
import { numberOf } from '../values';
import { readTable } from './readTable';
import type { Parsed } from './source';

/** Which table tells the metrics of all nodes of a kind at once, and how it writes them. */
export type MetricsTable = {
  readonly table: string;
  /** Column that names the node. */
  readonly nodeColumn: string;
  /** What the table leaves off before a name. */
  readonly prefix: string;
  /** Names that are asked, as HTTP writes them. */
  readonly names: readonly string[];
  /** Labels of a cell; undefined when it does not parse. */
  readonly labelsOf: (cell: string) => Labels | undefined;
};

type Labels = Readonly<Record<string, string>>;

/** The statement: values are integers there, so only counters and whole gauges are worth asking. */
export function metricsStatement({ table, nodeColumn, prefix, names }: MetricsTable): string {
  const list = names.map((name) => quoteLiteral(shortName(prefix, name))).join(', ');
  return (
    `SELECT ${nodeColumn}, NAME, LABELS, VALUE FROM information_schema.${table} ` +
    `WHERE NAME IN (${list})`
  );
}

/** The samples of each node that the answer names, as if they had come over HTTP. */
export function readMetrics(
  answer: SqlAnswer,
  { nodeColumn, prefix, names, labelsOf }: MetricsTable,
): Parsed<ReadonlyMap<string, MetricsText>> {
  const fullNames = new Map(names.map((name) => [shortName(prefix, name), name]));
  const columns = { node: nodeColumn, name: 'NAME', labels: 'LABELS', value: 'VALUE' };
  const texts = new Map<string, MetricsText>();
  // Thousands of rows, one for each database, and the same ones of every node.
  const labels = new Map<string, Labels | undefined>();
  const labelsIn = (cell: string): Labels | undefined => {
    const found = labels.has(cell) ? labels.get(cell) : labelsOf(cell);
    labels.set(cell, found);
    return found;
  };
  const { rows } = readTable(
    answer,
    columns,
    ['node', 'name', 'labels', 'value'],
    ({ text, required }) => {
      const node = required('node');
      const metrics = texts.get(node) ?? new MetricsText(new Set());
      texts.set(node, metrics);
      const name = fullNames.get(required('name'));
      if (name !== undefined) {
        metrics.sample(name, sampleOf(text('labels') ?? '', text('value'), labelsIn));
      }
    },
  );
  if (rows === 0) {
    throw new MalformedAnswer('the table of metrics is empty');
  }
  return { value: texts, rows };
}

function sampleOf(
  labelText: string,
  valueText: string | null,
  labelsOf: MetricsTable['labelsOf'],
): Sample | undefined {
  const labels = labelsOf(labelText);
  const value = numberOf(valueText);
  return labels === undefined || value === null ? undefined : { labels, value };
}

function shortName(prefix: string, name: string): string {
  return name.startsWith(prefix) ? name.slice(prefix.length) : name;
}
