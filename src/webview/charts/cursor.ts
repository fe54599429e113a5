import { signal } from '@preact/signals';
import type { EpochMs } from '../../shared/time';

/** The one cross-hair of all charts: a moment, the chart that moved it, and by what. */
export type Cursor = {
  readonly at: EpochMs;
  readonly chart: string;
  readonly by: 'pointer' | 'keyboard';
};

export const cursor = signal<Cursor | undefined>(undefined);
