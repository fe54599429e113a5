import { jobSubject, subjectName, type NodeId } from '../../shared/ids';
import type { SchemaChangeJob } from '../../shared/model/schemaChangeStats';
import { phrase, type Phrase } from '../../shared/phrase';
import type { PhraseId } from '../../shared/phrases.en';
import type { KnownReading } from '../../shared/reading';
import { ruleConstants, ruleNumbers, type RuleId } from '../../shared/thresholds';
import type { EpochMs } from '../../shared/time';
import type { OverviewInput } from '../overview/overviewInput';
import { schemaChangeRows } from '../overview/schemaChangeStats';
import { oneLine, plainTier, sentences, showSection, unknownFinding } from './findings';
import type { Finding, Rule, RuleOutcome } from './rule';

type AlterRule = Extract<RuleId, `alter.${string}`>;

/** A rule about the listed jobs of each table; of several of one table the one that is met is told. */
function perTable(
  id: AlterRule,
  title: PhraseId,
  step: PhraseId,
  find: (job: SchemaChangeJob, input: OverviewInput) => Found,
): Rule {
  return {
    id,
    scored: true,
    heldBy: [],
    heldAfterStart: false,
    title: (subject) =>
      phrase(title, { table: oneLine(subject === null ? '' : subjectName(subject)) }),
    nextStep: () => showSection(step, 'tasks'),
    judge(input): RuleOutcome {
      const jobs = schemaChangeRows(input);
      if (!jobs.known) {
        return { kind: 'unknown', why: jobs.why };
      }
      const findings = new Map<NodeId, Finding>();
      for (const job of jobs.value.rows) {
        const subject = jobSubject('table', `${job.database}.${job.table}`);
        const found = find(job, input);
        if (!findings.has(subject) || (found !== 'unknown' && found.met)) {
          findings.set(subject, findingOf(id, subject, found, jobs));
        }
      }
      return { kind: 'judged', findings: [...findings.values()] };
    },
  };
}

type Found =
  | { readonly met: boolean; readonly since: EpochMs; readonly evidence: Phrase }
  /** Its list is too old to say anything of now. */
  | 'unknown';

function findingOf(
  id: AlterRule,
  subject: NodeId,
  found: Found,
  { source, observedAt }: Pick<KnownReading<unknown>, 'source' | 'observedAt'>,
): Finding {
  if (found === 'unknown') {
    return unknownFinding(subject, 'not-collected-yet');
  }
  const { warning, forMs } = ruleConstants[id];
  const tier = { key: 'warning', level: 'warning', points: warning, forMs } as const;
  return {
    subject,
    known: true,
    tiers: [plainTier(tier, found.met, found.since)],
    evidence: found.evidence,
    source,
    observedAt,
  };
}

/** A job that ended is told for an hour; its list need not be read anew for that. */
export const alterFailedRule = perTable(
  'alter.failed',
  'alter.failed.title',
  'alter.step',
  ({ outcome, finishedAt, message, kind }, { now }) => ({
    met:
      outcome === 'failed' &&
      finishedAt !== null &&
      now - finishedAt <= ruleNumbers.alterFailedWindowMs,
    since: finishedAt ?? now,
    evidence:
      message === null
        ? phrase('alter.failed.noReason', { kind: phrase(`alter.kind.${kind}`) })
        : phrase('alter.failed.evidence', {
            kind: phrase(`alter.kind.${kind}`),
            why: oneLine(message),
          }),
  }),
);

export const alterStuckRule = perTable(
  'alter.stuck',
  'alter.stuck.title',
  'tasks.step.transactions',
  ({ stuck, createdAt, lookedAt, timeoutMs, state, outcome, kind }, { now }) => {
    if (outcome !== 'running' && outcome !== 'waiting') {
      return { met: false, since: now, evidence: phrase(`alter.kind.${kind}`) };
    }
    const isOld = now - lookedAt > ruleNumbers.alterListHoldsMs;
    if (isOld || createdAt === null || timeoutMs === null) {
      return 'unknown';
    }
    return {
      met: stuck,
      since: createdAt + ruleNumbers.alterStuckShare * timeoutMs,
      evidence: sentences(
        phrase('alter.stuck.evidence', {
          kind: phrase(`alter.kind.${kind}`),
          state,
          d: { ms: lookedAt - createdAt },
          max: { ms: timeoutMs },
        }),
        state === 'WAITING_TXN' ? phrase('alter.stuck.waits') : undefined,
      ),
    };
  },
);
