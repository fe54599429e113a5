import { hostOf } from '../../shared/ids';
import type { FirstFull } from '../../shared/model/capacityPrediction';
import { phrase } from '../../shared/phrase';
import { ruleConstants, ruleNumbers } from '../../shared/thresholds';
import { untilSoftLimit } from '../overview/firstFull';
import type { OverviewInput } from '../overview/overviewInput';
import { diskLimits, limitPct, type DiskLimits } from '../overview/storageLimits';
import type { ComputeRow } from '../starrocks/sources/computeRows';
import { eachBackend, eachNode, leastOf, sharedNothingOnly } from './eachNode';
import {
  clusterOutcome,
  highTiers,
  oneLine,
  plainTier,
  runSinceOf,
  sentences,
  showNode,
  showSection,
  unknownFinding,
} from './findings';
import type { Finding, Rule, Tier } from './rule';

const named = (subject: string | null) => ({ node: subject === null ? '' : hostOf(subject) });

/** One finding per BE, about the path that is nearest to its limits. */
export const diskFullRule: Rule = {
  id: 'disk.full',
  scored: true,
  heldBy: ['fe.leader', 'node.down'],
  heldAfterStart: false,
  title: (subject, tier) =>
    phrase(tier === 'hard' ? 'rule.disk.titleHard' : 'rule.disk.title', named(subject)),
  nextStep: showNode,
  judge: (input) =>
    eachBackend(input, (row) => {
      const sample = input.beMetrics.get(row.node);
      const paths = sample?.known === true ? Object.entries(sample.value.disks) : [];
      return sample?.known === true && paths.length > 0
        ? fullestPath(input, row, paths, sample)
        : fullestAsListed(input, row);
    }),
};

type Path = readonly [path: string, disk: { readonly total: number; readonly avail: number }];

function fullestPath(
  input: OverviewInput,
  row: ComputeRow,
  paths: readonly Path[],
  from: { readonly observedAt: number },
): Finding {
  const limits = diskLimits(input.feConfig);
  const worst = paths
    .map(([path, disk]) => ({ path, ...disk, pct: (100 * (disk.total - disk.avail)) / disk.total }))
    .map((disk) => ({ ...disk, room: limitPct(limits.soft, disk.total) - disk.pct }))
    .sort((a, b) => a.room - b.room)[0];
  if (worst === undefined) {
    return unknownFinding(row.node, 'not-applicable');
  }
  return {
    subject: row.node,
    known: true,
    tiers: diskTiers(input, row, worst.pct, {
      soft: limitPct(limits.soft, worst.total),
      hard: limitPct(limits.hard, worst.total),
      isNear: isNear(untilSoftLimit(input, worst, { node: row.node, path: worst.path })),
    }),
    evidence: sentences(
      phrase('rule.disk.evidence', {
        path: oneLine(worst.path),
        p: { percent: worst.pct },
        free: { bytes: worst.avail },
      }),
      limitSentence(limits),
    ),
    source: 'beMetrics',
    observedAt: from.observedAt,
  };
}

function limitSentence({ hard, assumed }: DiskLimits) {
  return phrase(assumed ? 'rule.disk.hardAssumed' : 'rule.disk.hard', {
    p: { percent: hard.pct },
    free: { bytes: hard.reserve },
  });
}

/** A disk that takes long to fill is no trouble yet; while nobody knows how long it takes, it is. */
function isNear(first: FirstFull | undefined): boolean {
  const days = first?.days.likely;
  return days === undefined || (days !== null && days <= ruleNumbers.capacitySoonDays);
}

function diskTiers(
  input: OverviewInput,
  row: ComputeRow,
  pct: number,
  marks: { readonly soft: number; readonly hard: number; readonly isNear: boolean },
): readonly Tier[] {
  const { warning, critical, forMs, clear } = ruleConstants['disk.full'];
  const runSince = (holds: (value: number) => boolean) =>
    runSinceOf(input, 'be.disk_max', row.node, holds);
  const { diskWarningPct, diskHardPoints: points } = ruleNumbers;
  return [
    ...highTiers(
      pct,
      marks.isNear
        ? [{ key: 'warning', level: 'warning', points: warning, forMs, above: diskWarningPct }]
        : [],
      clear,
      true,
      runSince,
    ),
    ...highTiers(
      pct,
      [
        { key: 'critical', level: 'critical', points: critical, forMs, above: marks.soft },
        { key: 'hard', level: 'critical', points, forMs, above: marks.hard },
      ],
      clear,
      false,
      runSince,
    ),
  ];
}

