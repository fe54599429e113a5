import { groupBy } from '../../../shared/groupBy';
import type { Failure } from '../classifyFailure';
import type { SqlAnswer } from '../lane';
import { readTable } from './readTable';
import type { Parsed, PartOutcome, SqlSource } from './source';

/** How many tablets the scheduler holds of one kind. */
export type ScheduledCount = {
  /** REPAIR or BALANCE. */
  readonly type: string;
  /** What is wrong with them: REPLICA_MISSING, REPLICA_RELOCATING, VERSION_INCOMPLETE, … */
  readonly status: string;
  readonly tablets: number;
};

export type ScheduledList = {
  readonly kinds: readonly ScheduledCount[];
  readonly tablets: number;
  /** As long as the FE makes such a list: there may be more. */
  readonly cut: boolean;
};

/** What waits for the leader's tablet scheduler, and what it is about. */
export type TabletSchedule = {
  readonly pending: ScheduledList;
  readonly running: ScheduledList | Failure;
};

/** So many tablets of a list, and the list is taken for cut. */
const longestList = 1000;

const columns = { type: 'Type', status: 'Status' } as const;

/** Lists of the leader's memory, without a lock on any table; two statements. */
export const tabletScheduler: SqlSource<TabletSchedule> = {
  id: 'tabletScheduler',
  privilege: 'operate',
  select: false,
  forms: [
    {
      form: 'proc',
      sql: "SHOW PROC '/cluster_balance/pending_tablets'",
      parts: [{ name: 'running', sql: "SHOW PROC '/cluster_balance/running_tablets'" }],
      parse: (answer, _context, parts) => {
        const parsed = listOf(answer);
        return { ...parsed, value: { pending: parsed.value, running: runningOf(parts) } };
      },
    },
  ],
};

function runningOf(parts: ReadonlyMap<string, PartOutcome>): TabletSchedule['running'] {
  const outcome = parts.get('running');
  if (outcome?.ok === true) {
    return listOf(outcome.answer).value;
  }
  return outcome?.failure ?? { why: 'not-collected-yet', message: '' };
}

function listOf(answer: SqlAnswer): Parsed<ScheduledList> {
  const parsed = readTable(answer, columns, ['type', 'status'], ({ required }) => ({
    type: required('type').toUpperCase(),
    status: required('status').toUpperCase(),
  }));
  const kinds = [...groupBy(parsed.value, ({ type, status }) => `${type} ${status}`).values()];
  const counts = kinds.flatMap((rows) =>
    rows.slice(0, 1).map((kind): ScheduledCount => ({ ...kind, tablets: rows.length })),
  );
  const tablets = parsed.value.length;
  return { ...parsed, value: { kinds: counts, tablets, cut: tablets >= longestList } };
}
