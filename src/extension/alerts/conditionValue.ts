import type { Comparison, Condition, Expression } from '../../shared/condition';
import type { NodeId, SourceId } from '../../shared/ids';
import type { UnknownReason } from '../../shared/reading';
import {
  clusterSeriesIds,
  type ClusterSeriesId,
  type NodeSeriesId,
  type SeriesId,
} from '../../shared/series';
import type { EpochMs } from '../../shared/time';
import { nodeReading } from '../overview/clusterFacts';
import type { OverviewInput } from '../overview/overviewInput';
import { average, knownWindow, samplesOf } from '../overview/windows';

/** How both sides of a condition compare now, at the cluster or one node. */
export type ConditionNow =
  | {
      readonly known: true;
      readonly left: number;
      readonly right: number;
      readonly met: boolean;
      /** With the right side moved by a tenth towards good. */
      readonly stillMet: boolean;
      readonly source: SourceId;
      readonly observedAt: EpochMs;
    }
  | { readonly known: false; readonly why: UnknownReason };

type Value =
  | { readonly known: true; readonly value: number; readonly from?: From }
  | { readonly known: false; readonly why: UnknownReason };
type From = { readonly source: SourceId; readonly observedAt: EpochMs };

const slack = 0.1;

/** Never OK by what is not known: an unknown input makes the whole unknown, for its reason. */
export function conditionNow(
  { left, comparison, right }: Condition,
  input: OverviewInput,
  node: NodeId | null,
): ConditionNow {
  const both = together(valueOf(left, input, node), valueOf(right, input, node));
  if (!both.known) {
    return both;
  }
  const { a, b, from } = both;
  const away = comparison.startsWith('>') ? -slack * Math.abs(b) : slack * Math.abs(b);
  return {
    known: true,
    left: a,
    right: b,
    met: compare(a, comparison, b),
    stillMet: compare(a, comparison, b + away),
    source: from?.source ?? 'collector',
    observedAt: from?.observedAt ?? input.now,
  };
}

function compare(a: number, comparison: Comparison, b: number): boolean {
  switch (comparison) {
    case '>':
      return a > b;
    case '>=':
      return a >= b;
    case '<':
      return a < b;
    case '<=':
      return a <= b;
  }
}

function valueOf(expression: Expression, input: OverviewInput, node: NodeId | null): Value {
  switch (expression.kind) {
    case 'number':
      return { known: true, value: expression.value };
    case 'series':
      return seriesValue(expression.series, input, node);
    case 'window':
      return windowValue(expression, input, node);
    case 'negative': {
      const of = valueOf(expression.of, input, node);
      return of.known ? { ...of, value: -of.value } : of;
    }
    case 'arithmetic': {
      const { operator, left, right } = expression;
      const both = together(valueOf(left, input, node), valueOf(right, input, node));
      if (!both.known) {
        return both;
      }
      const value = calculate(both.a, operator, both.b);
      // Nothing is not a share of nothing.
      return Number.isFinite(value)
        ? { known: true, value, ...(both.from === undefined ? {} : { from: both.from }) }
        : { known: false, why: 'no-traffic' };
    }
  }
}

function calculate(a: number, operator: '+' | '-' | '*' | '/', b: number): number {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
  }
}

/** Both sides, as old as the older of them. */
function together(
  left: Value,
  right: Value,
):
  | { readonly known: true; readonly a: number; readonly b: number; readonly from?: From }
  | { readonly known: false; readonly why: UnknownReason } {
  if (!left.known || !right.known) {
    return left.known ? (right as Extract<Value, { known: false }>) : left;
  }
  const [from] = [left.from, right.from]
    .flatMap((each) => each ?? [])
    .sort((x, y) => x.observedAt - y.observedAt);
  return { known: true, a: left.value, b: right.value, ...(from === undefined ? {} : { from }) };
}

const isOfCluster = (series: SeriesId): series is ClusterSeriesId =>
  (clusterSeriesIds as readonly string[]).includes(series);

function readingOf(series: SeriesId, input: OverviewInput, node: NodeId | null) {
  return isOfCluster(series)
    ? input.series[series]
    : nodeReading(input, node ?? '', series satisfies NodeSeriesId);
}

/** A sum that misses a node is not the value that the rule asks for. */
function seriesValue(series: SeriesId, input: OverviewInput, node: NodeId | null): Value {
  const reading = readingOf(series, input, node);
  if (!reading.known) {
    return reading;
  }
  const { value, source, observedAt, coverage } = reading;
  return coverage === undefined || coverage.have >= coverage.of
    ? { known: true, value, from: { source, observedAt } }
    : { known: false, why: 'unreachable' };
}

function windowValue(
  { of, series, windowMs }: Extract<Expression, { kind: 'window' }>,
  input: OverviewInput,
  node: NodeId | null,
): Value {
  const current = readingOf(series, input, node);
  const at = isOfCluster(series) ? null : node;
  const samples = samplesOf(input, series, at, input.now - windowMs, input.now, current);
  const values = knownWindow(input, samples, windowMs);
  if (!current.known || values === undefined) {
    return { known: false, why: current.known ? 'insufficient-history' : current.why };
  }
  const { source, observedAt } = current;
  return { known: true, value: madeOf(of, values, windowMs), from: { source, observedAt } };
}

function madeOf(
  of: Extract<Expression, { kind: 'window' }>['of'],
  values: readonly number[],
  windowMs: number,
): number {
  switch (of) {
    case 'avg':
      return average(values);
    case 'min':
      return Math.min(...values);
    case 'max':
      return Math.max(...values);
    case 'count':
      return (average(values) * windowMs) / 1000;
  }
}
