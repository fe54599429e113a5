import type { EpochMs } from '../../shared/time';

/** Databases looked at in one due slot. */
export const sweepStep = { hidden: 1, visible: 4 } as const;

/** Of so many looks one goes to the database that has waited longest, so that busy ones starve none. */
const turnsPerRoundRobin = 4;

/** How much of the databases the answers of a sweep rest on: "37 of 2,000 databases, oldest 40 min". */
export type SweepCoverage = {
  readonly have: number;
  readonly of: number;
  /** When the oldest answer that counts was given; null while there is none. */
  readonly oldestAt: EpochMs | null;
};

export type SweepAnswer<T> = { readonly value: T; readonly observedAt: EpochMs };

type Look<T> = { readonly lookedAt: EpochMs; readonly answer?: SweepAnswer<T> };

/**
 * Remembers what a statement that must be asked per database answered, and says which databases are
 * next: what it costs depends on the slots, never on how many databases there are.
 */
export class Sweep<T> {
  readonly #looks = new Map<string, Look<T>>();
  #databases: readonly string[] = [];
  #turns = 0;

  /** Tells which databases there are now; what was known of others is forgotten. */
  setDatabases(databases: readonly string[]): void {
    this.#databases = [...new Set(databases)];
    const present = new Set(databases);
    for (const database of this.#looks.keys()) {
      if (!present.has(database)) {
        this.#looks.delete(database);
      }
    }
  }

  /**
   * The databases to look at in this slot, most urgent first.
   *
   * @param count at most so many: `sweepStep`, or more for a burst
   * @param load how busy a database is known to be (jobs, transactions); absent or 0 = not busy
   */
  next(count: number, load: ReadonlyMap<string, number>, now: EpochMs): readonly string[] {
    const waiting = new Set(this.#databases);
    const chosen: string[] = [];
    while (chosen.length < count && waiting.size > 0) {
      this.#turns += 1;
      const busy = [...waiting].filter((database) => isBusy(load.get(database)));
      const others = [...waiting].filter((database) => !isBusy(load.get(database)));
      const robin = this.#turns % turnsPerRoundRobin === 0 && others.length > 0;
      const next =
        robin || busy.length === 0
          ? this.#mostUrgent(others, () => 1, now)
          : this.#mostUrgent(busy, (database) => Number(load.get(database)), now);
      if (next === undefined) {
        break;
      }
      waiting.delete(next);
      chosen.push(next);
    }
    return chosen;
  }

  answered(database: string, value: T, observedAt: EpochMs): void {
    this.#looks.set(database, { lookedAt: observedAt, answer: { value, observedAt } });
  }

  /** It waits its turn like the others; what it answered before stays, and ages. */
  failed(database: string, at: EpochMs): void {
    this.#looks.set(database, { ...this.#looks.get(database), lookedAt: at });
  }

  /** After a gap what was seen before it says nothing of now. */
  forget(): void {
    this.#looks.clear();
  }

  /** The last answer of each database that gave one. */
  get answers(): ReadonlyMap<string, SweepAnswer<T>> {
    return new Map(
      [...this.#looks].flatMap(([database, { answer }]) =>
        answer === undefined ? [] : [[database, answer] as const],
      ),
    );
  }

  get coverage(): SweepCoverage {
    const times = [...this.answers.values()].map(({ observedAt }) => observedAt);
    return {
      have: times.length,
      of: this.#databases.length,
      oldestAt: times.length === 0 ? null : Math.min(...times),
    };
  }

  /** Never looked at comes first; then what is busiest and has waited longest. */
  #mostUrgent(
    databases: readonly string[],
    weight: (database: string) => number,
    now: EpochMs,
  ): string | undefined {
    const urgency = (database: string): number => {
      const look = this.#looks.get(database);
      return look === undefined
        ? Number.POSITIVE_INFINITY
        : weight(database) * Math.max(1, now - look.lookedAt);
    };
    let best: { readonly database: string; readonly urgency: number } | undefined;
    for (const database of databases) {
      const candidate = { database, urgency: urgency(database) };
      if (best === undefined || candidate.urgency > best.urgency) {
        best = candidate;
      }
    }
    return best?.database;
  }
}

function isBusy(load: number | undefined): boolean {
  return load !== undefined && load > 0;
}
