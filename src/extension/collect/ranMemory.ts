import type { RanKind } from '../../shared/model/ran';
import type { Reading } from '../../shared/reading';
import type { EpochMs } from '../../shared/time';
import { loadOutcome } from '../overview/loadOutcome';
import type { OverviewInput } from '../overview/overviewInput';
import { refreshesByJob } from '../overview/refreshes';
import { runningQueryRows } from '../overview/runningQueries';
import { alterOutcome } from '../overview/schemaChangeStats';
import { sqlFingerprint } from '../sql/sqlFingerprint';
import type { AlterJobRow } from '../starrocks/sources/alterJobs';
import type { LoadRow } from '../starrocks/sources/loads';
import type { RanSeen } from '../store/historyStore';

/** Of each answer the longest are stored: enough to explain a peak, little enough to keep. */
const mostRunning = 20;
const mostEnded = 5;
const longestWhat = 500;

/** One line of an answer. */
type Item = {
  readonly id: string;
  readonly what: string | null;
  readonly user: string | null;
  readonly begun: EpochMs | null;
  /** Null while it runs. */
  readonly ended: EpochMs | null;
};

/** One answer of the cluster. */
type Answer = {
  readonly kind: RanKind;
  /** What was asked about: a kind, or a kind in a database. */
  readonly about: string;
  readonly observedAt: EpochMs;
  /** A function: an answer that was told before is not read again. */
  readonly items: () => readonly Item[];
};

type Told = {
  readonly observedAt: EpochMs;
  /** By id: whether its end was told. */
  readonly ended: ReadonlyMap<string, boolean>;
};

/** Turns lists of what runs into what a round stores: each in full once, then only that it still runs. */
export class RanMemory {
  readonly #told = new Map<string, Told>();

  /** What answers told since the last time. */
  take(input: OverviewInput): readonly RanSeen[] {
    return answersOf(input).flatMap((answer) => {
      const told = this.#told.get(answer.about);
      return told?.observedAt === answer.observedAt ? [] : this.#seen(answer, told);
    });
  }

  #seen(
    { kind, about, observedAt, items: itemsOf }: Answer,
    told: Told | undefined,
  ): readonly RanSeen[] {
    const items = itemsOf();
    const over = items.filter(({ ended }) => ended !== null);
    const shown = [
      ...items
        .filter(({ ended }) => ended === null)
        .sort((a, b) => begin(a) - begin(b))
        .slice(0, mostRunning),
      ...over
        .filter(({ id }) => told?.ended.get(id) !== true)
        .sort((a, b) => lasted(b) - lasted(a))
        .slice(0, mostEnded),
    ];
    // What was left out once is not told later, when the longer ones are there no more.
    const ended = [
      ...shown.map(({ id }) => [id, false] as const),
      ...over.map(({ id }) => [id, true] as const),
    ];
    this.#told.set(about, { observedAt, ended: new Map(ended) });
    return shown.map((item) =>
      item.ended === null && told?.ended.has(item.id) === true
        ? { kind, id: item.id, at: observedAt }
        : seenOf(kind, item, observedAt),
    );
  }
}

const begin = ({ begun }: Item): number => begun ?? Number.POSITIVE_INFINITY;
const lasted = ({ begun, ended }: Item): number =>
  begun === null || ended === null ? 0 : ended - begun;

function seenOf(kind: RanKind, { id, what, user, begun, ended }: Item, at: EpochMs): RanSeen {
  return {
    kind,
    id,
    at,
    ...(what === null ? {} : { what: what.slice(0, longestWhat) }),
    ...(user === null ? {} : { user }),
    ...(begun === null ? {} : { begun }),
    ...(ended === null ? {} : { ended }),
  };
}

function answersOf(input: OverviewInput): readonly Answer[] {
  const { loads, streamLoads, lakeCompactions, taskRuns, alters } = input;
  return [
    ...answer('query', runningQueryRows(input), ({ rows }) =>
      rows.map(({ queryId, sql, user, startedAt }) => ({
        id: queryId,
        what: sql === null ? null : sqlFingerprint(sql),
        user,
        begun: startedAt,
        ended: null,
      })),
    ),
    ...[loads, streamLoads].flatMap((list, index) =>
      answer('load', list, (history) => history.loads.flatMap(loadItem), `load ${index}`),
    ),
    ...answer('compaction', lakeCompactions, (rows) =>
      rows
        .filter(({ error, finishedAt }) => error === null || finishedAt !== null)
        .map(({ txnId, table, startedAt, finishedAt }) =>
          item(txnId, table, startedAt, finishedAt),
        ),
    ),
    ...answer('refresh', taskRuns, (runs) =>
      refreshesByJob(runs).flatMap(({ task, job, state, createdAt, finishedAt }) =>
        state === 'RUNNING' || finishedAt !== null ? [item(job, task, createdAt, finishedAt)] : [],
      ),
    ),
    ...alters.lists.map(({ kind, database, jobs, observedAt }): Answer => ({
      kind: 'schemaChange',
      about: `schemaChange ${kind} ${database}`,
      observedAt,
      items: () => jobs.flatMap((job) => jobItem(database, job)),
    })),
  ];
}

function answer<T>(
  kind: RanKind,
  reading: Reading<T>,
  itemsOf: (value: T) => readonly Item[],
  about: string = kind,
): readonly Answer[] {
  return reading.known
    ? [{ kind, about, observedAt: reading.observedAt, items: () => itemsOf(reading.value) }]
    : [];
}

function item(id: string, what: string, begun: EpochMs | null, ended: EpochMs | null): Item {
  return { id, what, user: null, begun, ended };
}

/** What waits has not run; of what is over without a time nobody knows how long. */
function loadItem(load: LoadRow): readonly Item[] {
  const { id, database, table, user, state, createdAt: begun, finishedAt: ended } = load;
  const runs = loadOutcome(load) === 'running' && !/^(?:PENDING|QUEUEING)$/.test(state);
  const what = table === null ? database : `${database}.${table}`;
  return runs || ended !== null ? [{ id, what, user, begun, ended }] : [];
}

function jobItem(database: string, job: AlterJobRow): readonly Item[] {
  const { id, table, createdAt, finishedAt } = job;
  return alterOutcome(job) === 'running' || finishedAt !== null
    ? [item(id, `${database}.${table}`, createdAt, finishedAt)]
    : [];
}
