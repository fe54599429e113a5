import {
  localCompactionKey,
  type BECompactionScore,
  type CompactionKind,
  type CompactionOfKind,
} from '../../shared/model/beCompactionScore';
import type { Verdict } from '../../shared/model/verdict';
import { sameReason, unknown, type Reading, type Rows } from '../../shared/reading';
import { ruleNumbers } from '../../shared/thresholds';
import { openLevel, type EvaluatorState } from '../alerts/evaluatorState';
import type { ComputeMetrics } from '../starrocks/sources/beMetrics';
import type { ComputeRow } from '../starrocks/sources/computeRows';
import type { LocalCompactionFigure } from '../starrocks/sources/localCompactionMetrics';
import { byHost, nodeReading, runModeOf, tableOf } from './clusterFacts';
import { whyNull } from './missingFigure';
import type { CompactionRate, OverviewInput } from './overviewInput';
import { versionLimit } from './storageLimits';

/** Every BE of a shared-nothing cluster, by host. */
export function beCompactionRows(
  input: OverviewInput,
  state: EvaluatorState,
): Rows<BECompactionScore> {
  const { backends, now } = input;
  const runMode = runModeOf(input);
  if (!runMode.known) {
    return sameReason(runMode);
  }
  if (runMode.value === 'shared_data') {
    return unknown('not-applicable', now, { source: 'beMetrics' });
  }
  if (!backends.known) {
    return sameReason(backends);
  }
  const rows = [...backends.value].sort(byHost).map((row): BECompactionScore => {
    const limit = versionLimit(input.beConfig, row.id);
    return {
      node: row.node,
      host: row.host,
      level: versionsLevel(input, state, row),
      versions: nodeReading(input, row.node, 'be.versions'),
      versionLimit: limit.max,
      versionLimitAssumed: limit.assumed,
      candidates: listed(input, row, 'candidates'),
      candidateScore: listed(input, row, 'candidateScore'),
      kinds: {
        base: ofKind(input, row, 'base'),
        cumulative: ofKind(input, row, 'cumulative'),
        update: ofKind(input, row, 'update'),
      },
    };
  });
  return { ...backends, value: tableOf(rows) };
}

/** Warning and critical only as the rule says; below it fine up to a fifth of the limit, info above. */
function versionsLevel(input: OverviewInput, state: EvaluatorState, row: ComputeRow): Verdict {
  const versions = nodeReading(input, row.node, 'be.versions');
  if (!versions.known) {
    return 'unknown';
  }
  const fine = ruleNumbers.versionsInfo * versionLimit(input.beConfig, row.id).max;
  return (
    openLevel(state, 'compaction.pressure', row.node) ?? (versions.value <= fine ? 'ok' : 'info')
  );
}

/** A cell of be_compactions; a BE that is not in the answer has none. */
function listed(
  { localCompactions }: OverviewInput,
  row: ComputeRow,
  key: 'candidates' | 'candidateScore',
): Reading<number> {
  if (!localCompactions.known) {
    return sameReason(localCompactions);
  }
  const { observedAt, source } = localCompactions;
  const found = localCompactions.value.find(({ backend }) => backend === row.id);
  const value = found?.[key] ?? null;
  return value === null
    ? unknown(found === undefined ? 'node-down' : 'malformed', observedAt, { source })
    : { ...localCompactions, value };
}

function ofKind(input: OverviewInput, row: ComputeRow, kind: CompactionKind): CompactionOfKind {
  const gauge = (key: LocalCompactionFigure) => gaugeOf(input, row, kind, key);
  const rate = (key: CompactionRate): Reading<number> =>
    input.localCompaction.get(row.node)?.[kind][key] ??
    unknown('not-collected-yet', input.now, { source: 'beMetrics' });
  return {
    score: gauge('lastScore'),
    running: gauge('running'),
    waiting:
      kind === 'update'
        ? unknown('not-applicable', input.now, { source: 'beMetrics' })
        : gauge('waiting'),
    bytesPerSecond: rate('bytes'),
    deltasPerSecond: rate('deltas'),
    failuresPerSecond: rate('failed'),
  };
}

function gaugeOf(
  { beMetrics, now }: OverviewInput,
  row: ComputeRow,
  kind: CompactionKind,
  key: LocalCompactionFigure,
): Reading<number> {
  if (row.alive !== true) {
    return unknown('node-down', row.lastHeartbeatAt ?? now, { source: 'beMetrics' });
  }
  return compactionGauge(
    beMetrics.get(row.node) ?? unknown('not-collected-yet', now, { source: 'beMetrics' }),
    kind,
    key,
  );
}

/** One figure of one kind of compaction in a BE's /metrics. */
export function compactionGauge(
  sample: Reading<ComputeMetrics>,
  kind: CompactionKind,
  key: LocalCompactionFigure,
): Reading<number> {
  if (!sample.known) {
    return sameReason(sample);
  }
  const value = sample.value.compaction[kind][key];
  const { observedAt, source } = sample;
  return value === null
    ? unknown(whyNull(sample.value, localCompactionKey(kind, key)), observedAt, { source })
    : { ...sample, value };
}