/** Only SHOW BACKENDS: what that disk has free is not known, so the pair cannot be judged. */
function fullestAsListed(input: OverviewInput, row: ComputeRow): Finding {
  const { backends } = input;
  const pct = row.maxDiskUsedPct;
  if (!backends.known || pct === null) {
    return unknownFinding(row.node, backends.known ? 'unsupported-version' : backends.why);
  }
  const { warning, critical, forMs, clear } = ruleConstants['disk.full'];
  const { listedWarningPct, listedCriticalPct } = ruleNumbers;
  return {
    subject: row.node,
    known: true,
    tiers: highTiers(
      pct,
      [
        { key: 'warning', level: 'warning', points: warning, forMs, above: listedWarningPct },
        { key: 'critical', level: 'critical', points: critical, forMs, above: listedCriticalPct },
      ],
      clear,
      true,
      (holds) => runSinceOf(input, 'be.disk_max', row.node, holds),
    ),
    evidence: phrase('rule.disk.evidenceListed', { p: { percent: pct } }),
    source: backends.source,
    observedAt: backends.observedAt,
  };
}

export const diskFailedRule: Rule = {
  id: 'disk.failed',
  scored: true,
  heldBy: ['fe.leader', 'node.down'],
  heldAfterStart: false,
  title: (subject) => phrase('rule.diskFailed.title', named(subject)),
  nextStep: showNode,
  judge: (input) =>
    eachBackend(input, (row) => {
      const sample = input.beMetrics.get(row.node);
      if (sample?.known !== true) {
        return unknownFinding(row.node, sample === undefined ? 'not-collected-yet' : sample.why);
      }
      const { critical, forMs } = ruleConstants['disk.failed'];
      const failed = sample.value.failedPaths;
      const tier = { key: 'critical', level: 'critical', points: critical, forMs } as const;
      return {
        subject: row.node,
        known: true,
        tiers: [plainTier(tier, failed.length > 0, input.now)],
        evidence: phrase('rule.diskFailed.evidence', { paths: oneLine(failed.join(', ')) }),
        source: sample.source,
        observedAt: sample.observedAt,
      };
    }),
};

export const diskBusyRule: Rule = {
  id: 'disk.busy',
  scored: true,
  heldBy: ['fe.leader', 'node.down'],
  heldAfterStart: false,
  title: (subject) => phrase('rule.diskBusy.title', named(subject)),
  nextStep: () => showSection('rule.step.network', 'network'),
  judge: (input) =>
    eachNode(input, ({ node }) => {
      const { warning, forMs, clear } = ruleConstants['disk.busy'];
      const least = leastOf(input, node, 'be.io_util', forMs);
      if (!least.known) {
        return unknownFinding(node, least.why);
      }
      const above = ruleNumbers.diskBusyPct;
      return {
        subject: node,
        known: true,
        tiers: highTiers(
          least.value,
          [{ key: 'warning', level: 'warning', points: warning, forMs, above }],
          clear,
          true,
          (holds) => runSinceOf(input, 'be.io_util', node, holds),
        ),
        evidence: phrase('rule.diskBusy.evidence', {
          p: { percent: least.value },
          d: { ms: forMs },
        }),
        source: least.source,
        observedAt: least.observedAt,
      };
    }),
};

/** The leader's 15 s gauge. */
export const safeModeRule: Rule = {
  id: 'safe_mode',
  scored: true,
  heldBy: ['fe.leader', 'disk.full'],
  heldAfterStart: false,
  title: () => phrase('rule.safeMode.title'),
  nextStep: () => showSection('health.step.frontends', 'nodes'),
  judge(input) {
    const { leader, feMetrics, frozenGauges } = input;
    const otherwise = sharedNothingOnly(input);
    if (otherwise !== undefined) {
      return otherwise;
    }
    if (!leader.known || leader.value === null) {
      return clusterOutcome(unknownFinding(null, leader.known ? 'node-down' : leader.why));
    }
    const sample = feMetrics.get(leader.value);
    if (sample?.known !== true) {
      return clusterOutcome(
        unknownFinding(null, sample === undefined ? 'not-collected-yet' : sample.why),
      );
    }
    const { safeMode } = sample.value;
    if (safeMode === null || frozenGauges.has(leader.value)) {
      return clusterOutcome(
        unknownFinding(null, safeMode === null ? 'unsupported-version' : 'malformed'),
      );
    }
    const { critical, forMs } = ruleConstants.safe_mode;
    return clusterOutcome({
      subject: null,
      known: true,
      tiers: [
        plainTier(
          { key: 'critical', level: 'critical', points: critical, forMs },
          safeMode === 1,
          input.now,
        ),
      ],
      evidence: phrase('rule.safeMode.evidence'),
      source: sample.source,
      observedAt: sample.observedAt,
    });
  },
};
