import { countedAlterKinds, type CountedAlterKind } from '../../shared/model/schemaChangeStats';
import { minuteMs, type EpochMs } from '../../shared/time';
import type { AlterHistory, AlterList } from '../overview/alterHistory';
import type {
  AlterAnswer,
  AlterCount,
  AlterCounts,
  AlterDatabase,
  AlterJobRow,
  AlterQuestion,
} from '../starrocks/sources/alterJobs';
import { Sweep } from './sweep';

/** Databases come and go seldom. */
const databasesHoldMs = 30 * minuteMs;

/** Statements at once after a rise of the leader's count, as far as the budget has room. */
const burst = 20;

/** Of so many turns one goes to OPTIMIZE jobs, which nothing counts, while somebody looks. */
const turnsPerOptimize = 3;

type Listed = AlterList & { readonly counted: string };

/**
 * Remembers the jobs that change tables, and says which statement is next. A database's counts cost
 * one statement; its lists are read only where the counts tell of work under way or have changed.
 */
export class AlterMemory {
  readonly #counts = new Sweep<AlterCounts>();
  readonly #optimize = new Sweep<readonly AlterJobRow[]>();
  readonly #lists = new Map<string, Listed>();
  #databases: { readonly list: readonly AlterDatabase[]; readonly at: EpochMs } | undefined;
  #due: AlterQuestion[] = [];
  #noOptimize = false;
  #turns = 0;
  #running: number | undefined;
  #hurry = { left: 0, since: 0 };

  /** @param running jobs under way as the leader counts them; undefined = not known */
  observeRunning(running: number | undefined, now: EpochMs): void {
    if (running === undefined) {
      return;
    }
    if (running > 0 && (this.#running === undefined || running > this.#running)) {
      this.#hurry = { left: burst, since: now };
    }
    this.#running = running;
  }

  /** Whether more should be asked at once: jobs were begun that no list shows yet. */
  get hurries(): boolean {
    const { left, since } = this.#hurry;
    const isLookedAt = ({ name }: AlterDatabase) =>
      Number(this.#counts.answers.get(name)?.observedAt) >= since;
    return left > 0 && (this.#due.length > 0 || this.#databases?.list.every(isLookedAt) !== true);
  }

  next(visible: boolean, now: EpochMs): AlterQuestion {
    this.#hurry = { ...this.#hurry, left: Math.max(0, this.#hurry.left - 1) };
    if (this.#databases === undefined || now - this.#databases.at > databasesHoldMs) {
      return { about: 'databases' };
    }
    const due = this.#due.shift();
    if (due !== undefined) {
      return due;
    }
    this.#turns += 1;
    const optimize =
      visible && !this.#noOptimize && !this.hurries && this.#turns % turnsPerOptimize === 0
        ? this.#named(this.#optimize.next(1, this.#optimizing(), now)[0])
        : undefined;
    const database = optimize ?? this.#named(this.#counts.next(1, this.#busy(), now)[0]);
    return database === undefined
      ? { about: 'databases' }
      : { about: optimize === undefined ? 'counts' : 'optimize', database };
  }

  answered(answer: AlterAnswer, older: boolean, observedAt: EpochMs): void {
    this.#noOptimize ||= older;
    switch (answer.about) {
      case 'databases':
        this.#setDatabases(answer.databases, observedAt);
        return;
      case 'counts':
        this.#counts.answered(answer.database, answer.counts, observedAt);
        this.#due = [...this.#due, ...this.#listsDue(answer.database, answer.counts)];
        return;
      case 'optimize':
        this.#optimize.answered(answer.database, answer.jobs, observedAt);
        return;
      case 'column':
      case 'rollup': {
        const { about: kind, database, jobs } = answer;
        const counts = this.#counts.answers.get(database)?.value[kind];
        const counted = counts === undefined ? '' : textOf(counts);
        this.#lists.set(`${kind} ${database}`, { kind, database, jobs, observedAt, counted });
        return;
      }
    }
  }

  /** It waits its turn again. What failed may have been dropped, so the databases are listed anew. */
  failed(question: AlterQuestion, at: EpochMs): void {
    if (question.about === 'databases') {
      return;
    }
    const { about, database } = question;
    if (about === 'counts') {
      this.#counts.failed(database.name, at);
    } else if (about === 'optimize') {
      this.#optimize.failed(database.name, at);
    }
    this.#databases = this.#databases && { ...this.#databases, at: Number.NEGATIVE_INFINITY };
  }

  /** After a gap what was seen before it says nothing of now. */
  forget(): void {
    this.#counts.forget();
    this.#optimize.forget();
    this.#lists.clear();
    this.#databases = undefined;
    this.#due = [];
    this.#running = undefined;
  }

  get history(): AlterHistory {
    const optimize = [...this.#optimize.answers].map(
      ([database, { value, observedAt }]): AlterList => ({
        kind: 'optimize',
        database,
        jobs: value,
        observedAt,
      }),
    );
    return {
      databases: this.#databases?.list.map(({ name }) => name),
      counts: this.#counts.answers,
      lists: [...this.#lists.values(), ...optimize],
      noOptimize: this.#noOptimize,
    };
  }

  #setDatabases(list: readonly AlterDatabase[], at: EpochMs): void {
    this.#databases = { list, at };
    const names = list.map(({ name }) => name);
    this.#counts.setDatabases(names);
    this.#optimize.setDatabases(names);
    for (const [key, { database }] of this.#lists) {
      if (!names.includes(database)) {
        this.#lists.delete(key);
      }
    }
    this.#due = this.#due.filter(
      (question) => question.about === 'databases' || names.includes(question.database.name),
    );
  }

  #named(name: string | undefined): AlterDatabase | undefined {
    return this.#databases?.list.find((database) => database.name === name);
  }

  /** A list that nothing has changed in since it was read need not be read again. */
  #listsDue(name: string, counts: AlterCounts): readonly AlterQuestion[] {
    const database = this.#named(name);
    return database === undefined
      ? []
      : countedAlterKinds
          .filter(
            (kind) => isUnderWay(counts[kind]) || textOf(counts[kind]) !== this.#read(kind, name),
          )
          .map((about) => ({ about, database }));
  }

  /** The counts at the time a list was read; without one, those of a database without jobs. */
  #read(kind: CountedAlterKind, database: string): string {
    const none = { waiting: 0, running: 0, finished: 0, cancelled: 0 };
    return this.#lists.get(`${kind} ${database}`)?.counted ?? textOf(none);
  }

  /** Which databases have work under way; none comes first before all were looked at once. */
  #busy(): ReadonlyMap<string, number> {
    const { have, of } = this.#counts.coverage;
    if (have < of) {
      return new Map();
    }
    return new Map(
      [...this.#counts.answers].map(([name, { value }]) => [
        name,
        countedAlterKinds.filter((kind) => isUnderWay(value[kind])).length,
      ]),
    );
  }

  #optimizing(): ReadonlyMap<string, number> {
    return new Map(
      [...this.#optimize.answers].map(([name, { value }]) => [
        name,
        value.filter(({ state }) => state !== 'FINISHED' && state !== 'CANCELLED').length,
      ]),
    );
  }
}

const isUnderWay = ({ waiting, running }: AlterCount): boolean => waiting + running > 0;

const textOf = ({ waiting, running, finished, cancelled }: AlterCount): string =>
  [waiting, running, finished, cancelled].join();
