import type { EpochMs } from '../../shared/time';

/** The collector's time. Passed in everywhere, so that tests and pictures can speed it up. */
export interface Clock {
  /** Wall clock: grid times and everything that is stored. */
  now(): EpochMs;
  /** Monotonic milliseconds: rates and durations. */
  mono(): number;
  /** Calls `f` once after so many milliseconds of this clock; the result cancels it. */
  after(ms: number, f: () => void): () => void;
  /** How many of its seconds pass in a real one; 1 outside tests and pictures. */
  readonly scale: number;
}

/** The machine's clocks, running `scale` times as fast from now on. */
export function systemClock(scale = 1): Clock {
  const startWall = Date.now();
  const startMono = performance.now();
  return {
    scale,
    now: () =>
      scale === 1 ? Date.now() : Math.floor(startWall + (performance.now() - startMono) * scale),
    mono: () => (performance.now() - startMono) * scale,
    after: (ms, f) => {
      const timer = setTimeout(f, Math.max(0, ms / scale));
      return () => {
        clearTimeout(timer);
      };
    },
  };
}
