import type { NodeId } from '../../shared/ids';
import type { Reading, UnknownReason } from '../../shared/reading';
import type { NodeSeriesId } from '../../shared/series';
import { computeNodesOf, nodeReading, runModeOf } from '../overview/clusterFacts';
import type { OverviewInput } from '../overview/overviewInput';
import { knownWindow, samplesOf } from '../overview/windows';
import type { ComputeRow } from '../starrocks/sources/computeRows';
import { unknownFinding } from './findings';
import type { Finding, RuleOutcome } from './rule';

/** Usage is judged of alive nodes only: what a dead one shows is its past. */
export function eachNode(
  input: OverviewInput,
  judge: (row: ComputeRow) => Finding,
  isMeant: (row: ComputeRow) => boolean = () => true,
): RuleOutcome {
  const nodes = computeNodesOf(input);
  if (!nodes.known) {
    return { kind: 'unknown', why: nodes.why };
  }
  const { rows, missing } = nodes.value;
  return {
    kind: 'judged',
    findings: rows
      .filter(isMeant)
      .map((row) => (row.alive === true ? judge(row) : unknownFinding(row.node, 'node-down'))),
    ...(missing === undefined ? {} : { incomplete: missing.why }),
  };
}

/** The BEs of a shared-nothing cluster; elsewhere local disks and tablets are not judged. */
export function eachBackend(
  input: OverviewInput,
  judge: (row: ComputeRow) => Finding,
): RuleOutcome {
  return sharedNothingOnly(input) ?? eachNode(input, judge, ({ role }) => role === 'be');
}

/** Why a rule of shared-nothing clusters has nothing to say here; undefined = it applies. */
export function sharedNothingOnly(input: OverviewInput): RuleOutcome | undefined {
  const runMode = runModeOf(input);
  if (!runMode.known) {
    return { kind: 'unknown', why: runMode.why };
  }
  return runMode.value === 'shared_nothing' ? undefined : { kind: 'not-applicable' };
}

/** Least value of a node's series over a window; unknown when now, or half the window, is unknown. */
export function leastOf(
  input: OverviewInput,
  node: NodeId,
  series: NodeSeriesId,
  windowMs: number,
): Extract<Reading<number>, { known: true }> | { known: false; why: UnknownReason } {
  const current = nodeReading(input, node, series);
  const samples = samplesOf(input, series, node, input.now - windowMs, input.now, current);
  const values = knownWindow(input, samples, windowMs);
  if (!current.known || values === undefined) {
    return { known: false, why: current.known ? 'insufficient-history' : current.why };
  }
  return { ...current, value: Math.min(...values) };
}
