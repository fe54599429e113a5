import { hostOf } from '../../shared/ids';
import { phrase, type Phrase } from '../../shared/phrase';
import { ruleConstants, ruleNumbers } from '../../shared/thresholds';
import { minuteMs } from '../../shared/time';
import { aliveNodes, computeNodesOf, runModeOf } from '../overview/clusterFacts';
import { compactionSettings, type CompactionSettings } from '../overview/compactionMarks';
import type { OverviewInput } from '../overview/overviewInput';
import { average, isRising, knownWindow, medianSlope, samplesOf } from '../overview/windows';
import {
  clusterOutcome,
  highTiers,
  oneLine,
  plainTier,
  runSinceOf,
  sentences,
  showSection,
  unknownFinding,
} from './findings';
import { localPressure, localPressureTitle, localStalled } from './localCompactionRules';
import type { Rule, RuleOutcome, Tier } from './rule';

/** What the rule says where the BEs compact by themselves; undefined = shared-data. */
function elsewhere(
  input: OverviewInput,
  local: (input: OverviewInput) => RuleOutcome,
): RuleOutcome | undefined {
  const runMode = runModeOf(input);
  if (!runMode.known) {
    return { kind: 'unknown', why: runMode.why };
  }
  return runMode.value === 'shared_data' ? undefined : local(input);
}

const pressureTitles = {
  refused: 'health.pressure.refused',
  nearBound: 'health.pressure.nearBound',
} as const;

export const compactionPressureRule: Rule = {
  id: 'compaction.pressure',
  scored: true,
  heldBy: [],
  heldAfterStart: false,
  title: (subject, tier) =>
    localPressureTitle(subject, tier) ??
    phrase(
      tier === 'refused' || tier === 'nearBound' ? pressureTitles[tier] : 'health.pressure.title',
    ),
  nextStep: () => showSection('health.step.compaction', 'compaction'),
  judge(input) {
    const otherwise = elsewhere(input, localPressure);
    if (otherwise !== undefined) {
      return otherwise;
    }
    const score = input.series['compaction.score'];
    if (!score.known) {
      return clusterOutcome(unknownFinding(null, score.why));
    }
    const settings = compactionSettings(input.feConfig, input.thresholds);
    return clusterOutcome({
      subject: null,
      known: true,
      tiers: pressureTiers(input, settings, score.value),
      evidence: pressureEvidence(input, settings, score.value),
      source: score.source,
      observedAt: score.observedAt,
    });
  },
};

function pressureTiers(
  input: OverviewInput,
  { slowdown, critical: mark, upperBound, boundRead }: CompactionSettings,
  score: number,
): Tier[] {
  const { warning, critical, forMs, clear } = ruleConstants['compaction.pressure'];
  const runSince = (holds: (value: number) => boolean) =>
    runSinceOf(input, 'compaction.score', null, holds);
  const tiers = highTiers(
    score,
    [
      { key: 'warning', level: 'warning', points: warning, forMs, above: slowdown },
      { key: 'critical', level: 'critical', points: critical, forMs, above: mark },
    ],
    clear,
    false,
    runSince,
  );
  if (!boundRead) {
    return tiers;
  }
  const { compactionNearBound, compactionRefusedPoints } = ruleNumbers;
  const bound = upperBound ?? Number.POSITIVE_INFINITY;
  const near = compactionNearBound * bound;
  return [
    ...tiers,
    ...highTiers(
      score,
      [
        { key: 'nearBound', level: 'critical', points: critical, forMs: 0, above: near },
        {
          key: 'refused',
          level: 'critical',
          points: compactionRefusedPoints,
          forMs: 0,
          above: bound,
        },
      ],
      clear,
      false,
      runSince,
    ),
  ];
}

function pressureEvidence(
  input: OverviewInput,
  settings: CompactionSettings,
  score: number,
): Phrase {
  const { slowdown, slowdownEnabled, slowdownRead, slowdownRatio, assumed } = settings;
  const { partitions } = input;
  const worst = partitions.known ? partitions.value.worst[0] : undefined;
  const running = input.series['compaction.running'];
  const slows = slowdownRead && slowdownEnabled && score > slowdown;
  return sentences(
    phrase(assumed ? 'health.pressure.scoreAssumed' : 'health.pressure.score', {
      score,
      mark: slowdown,
    }),
    worst === undefined
      ? undefined
      : phrase('health.pressure.worst', {
          partition: oneLine(`${worst.database}.${worst.table}.${worst.partition}`),
        }),
    running.known ? phrase('health.pressure.running', { n: running.value }) : undefined,
    slows
      ? phrase('health.pressure.slowed', { factor: (score - slowdown) * slowdownRatio })
      : undefined,
    eta(input, settings, score),
  );
}

