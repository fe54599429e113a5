/** What becomes of each source's answer by each fault of the simulator. */
import type { FaultEffect, FaultRequest } from '../../../../src/demo/faults';
import type { FrontendList } from '../../../../src/extension/collect/frontendLists';
import type { ClusterSource, NodeSource } from '../../../../src/extension/collect/liveState';
import { questions, scrapes } from '../../../../src/extension/collect/sessionAsker';
import type { UnknownReason } from '../../../../src/shared/reading';

const frontendLists = ['runningQueries', 'sessions'] as const satisfies readonly FrontendList[];
export const sqlSources = [
  ...(Object.keys(questions) as Exclude<ClusterSource, FrontendList>[]),
  ...frontendLists,
];
export const httpSources = Object.keys(scrapes) as NodeSource[];
export type Source = ClusterSource | NodeSource;

export const isScraped = (source: Source): source is NodeSource =>
  httpSources.some((each) => each === source);

/** `answers`, or why not. */
export type Outcome = 'answers' | UnknownReason;

export type FaultColumn = {
  readonly name: string;
  /** On what each source asks. */
  readonly effect?: FaultEffect;
  /** The same over HTTP, where it is put otherwise. */
  readonly httpEffect?: FaultEffect;
  /** Of the cluster itself, or of ports: of no single question. */
  readonly requests?: readonly FaultRequest[];
  /** By way. */
  readonly sql: Outcome;
  readonly http: Outcome;
  /** Where a source differs from its way, and must. */
  readonly but?: Partial<Record<Source, Outcome>>;
};

/** What is asked in an older form when the newest is not there. */
const hasOlderForm = {
  routineLoads: 'answers',
  mvs: 'answers',
  taskRuns: 'answers',
  metadata: 'answers',
  runningQueries: 'answers',
} as const satisfies FaultColumn['but'];

/** Whose cells must be numbers or names of a known form; of the others a cell that is not is unknown. */
const unreadable = {
  clock: 'malformed',
  frontends: 'malformed',
  computeNodes: 'malformed',
  partitions: 'malformed',
  metadata: 'malformed',
  tabletHealth: 'malformed',
} as const satisfies FaultColumn['but'];

export const faultColumns: readonly FaultColumn[] = [
  { name: 'latency', effect: { kind: 'latency', ms: 20 }, sql: 'answers', http: 'answers' },
  { name: 'hang', effect: { kind: 'hang' }, sql: 'timeout', http: 'timeout' },
  {
    name: 'error',
    effect: { kind: 'error', code: 1064, text: 'Unexpected exception: null' },
    httpEffect: { kind: 'error', code: 503, text: 'busy' },
    sql: 'failed',
    http: 'failed',
  },
  { name: 'deny', effect: { kind: 'deny' }, sql: 'denied', http: 'denied' },
  // An answer of MySQL has an end of its own.
  { name: 'truncated', effect: { kind: 'truncated' }, sql: 'answers', http: 'malformed' },
  {
    name: 'nan',
    effect: { kind: 'nan' },
    sql: 'answers',
    http: 'malformed',
    // Of JSON there is none.
    but: { ...unreadable, datacache: 'answers', imageAge: 'answers' },
  },
  {
    name: 'garbage',
    effect: { kind: 'garbage' },
    sql: 'answers',
    http: 'malformed',
    but: unreadable,
  },
  {
    name: 'empty',
    effect: { kind: 'empty' },
    sql: 'answers',
    http: 'malformed',
    // Of these there is always something.
    but: {
      capabilities: 'malformed',
      clock: 'malformed',
      frontends: 'malformed',
      feMetricsSql: 'malformed',
      beMetricsSql: 'malformed',
      tabletHealth: 'malformed',
    },
  },
  { name: 'drop', effect: { kind: 'drop' }, sql: 'unreachable', http: 'unreachable' },
  {
    name: 'skewed clock',
    requests: [{ happen: { kind: 'clock', skewMs: 3_600_000 } }],
    sql: 'answers',
    http: 'answers',
  },
  {
    name: 'HTTP closed to us',
    requests: [{ fault: { kind: 'httpClosed' } }],
    sql: 'answers',
    http: 'unreachable',
  },
  {
    name: 'HTTP closed to the nodes too',
    requests: [{ fault: { kind: 'httpClosed', alsoNodes: true } }],
    sql: 'answers',
    http: 'unreachable',
    but: { feMetricsSql: 'failed' },
  },
  {
    name: 'missing',
    effect: { kind: 'missing' },
    sql: 'unsupported-version',
    http: 'unsupported-version',
    but: hasOlderForm,
  },
  {
    name: 'refuse',
    requests: [{ fault: { kind: 'refuse' } }],
    sql: 'unreachable',
    http: 'unreachable',
  },
];

export function outcomeOf({ sql, http, but }: FaultColumn, source: Source): Outcome {
  return but?.[source] ?? (isScraped(source) ? http : sql);
}
