import type { EpochMs } from '../../shared/time';

/** How a BE that is being decommissioned loses its tablets. */
export type Drain = {
  readonly tablets: number;
  readonly observedAt: EpochMs;
  /** Since when their number is the same. */
  readonly sameSince: EpochMs;
  /** Tablets that leave a minute; null while it was watched too short. */
  readonly perMinute: number | null;
};
