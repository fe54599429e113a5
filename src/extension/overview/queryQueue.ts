import type { QueryQueue, QueuedQuery } from '../../shared/model/queryQueue';
import { phrase } from '../../shared/phrase';
import { sameReason, unknown, type Reading, type Rows } from '../../shared/reading';
import { cutRows, tableOf } from './clusterFacts';
import { whyEmpty } from './emptyCell';
import type { OverviewInput } from './overviewInput';

export function computeQueryQueue(input: OverviewInput): QueryQueue {
  const { series } = input;
  const rows = queuedQueryRows(input);
  const enabled = queueEnabled(input);
  const admitted = rows.known ? rows.value.rows.filter(({ state }) => state === 'RUNNING') : [];
  const slots = admitted.map((row) => row.slots);
  return {
    enabled,
    waiting: series['query.queued'],
    timedOutPerSecond: series['query.queue_timeout'],
    admitted: rows.known ? { ...rows, value: admitted.length } : sameReason(rows),
    slots: !rows.known
      ? sameReason(rows)
      : slots.includes(null)
        ? unknown(whyEmpty(input.unknownColumns, 'queue', 'slots'), rows.observedAt, {
            source: rows.source,
          })
        : { ...rows, value: slots.reduce((sum: number, n) => sum + Number(n), 0) },
    queries: cutRows(rows),
  };
}

function queueEnabled({ capabilities }: OverviewInput): Reading<boolean> {
  if (!capabilities.known) {
    return sameReason(capabilities);
  }
  const value = capabilities.value.queryQueue;
  if (typeof value === 'boolean') {
    return { ...capabilities, value };
  }
  const { why, message } = value ?? { why: 'unsupported-version' as const, message: undefined };
  return unknown(why, capabilities.observedAt, {
    source: 'capabilities',
    ...(message === undefined ? {} : { detail: phrase('text.verbatim', { text: message }) }),
  });
}

/** Empty is told of a queue that is off too: then there is no list. */
export function queuedQueryRows(input: OverviewInput): Rows<QueuedQuery> {
  const { queue } = input;
  const enabled = queueEnabled(input);
  if (enabled.known && !enabled.value) {
    return unknown('not-installed', enabled.observedAt, { source: 'capabilities' });
  }
  if (!queue.known) {
    return sameReason(queue);
  }
  const waits = ({ state }: QueuedQuery) => (state === 'RUNNING' ? 1 : 0);
  const begin = ({ startedAt }: QueuedQuery) => startedAt ?? Number.POSITIVE_INFINITY;
  const rows = [...queue.value].sort(
    (a, b) =>
      waits(a) - waits(b) ||
      (begin(a) === begin(b) ? a.queryId.localeCompare(b.queryId, 'en') : begin(a) - begin(b)),
  );
  return { ...queue, value: tableOf(rows) };
}
