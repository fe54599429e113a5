import type { NodeMemory } from '../../shared/model/nodeDetails';
import { memoryParts } from '../../shared/model/nodeDetails';
import { known, unknown, type Rows } from '../../shared/reading';
import { tableOf } from './clusterFacts';
import type { OverviewInput } from './overviewInput';

/** What each node's memory is made of, the whole first and then the largest part. */
export function memoryPartRows({ beMetrics, now }: OverviewInput): Rows<NodeMemory> {
  const answers = [...beMetrics].flatMap(([node, reading]) =>
    reading.known ? [{ node, reading }] : [],
  );
  const [first] = answers;
  if (first === undefined) {
    return unknown('not-collected-yet', now, { source: 'beMetrics' });
  }
  const rows = answers.flatMap(({ node, reading: { value } }): NodeMemory[] => {
    const parts = memoryParts.flatMap((part): NodeMemory[] => {
      const bytes = value.memory[part];
      return bytes === undefined ? [] : [{ node, part, bytes }];
    });
    return [
      ...(value.processMemBytes === null
        ? []
        : [{ node, part: 'process', bytes: value.processMemBytes } as const]),
      ...parts.sort((a, b) => b.bytes - a.bytes),
    ];
  });
  return known(tableOf(rows), first.reading);
}
