/** `QueryQueue` from the truth: what the FEs count, and what waits and was let through. */
import { uuidOf } from '../../src/demo/state/dice';
import type { ClusterState } from '../../src/demo/truth';
import type { Expectation, ReadingMeta } from './expectation';
import { anyOf, exact, fields, known, unknown, within } from './expectation';
import { combinedReading } from './figures';
import { queueIsOff, series } from './series';
import type { Situation } from './situation';
import { metaOf, seen, toldTime } from './situation';

/** query_queue_pending_timeout_second. */
const waitsMs = 300_000;

export function expectQueryQueue(situation: Situation): Expectation {
  const counted = (one: { value: (s: Situation) => Parameters<typeof combinedReading>[2] }) =>
    combinedReading(situation, ['feMetrics', 'frontends', 'capabilities'], one.value(situation));
  const capabilities = seen(situation, 'capabilities');
  const figures = {
    enabled: capabilities.ok
      ? known(exact(!queueIsOff(situation)), metaOf(situation, 'capabilities', capabilities.sight))
      : unknown(capabilities.why),
    waiting: counted(series.queued),
    timedOutPerSecond: counted(series.queueTimeouts),
  };
  const answer = seen(situation, 'queue');
  if (queueIsOff(situation) || !answer.ok) {
    const not = unknown(queueIsOff(situation) || answer.ok ? 'not-installed' : answer.why);
    return fields({ ...figures, admitted: not, slots: not, queries: not });
  }
  const meta = metaOf(situation, 'queue', answer.sight);
  return anyOf(
    answer.sight.states.map((state) => fields({ ...figures, ...listed(situation, state, meta) })),
  );
}

function listed(
  situation: Situation,
  state: ClusterState,
  meta: ReadingMeta,
): Readonly<Record<string, Expectation>> {
  const { waiting, admitted, since } = state.knobs.queue;
  const named = Array.from({ length: waiting + admitted }, (_, n) => ({
    queryId: uuidOf(state.seed, 'queued', n),
    state: n < waiting ? 'PENDING' : 'RUNNING',
  }));
  // All have waited for as long: those of a state stand in the order of their names.
  const rows = named.toSorted(
    (a, b) => a.state.localeCompare(b.state) || a.queryId.localeCompare(b.queryId),
  );
  const leader = state.frontends.find(({ role }) => role === 'LEADER');
  return {
    admitted: known(exact(admitted), meta),
    slots: known(exact(4 * admitted), meta),
    queries: {
      kind: 'rows',
      meta,
      ordered: true,
      rows: rows.map((row) =>
        fields({
          queryId: exact(row.queryId),
          state: exact(row.state),
          startedAt: within(toldTime(situation, since)),
          waitsUntil: within(toldTime(situation, since + waitsMs)),
          slots: exact(4),
          frontend: exact(leader?.name),
          warehouse: exact(null),
          resourceGroup: exact(null),
        }),
      ),
      ids: rows.map(({ queryId }) => queryId),
      idOf: (row) => String(row['queryId']),
    },
  };
}
