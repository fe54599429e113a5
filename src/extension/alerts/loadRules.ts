import type { LoadFailure } from '../../shared/model/loadJobStats';
import { phrase, type Phrase } from '../../shared/phrase';
import { jobSubject, subjectName } from '../../shared/ids';
import { ruleConstants, ruleNumbers } from '../../shared/thresholds';
import { failuresIn } from '../overview/loadJobStats';
import { loadOutcome } from '../overview/loadOutcome';
import type { OverviewInput } from '../overview/overviewInput';
import { recentLoads } from '../overview/recentLoads';
import { smallLoadRows } from '../overview/smallLoads';
import {
  clusterOutcome,
  oneLine,
  plainTier,
  sentences,
  showSection,
  unknownFinding,
} from './findings';
import type { Finding, Rule } from './rule';

export const loadFailedRule: Rule = {
  id: 'load.failed',
  scored: true,
  heldBy: [],
  heldAfterStart: false,
  title: () => phrase('tasks.failed.title'),
  nextStep: () => showSection('tasks.step.loads', 'tasks'),
  judge(input) {
    const { loadFailuresWindowMs, loadMinFailures, loadFailedShare } = ruleNumbers;
    const loads = recentLoads(input, loadFailuresWindowMs);
    const failures = failuresIn(loads);
    if (!loads.known || !failures.known) {
      return clusterOutcome(unknownFinding(null, loads.known ? 'failed' : loads.why));
    }
    const count = (...outcomes: readonly string[]) =>
      loads.value.filter((load) => outcomes.includes(loadOutcome(load))).length;
    const failed = count('failed');
    const ended = count('failed', 'finished', 'cancelled');
    const beyond = (factor: number) =>
      failed >= loadMinFailures * factor && failed >= loadFailedShare * factor * ended;
    const { warning, forMs, clear } = ruleConstants['load.failed'];
    const tier = { key: 'warning', level: 'warning', points: warning, forMs } as const;
    return clusterOutcome({
      subject: null,
      known: true,
      tiers: [{ ...plainTier(tier, beyond(1), input.now), stillMet: beyond(clear) }],
      evidence: failureEvidence(failed, ended, failures.value.rows[0]),
      source: loads.source,
      observedAt: loads.observedAt,
    });
  },
};

function failureEvidence(failed: number, ended: number, first: LoadFailure | undefined): Phrase {
  const window = { ms: ruleNumbers.loadFailuresWindowMs };
  return sentences(
    phrase('tasks.failed.evidence', { n: failed, m: ended, d: window }),
    first === undefined
      ? undefined
      : phrase('tasks.failed.reason', {
          reason: oneLine(first.reason),
          k: first.count,
          where: oneLine(first.where),
        }),
  );
}

/** Of information only, unless compaction falls behind for that very table. */
export const loadSmallRule: Rule = {
  id: 'load.small',
  scored: true,
  heldBy: [],
  heldAfterStart: false,
  title: (subject) => phrase('tasks.small.title', { table: nameOf(subject) }),
  nextStep: () => showSection('tasks.step.loads', 'tasks'),
  judge(input) {
    const { warning, forMs, clear } = ruleConstants['load.small'];
    const { smallLoadsPerMinute: many } = ruleNumbers;
    // Also those that would not begin a problem, but keep one open.
    const small = smallLoadRows(input, clear * many);
    if (!small.known) {
      return { kind: 'unknown', why: small.why };
    }
    const leading = pressingTable(input);
    return {
      kind: 'judged',
      findings: small.value.rows.map((row): Finding => {
        const table = `${row.database}.${row.table}`;
        const level = table === leading ? 'warning' : 'info';
        const points = level === 'warning' ? warning : 0;
        return {
          subject: jobSubject('table', table),
          known: true,
          tiers: [
            {
              ...plainTier({ key: level, level, points, forMs }, row.perMinute > many, input.now),
              stillMet: true,
            },
          ],
          evidence: sentences(
            phrase('tasks.small.evidence', {
              n: Math.round(row.perMinute),
              rows: Math.round(row.rowsPerLoad),
            }),
            phrase('tasks.small.advice'),
          ),
          source: small.source,
          observedAt: small.observedAt,
        };
      }),
    };
  },
};

/** The table of the worst partition while it is above the slow-down mark. */
function pressingTable({ partitions }: OverviewInput): string | undefined {
  if (!partitions.known) {
    return undefined;
  }
  const worst = partitions.value.worst.find(
    ({ maxScore }) => maxScore !== null && maxScore > partitions.value.threshold,
  );
  return worst === undefined ? undefined : `${worst.database}.${worst.table}`;
}

function nameOf(subject: string | null): string {
  return oneLine(subject === null ? '' : subjectName(subject));
}
