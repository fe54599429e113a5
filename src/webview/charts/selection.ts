import { signal } from '@preact/signals';
import type { EpochMs } from '../../shared/time';
import type { ChartModel } from './chartModel';
import { stepOf } from './chartModel';

/** A stretch of time that is being marked in a chart: where it began, and where it is now. */
export type Selection = {
  readonly chart: string;
  readonly anchor: EpochMs;
  readonly head: EpochMs;
};

/** The one selection of all charts; every chart shows it. */
export const selection = signal<Selection | undefined>(undefined);

/** Less than this is a click, or nothing to draw a line through. */
const fewestBuckets = 3;

/** The whole buckets that were marked, inside the chart; `undefined` when they are too few to show. */
export function selectedRange(
  model: ChartModel,
  { anchor, head }: Selection,
): { readonly from: EpochMs; readonly to: EpochMs } | undefined {
  const step = stepOf(model);
  const origin = model.lines[0]?.from ?? model.from;
  const down = (at: EpochMs) => origin + Math.floor((at - origin) / step) * step;
  const from = Math.max(model.from, down(Math.min(anchor, head)));
  const to = Math.min(model.to, down(Math.max(anchor, head)) + step);
  return to - from < fewestBuckets * step ? undefined : { from, to };
}
