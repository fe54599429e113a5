import { minuteMs } from '../../shared/time';
import { isStreamLoad, type LoadHistory, type LoadListBegin } from '../overview/loadHistory';
import { loadOutcome } from '../overview/loadOutcome';
import type { LoadAnswer, LoadRow } from '../starrocks/sources/loads';

/** Ended loads are kept so long: the windows of modules and rules are shorter. */
const keepMs = 70 * minuteMs;
const maxKept = 5000;

/**
 * Puts the answers about loads together: each brings only what changed since the one before, and
 * the cluster forgets all but its last 1000 or so.
 */
export class LoadLog {
  #loads = new Map<string, LoadRow>();
  readonly #lists = [new ListBegin((load) => !isStreamLoad(load)), new ListBegin(isStreamLoad)];
  #watermark: number | undefined;
  #mono: number | undefined;
  #rates: Pick<LoadHistory, 'finishedPerSecond' | 'failedPerSecond'> = {};
  /** Of the loads now; undefined after an answer. */
  #list: readonly LoadRow[] | undefined;

  /** Newest time that was told of: what to ask from. */
  get watermark(): number | undefined {
    return this.#watermark;
  }

  /** Call once per answer, oldest first. */
  add(answer: LoadAnswer, mono: number): void {
    const fresh = new Map(answer.loads.map((load) => [load.id, load]));
    this.#countEnded(answer, mono);
    this.#lists.forEach((list) => list.add(answer));
    this.#merge(fresh);
    this.#watermark = answer.watermark ?? this.#watermark;
    this.#mono = mono;
  }

  /** After a gap no count may span it. */
  forgetRates(): void {
    this.#mono = undefined;
    this.#rates = {};
  }

  get history(): LoadHistory | undefined {
    const lists = this.#lists.flatMap(({ begin }) => begin ?? []);
    return lists.length === 0
      ? undefined
      : { loads: (this.#list ??= [...this.#loads.values()]), lists, ...this.#rates };
  }

  #countEnded({ loads }: LoadAnswer, mono: number): void {
    if (this.#mono === undefined || mono <= this.#mono) {
      return;
    }
    const seconds = (mono - this.#mono) / 1000;
    const newly = (outcome: 'finished' | 'failed') =>
      loads.filter((load) => {
        const before = this.#loads.get(load.id);
        return (
          loadOutcome(load) === outcome && (before === undefined || loadOutcome(before) !== outcome)
        );
      }).length / seconds;
    this.#rates = { finishedPerSecond: newly('finished'), failedPerSecond: newly('failed') };
  }

  /** An unfinished load that is not told of any more has been forgotten: nobody knows its end. */
  #merge(fresh: ReadonlyMap<string, LoadRow>): void {
    const merged = new Map(
      [...this.#loads].filter(([id, { finishedAt }]) => fresh.has(id) || finishedAt !== null),
    );
    fresh.forEach((load, id) => merged.set(id, load));
    const ends = [...merged.values()].flatMap(({ finishedAt }) => finishedAt ?? []);
    const from = ends.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY) - keepMs;
    const kept = [...merged].filter(
      ([, { finishedAt }]) => finishedAt === null || finishedAt > from,
    );
    this.#loads = new Map(kept.slice(-maxKept));
    this.#list = undefined;
  }
}

/** One of the cluster's own histories, which forgets by itself. */
class ListBegin {
  readonly #holds: (load: LoadRow) => boolean;
  #begin: LoadListBegin | undefined;
  #newestEnded: string | undefined;

  constructor(holds: (load: LoadRow) => boolean) {
    this.#holds = holds;
  }

  get begin(): LoadListBegin | undefined {
    return this.#begin;
  }

  add(answer: LoadAnswer): void {
    const loads = answer.loads.filter(this.#holds);
    const newest = this.#newestEnded;
    const forgotten = newest !== undefined && !loads.some(({ id }) => id === newest);
    if (this.#begin === undefined || forgotten || answer.cut) {
      const whole = this.#begin === undefined && !answer.cut;
      this.#begin = {
        completeSince: oldestEnd(loads),
        rows: whole ? loads.length : Number.POSITIVE_INFINITY,
      };
    }
    this.#newestEnded = newestEnded(loads) ?? newest;
  }
}

function oldestEnd(loads: readonly LoadRow[]): number | null {
  const ends = loads.flatMap(({ finishedAt }) => finishedAt ?? []);
  return ends.length === 0 ? null : ends.reduce((a, b) => Math.min(a, b));
}

function newestEnded(loads: readonly LoadRow[]): string | undefined {
  return loads.reduce<LoadRow | undefined>((newest, load) => {
    const end = newest?.finishedAt ?? Number.NEGATIVE_INFINITY;
    return load.finishedAt !== null && load.finishedAt > end ? load : newest;
  }, undefined)?.id;
}
