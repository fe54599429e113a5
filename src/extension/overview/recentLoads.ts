import { perObject } from '../../shared/perObject';
import { sameReason, type Reading, type UnknownReason } from '../../shared/reading';
import type { EpochMs } from '../../shared/time';
import type { LoadRow } from '../starrocks/sources/loads';
import { whyEmpty } from './emptyCell';
import type { LoadHistory } from './loadHistory';
import { loadOutcome } from './loadOutcome';
import type { OverviewInput } from './overviewInput';

/** The cluster keeps this many stream loads, and unless it is configured otherwise other loads as well. */
const mostKept = 1000;

/**
 * Unfinished loads and those that ended in the window before the answer, as old as the older of the
 * lists. A lower bound where the cluster may have forgotten some, or where stream loads are a list of
 * their own that fails.
 */
export function recentLoads(input: OverviewInput, windowMs: number): Reading<readonly LoadRow[]> {
  const ofInput = byWindow(input);
  const loads = ofInput.get(windowMs) ?? loadsOfWindow(input, windowMs);
  ofInput.set(windowMs, loads);
  return loads;
}

const byWindow = perObject(
  (_input: OverviewInput) => new Map<number, Reading<readonly LoadRow[]>>(),
);

function loadsOfWindow(input: OverviewInput, windowMs: number): Reading<readonly LoadRow[]> {
  const { loads, streamLoads } = input;
  if (!loads.known) {
    return sameReason(loads);
  }
  const from = loads.observedAt - windowMs;
  const streams = streamLoads.known ? streamLoads.value : undefined;
  const complete =
    isComplete(input, loads.value, from) &&
    !lacksStreams(input) &&
    (streams === undefined || isComplete(input, streams, from));
  const rows = [...loads.value.loads, ...(streams?.loads ?? [])].filter(
    (load) => !hasEnded(load) || (load.finishedAt !== null && load.finishedAt > from),
  );
  return {
    ...loads,
    value: rows,
    ...(streamLoads.known
      ? { observedAt: Math.min(loads.observedAt, streamLoads.observedAt) }
      : {}),
    ...(complete ? {} : { bound: 'lower' as const }),
  };
}

/** Whether stream loads are a list of their own that is not known. */
export function lacksStreams({ streamLoads }: Pick<OverviewInput, 'streamLoads'>): boolean {
  return !streamLoads.known && streamLoads.why !== 'not-applicable';
}

/** Why a column is null in every load: neither list has it. */
export function untoldColumns(input: OverviewInput): Partial<Record<keyof LoadRow, UnknownReason>> {
  const { streamLoads, unknownColumns } = input;
  const untold = loadColumns.filter(
    (column) =>
      whyEmpty(unknownColumns, 'loads', column) === 'unsupported-version' &&
      (!streamLoads.known ||
        whyEmpty(unknownColumns, 'streamLoads', column) === 'unsupported-version'),
  );
  return Object.fromEntries(untold.map((column) => [column, 'unsupported-version' as const]));
}

/** Columns that came late. */
const loadColumns = [
  'table',
  'user',
  'warehouse',
  'scanBytes',
] as const satisfies readonly (keyof LoadRow)[];

function hasEnded(load: LoadRow): boolean {
  return load.finishedAt !== null || !['running', 'unknown'].includes(loadOutcome(load));
}

/** Whether no load that ended after `from` may have been forgotten before we looked. */
function isComplete(input: OverviewInput, history: LoadHistory, from: EpochMs): boolean {
  const { feConfig } = input;
  const configured = Number(feConfig.known ? feConfig.value['label_keep_max_num'] : undefined);
  // Who may not read how many are kept cannot tell whether any is missing.
  const kept = configured > 0 ? Math.min(configured, mostKept) : 1;
  return history.lists.every(
    ({ completeSince, rows }) => rows < kept || (completeSince !== null && completeSince <= from),
  );
}
