import type { LoadHistory } from '../overview/loadHistory';
import type { RoutineLoadTrend } from '../overview/routineLoadTrend';
import type { ClusterAnswers } from './liveState';
import { LoadLog } from './loadLog';
import type { Observation } from './observation';
import { RoutineLoadMemory } from './routineLoadMemory';

/** What several answers about jobs tell together, at one moment. */
export type JobHistory = {
  readonly loads: LoadHistory | undefined;
  readonly streamLoads: LoadHistory | undefined;
  /** By job id. */
  readonly routineLoads: ReadonlyMap<string, RoutineLoadTrend>;
};

/** Remembers jobs between answers. */
export class JobMemory {
  readonly #loads = new LoadLog();
  readonly #streamLoads = new LoadLog();
  readonly #routineLoads = new RoutineLoadMemory();

  /** Call once per good answer, oldest first. */
  observe({ source, value, observedAt, receivedAtMono }: Good): void {
    if (source === 'loads') {
      this.#loads.add(value as ClusterAnswers['loads'], receivedAtMono);
    } else if (source === 'streamLoads') {
      this.#streamLoads.add(value as ClusterAnswers['streamLoads'], receivedAtMono);
    } else if (source === 'routineLoads') {
      this.#routineLoads.add(value as ClusterAnswers['routineLoads'], observedAt);
    }
  }

  /** What to ask loads from. */
  get watermarks(): { readonly loadsSince?: number; readonly streamLoadsSince?: number } {
    const loads = this.#loads.watermark;
    const streams = this.#streamLoads.watermark;
    return {
      ...(loads === undefined ? {} : { loadsSince: loads }),
      ...(streams === undefined ? {} : { streamLoadsSince: streams }),
    };
  }

  get history(): JobHistory {
    return {
      loads: this.#loads.history,
      streamLoads: this.#streamLoads.history,
      routineLoads: this.#routineLoads.trends,
    };
  }

  forgetRates(): void {
    this.#loads.forgetRates();
    this.#streamLoads.forgetRates();
  }
}

type Good = Extract<Observation<unknown>, { ok: true }>;
