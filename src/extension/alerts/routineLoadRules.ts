import { jobSubject, subjectName } from '../../shared/ids';
import type { RoutineLoadJob } from '../../shared/model/loadJobStats';
import { phrase } from '../../shared/phrase';
import type { PhraseId } from '../../shared/phrases.en';
import { ruleConstants, ruleNumbers, type RuleId } from '../../shared/thresholds';
import { whyEmpty } from '../overview/emptyCell';
import type { OverviewInput } from '../overview/overviewInput';
import { isLive, routineLoadRows } from '../overview/routineLoadRows';
import {
  clusterOutcome,
  oneLine,
  plainTier,
  sentences,
  showSection,
  unknownFinding,
} from './findings';
import type { Finding, Rule, RuleOutcome, Tier } from './rule';

/** A rule with one finding per routine load. */
function perJob(
  id: Extract<RuleId, 'routine.paused' | 'routine.lag'>,
  title: PhraseId,
  heldBy: readonly RuleId[],
  find: (row: RoutineLoadJob, input: OverviewInput) => Pick<Found, 'tier' | 'evidence'> | undefined,
): Rule {
  return {
    id,
    scored: true,
    heldBy,
    heldAfterStart: false,
    title: (subject) =>
      phrase(title, { job: oneLine(subject === null ? '' : subjectName(subject)) }),
    nextStep: () => showSection('tasks.step.routine', 'tasks'),
    judge(input): RuleOutcome {
      const jobs = routineLoadRows(input);
      if (!jobs.known) {
        return { kind: 'unknown', why: jobs.why };
      }
      const findings = jobs.value.rows.filter(isLive).map((row): Finding => {
        const subject = jobSubject('routine', `${row.database}.${row.name}`);
        const found = find(row, input);
        return found === undefined
          ? unknownFinding(
              subject,
              whyEmpty(input.unknownColumns, 'routineLoads', 'lagRows', 'lagMs'),
            )
          : {
              subject,
              known: true,
              tiers: [found.tier],
              evidence: found.evidence,
              source: jobs.source,
              observedAt: jobs.observedAt,
            };
      });
      return { kind: 'judged', findings };
    },
  };
}

type Found = {
  readonly tier: Tier;
  readonly evidence: Extract<Finding, { known: true }>['evidence'];
};

export const routinePausedRule = perJob(
  'routine.paused',
  'tasks.paused.title',
  [],
  (row, { now }) => {
    const { warning, forMs } = ruleConstants['routine.paused'];
    return {
      tier: plainTier(
        { key: 'warning', level: 'warning', points: warning, forMs },
        row.pausedBy === 'system',
        row.pausedAt ?? now,
      ),
      evidence: sentences(
        row.reason === null
          ? phrase('tasks.paused.noReason')
          : phrase('tasks.paused.reason', { reason: oneLine(row.reason) }),
        row.trackingSql === null ? undefined : phrase('tasks.paused.tracking'),
      ),
    };
  },
);

/** Behind in time, or by many rows while that grows; what a user has paused may be behind. */
export const routineLagRule = perJob(
  'routine.lag',
  'tasks.lag.title',
  ['routine.paused'],
  (row, { now, routineLoadTrends }) => {
    const { lagRows, lagMs, lagPerSecond, pausedBy } = row;
    if (lagRows === null && lagMs === null) {
      return undefined;
    }
    const rising = routineLoadTrends.get(row.id)?.rising === true;
    const beyond = (factor: number) =>
      pausedBy !== 'user' &&
      ((rising && lagRows !== null && lagRows > factor * ruleNumbers.routineLagRows) ||
        (lagMs !== null && lagMs > factor * ruleNumbers.routineLagMs));
    const { warning, forMs, clear } = ruleConstants['routine.lag'];
    const tier = { key: 'warning', level: 'warning', points: warning, forMs } as const;
    return {
      tier: { ...plainTier(tier, beyond(1), now), stillMet: beyond(clear) },
      evidence: sentences(
        lagRows === null
          ? phrase('tasks.lag.time', { d: { ms: Number(lagMs) } })
          : lagMs === null
            ? phrase('tasks.lag.rows', { n: lagRows })
            : phrase('tasks.lag.both', { n: lagRows, d: { ms: lagMs } }),
        lagPerSecond !== null && lagPerSecond > 0
          ? phrase('tasks.lag.grows', { r: Math.round(lagPerSecond) })
          : undefined,
      ),
    };
  },
);

/** The view has no word for UNSTABLE: judged by the jobs that nobody schedules. */
export const routineUnstableRule: Rule = {
  id: 'routine.unstable',
  scored: true,
  heldBy: [],
  heldAfterStart: false,
  title: () => phrase('tasks.unstable.title'),
  nextStep: () => showSection('tasks.step.routine', 'tasks'),
  judge(input) {
    const jobs = routineLoadRows(input);
    if (!jobs.known) {
      return clusterOutcome(unknownFinding(null, jobs.why));
    }
    const waiting = jobs.value.rows.filter(({ state }) => state === 'NEED_SCHEDULE');
    const { warning, forMs } = ruleConstants['routine.unstable'];
    const tier = { key: 'warning', level: 'warning', points: warning, forMs } as const;
    return clusterOutcome({
      subject: null,
      known: true,
      tiers: [plainTier(tier, waiting.length > ruleNumbers.routineMaxWaiting, input.now)],
      evidence: phrase('tasks.unstable.evidence', {
        n: waiting.length,
        jobs: oneLine(waiting.map(({ database, name }) => `${database}.${name}`).join(', ')),
      }),
      source: jobs.source,
      observedAt: jobs.observedAt,
    });
  },
};