const trendMs = 30 * minuteMs;

/** When the score would reach the bound, if it goes on as in the last half hour. */
function eta(
  input: OverviewInput,
  { upperBound, boundRead }: CompactionSettings,
  score: number,
): Phrase | undefined {
  if (upperBound === null || !boundRead || score >= upperBound) {
    return undefined;
  }
  const { now, series } = input;
  const samples = samplesOf(
    input,
    'compaction.score',
    null,
    now - trendMs,
    now,
    series['compaction.score'],
  );
  const slope = medianSlope(samples);
  return slope !== undefined && slope > 0 && isRising(samples)
    ? phrase('health.pressure.eta', { bound: upperBound, d: { ms: (upperBound - score) / slope } })
    : undefined;
}

export const compactionStalledRule: Rule = {
  id: 'compaction.stalled',
  scored: true,
  heldBy: ['fe.leader'],
  heldAfterStart: false,
  title: (subject) =>
    subject === null
      ? phrase('health.stalled.title')
      : phrase('rule.stalledOn.title', { node: hostOf(subject) }),
  nextStep: () => showSection('health.step.compaction', 'compaction'),
  judge(input) {
    const otherwise = elsewhere(input, localStalled);
    if (otherwise !== undefined) {
      return otherwise;
    }
    const { warning, critical, forMs, clear } = ruleConstants['compaction.stalled'];
    const { now, series } = input;
    const window = (id: 'compaction.running' | 'compaction.score') =>
      samplesOf(input, id, null, now - forMs, now, series[id]);
    const score = series['compaction.score'];
    const running = series['compaction.running'];
    if (!score.known || !running.known) {
      const unknown = score.known ? running : score;
      return clusterOutcome(unknownFinding(null, unknown.known ? 'failed' : unknown.why));
    }
    const scoreSamples = window('compaction.score');
    const scores = knownWindow(input, scoreSamples, forMs);
    const tasks = knownWindow(input, window('compaction.running'), forMs);
    if (scores === undefined || tasks === undefined) {
      return clusterOutcome(unknownFinding(null, 'insufficient-history'));
    }
    const settings = compactionSettings(input.feConfig, input.thresholds);
    const idle = Math.max(...tasks) === 0;
    const high = average(scores);
    const rising = isRising(scoreSamples);
    const since = runSinceOf(input, 'compaction.running', null, (n) => n === 0);
    const tier = (key: 'warning' | 'critical', points: number, above: number): Tier => ({
      ...plainTier(
        { key, level: key, points, forMs },
        idle && rising && high > settings.selectorMin,
        since,
      ),
      stillMet:
        idle &&
        score.value > clear * settings.selectorMin &&
        (key === 'warning' || score.value > clear * above),
    });
    const worse = tier('critical', critical, settings.slowdown);
    return clusterOutcome({
      subject: null,
      known: true,
      tiers: [
        tier('warning', warning, settings.selectorMin),
        { ...worse, met: worse.met && score.value > settings.slowdown },
      ],
      evidence: sentences(
        phrase('health.stalled.evidence', { score: score.value, d: { ms: now - since } }),
        stalledCause(input),
      ),
      source: running.source,
      observedAt: running.observedAt,
    });
  },
};

/** The first cause that the configuration or the node list shows. */
function stalledCause(input: OverviewInput): Phrase | undefined {
  const config = input.feConfig.known ? input.feConfig.value : undefined;
  if (config?.['lake_compaction_max_tasks']?.trim() === '0') {
    return phrase('health.stalled.off');
  }
  const disabled = config?.['lake_compaction_disable_ids']?.trim();
  if (disabled !== undefined && disabled !== '') {
    return phrase('health.stalled.disabled', { ids: oneLine(disabled) });
  }
  const nodes = computeNodesOf(input);
  const complete = nodes.known && nodes.value.missing === undefined;
  return complete && aliveNodes(nodes).length === 0 ? phrase('health.stalled.noNode') : undefined;
}
