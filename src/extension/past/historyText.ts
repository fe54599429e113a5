import { clusterSeriesIds, nodeSeriesIds } from '../../shared/series';
import { secondMs } from '../../shared/time';
import { defaultGridMs, type Snapshot } from '../store/historyStore';

/** Stored snapshots as text for other programs; natural units, what is unknown is empty or null. */

export function csvHead(): string {
  return `${['time', 'seconds', 'node', ...clusterSeriesIds, ...nodeSeriesIds].join(',')}\n`;
}

/** A line for the cluster, and one for each node. */
export function csvLines({ at, gridMs = defaultGridMs, values, nodes }: Snapshot): string {
  const head = [new Date(at).toISOString(), gridMs / secondMs];
  const cell = (value: number | null | undefined) => (value === null ? undefined : value);
  const lines = [
    [
      ...head,
      '',
      ...clusterSeriesIds.map((id) => cell(values[id])),
      ...nodeSeriesIds.map(() => undefined),
    ],
    ...Object.entries(nodes).map(([node, own]) => [
      ...head,
      quoted(node),
      ...clusterSeriesIds.map(() => undefined),
      ...nodeSeriesIds.map((id) => cell(own[id])),
    ]),
  ];
  return lines.map((line) => `${line.join(',')}\n`).join('');
}

/** A host name is the cluster's own text. */
function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function jsonHead(cluster: string): string {
  return `{"format":"starrocks-overview-history","version":1,"cluster":${JSON.stringify(cluster)},"snapshots":[\n`;
}

/** @param isFirst of the whole document */
export function jsonLines(snapshots: readonly Snapshot[], isFirst: boolean): string {
  const text = snapshots.map((snapshot) => JSON.stringify(snapshot)).join(',\n');
  return isFirst || text === '' ? text : `,\n${text}`;
}

export const jsonTail = '\n]}\n';
