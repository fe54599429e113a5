import { hostOf, type NodeId } from '../../shared/ids';
import { phrase } from '../../shared/phrase';
import { ruleConstants, ruleNumbers } from '../../shared/thresholds';
import { nodeReading } from '../overview/clusterFacts';
import type { OverviewInput } from '../overview/overviewInput';
import { versionLimit } from '../overview/storageLimits';
import { isRising, knownWindow, samplesOf } from '../overview/windows';
import type { ComputeRow } from '../starrocks/sources/computeRows';
import { eachNode } from './eachNode';
import { highTiers, plainTier, runSinceOf, unknownFinding } from './findings';
import type { Finding, RuleOutcome, Tier } from './rule';

/** compaction.pressure in shared-nothing: versions of each BE's fullest tablet against its limit. */
export function localPressure(input: OverviewInput): RuleOutcome {
  const outcome = eachNode(
    input,
    (row) => versionsOf(input, row),
    ({ role }) => role === 'be',
  );
  const isMeasured = outcome.kind !== 'judged' || outcome.findings.some((finding) => finding.known);
  const gauge = input.series['compaction.score'];
  return isMeasured || !gauge.known
    ? outcome
    : { ...outcome, findings: [...outcome.findings, byLeaderGauge(input, gauge)] };
}

function versionsOf(input: OverviewInput, row: ComputeRow): Finding {
  const versions = nodeReading(input, row.node, 'be.versions');
  if (!versions.known) {
    return unknownFinding(row.node, versions.why);
  }
  const { warning, critical, forMs, clear } = ruleConstants['compaction.pressure'];
  const { versionsWarning, versionsCritical, versionsNearLimit, compactionRefusedPoints } =
    ruleNumbers;
  const { max, assumed } = versionLimit(input.beConfig, row.id);
  return {
    subject: row.node,
    known: true,
    tiers: highTiers(
      versions.value,
      [
        { key: 'versions', level: 'warning', points: warning, forMs, above: versionsWarning * max },
        {
          key: 'versionsCritical',
          level: 'critical',
          points: critical,
          forMs,
          above: versionsCritical * max,
        },
        {
          key: 'versionsNearLimit',
          level: 'critical',
          points: compactionRefusedPoints,
          forMs,
          above: versionsNearLimit * max,
        },
      ],
      clear,
      false,
      (holds) => runSinceOf(input, 'be.versions', row.node, holds),
    ),
    evidence: phrase(assumed ? 'rule.versions.evidenceAssumed' : 'rule.versions.evidence', {
      n: versions.value,
      max,
    }),
    source: versions.source,
    observedAt: versions.observedAt,
  };
}

/** Sticky, and blind for primary-key tables: it warns at most. */
function byLeaderGauge(
  input: OverviewInput,
  gauge: Extract<OverviewInput['series']['compaction.score'], { known: true }>,
): Finding {
  const { warning, forMs, clear } = ruleConstants['compaction.pressure'];
  const above = ruleNumbers.leaderGaugeWarning;
  return {
    subject: null,
    known: true,
    tiers: highTiers(
      gauge.value,
      [{ key: 'warning', level: 'warning', points: warning, forMs, above }],
      clear,
      false,
      (holds) => runSinceOf(input, 'compaction.score', null, holds),
    ),
    evidence: phrase('rule.versions.byGauge', { score: gauge.value, mark: above }),
    source: gauge.source,
    observedAt: gauge.observedAt,
  };
}

/** Title of a tier of `localPressure`; undefined = it is one of shared-data. */
export function localPressureTitle(subject: NodeId | null, tier: string) {
  if (subject === null || !tier.startsWith('versions')) {
    return undefined;
  }
  return phrase(tier === 'versionsNearLimit' ? 'rule.versions.titleLimit' : 'rule.versions.title', {
    node: hostOf(subject),
  });
}

/** compaction.stalled in shared-nothing: candidates wait and versions rise while nothing runs. */
export function localStalled(input: OverviewInput): RuleOutcome {
  return eachNode(
    input,
    (row) => stalledOn(input, row),
    ({ role }) => role === 'be',
  );
}

function stalledOn(input: OverviewInput, row: ComputeRow): Finding {
  const { now } = input;
  const { warning, critical, forMs } = ruleConstants['compaction.stalled'];
  const versions = nodeReading(input, row.node, 'be.versions');
  const running = nodeReading(input, row.node, 'be.compactions');
  const waiting = waitingOn(input, row.node);
  if (!versions.known || !running.known || waiting === undefined) {
    const missing = versions.known ? running : versions;
    return unknownFinding(row.node, missing.known ? 'unsupported-version' : missing.why);
  }
  const window = (id: 'be.versions' | 'be.compactions', current: typeof versions) =>
    samplesOf(input, id, row.node, now - forMs, now, current);
  const samples = window('be.versions', versions);
  const tasks = knownWindow(input, window('be.compactions', running), forMs);
  if (tasks === undefined || knownWindow(input, samples, forMs) === undefined) {
    return unknownFinding(row.node, 'insufficient-history');
  }
  const idle = waiting > 0 && Math.max(...tasks) === 0;
  const since = runSinceOf(input, 'be.compactions', row.node, (n) => n === 0);
  const high = ruleNumbers.versionsWarning * versionLimit(input.beConfig, row.id).max;
  const tier = (key: 'warning' | 'critical', points: number, met: boolean): Tier => ({
    ...plainTier({ key, level: key, points, forMs }, met && isRising(samples), since),
    stillMet: met,
  });
  return {
    subject: row.node,
    known: true,
    tiers: [
      tier('warning', warning, idle),
      tier('critical', critical, idle && versions.value > high),
    ],
    evidence: phrase('rule.stalledOn.evidence', {
      n: versions.value,
      waiting,
      d: { ms: now - since },
    }),
    source: versions.source,
    observedAt: versions.observedAt,
  };
}

function waitingOn(input: OverviewInput, node: NodeId): number | undefined {
  const sample = input.beMetrics.get(node);
  const { base, cumulative } = sample?.known === true ? sample.value.compaction : {};
  return typeof base?.waiting === 'number' && typeof cumulative?.waiting === 'number'
    ? base.waiting + cumulative.waiting
    : undefined;
}
