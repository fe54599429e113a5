import { jobSubject, subjectName } from '../../shared/ids';
import { phrase } from '../../shared/phrase';
import { ruleConstants, ruleNumbers } from '../../shared/thresholds';
import type { OverviewInput } from '../overview/overviewInput';
import {
  databaseTransactionRows,
  failedShare,
  publishWaitMs,
  transactionLists,
} from '../overview/transactionStats';
import { transactionLimit } from '../overview/transactionCounts';
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
import type { Finding, Rule } from './rule';

const nextStep = () => showSection('tasks.step.transactions', 'tasks');

export const txnFailuresRule: Rule = {
  id: 'txn.failures',
  scored: true,
  heldBy: ['node.down'],
  heldAfterStart: false,
  title: () => phrase('tasks.txnFailures.title'),
  nextStep,
  judge(input) {
    const share = failedShare(input);
    if (!share.known && share.why !== 'no-traffic') {
      return clusterOutcome(unknownFinding(null, share.why));
    }
    const { warning, critical, forMs, clear } = ruleConstants['txn.failures'];
    const { txnFailedWarningPct, txnFailedCriticalPct } = ruleNumbers;
    const marks = [
      { key: 'warning', level: 'warning', points: warning, forMs, above: txnFailedWarningPct },
      { key: 'critical', level: 'critical', points: critical, forMs, above: txnFailedCriticalPct },
    ] as const;
    return clusterOutcome({
      subject: null,
      known: true,
      tiers: highTiers(share.known ? share.value : 0, marks, clear, true, () => input.now),
      evidence: share.known
        ? phrase('tasks.txnFailures.evidence', {
            p: { percent: share.value },
            d: { ms: ruleNumbers.txnWindowMs },
          })
        : phrase('tasks.txnFailures.few'),
      source: share.source ?? 'feMetrics',
      observedAt: share.known ? share.observedAt : share.since,
    });
  },
};

export const txnLimitRule: Rule = {
  id: 'txn.limit',
  scored: true,
  heldBy: ['fe.leader'],
  heldAfterStart: false,
  title: () => phrase('tasks.txnLimit.title'),
  nextStep,
  judge(input) {
    const share = input.series['txn.db_pct'];
    if (!share.known) {
      return clusterOutcome(unknownFinding(null, share.why));
    }
    const { warning, critical, forMs, clear } = ruleConstants['txn.limit'];
    const { txnLimitWarningPct, txnLimitCriticalPct } = ruleNumbers;
    return clusterOutcome({
      subject: null,
      known: true,
      tiers: highTiers(
        share.value,
        [
          { key: 'warning', level: 'warning', points: warning, forMs, above: txnLimitWarningPct },
          {
            key: 'critical',
            level: 'critical',
            points: critical,
            forMs,
            above: txnLimitCriticalPct,
          },
        ],
        clear,
        true,
        (holds) => runSinceOf(input, 'txn.db_pct', null, holds),
      ),
      evidence: limitEvidence(input, share.value),
      source: share.source,
      observedAt: share.observedAt,
    });
  },
};

function limitEvidence(input: OverviewInput, percent: number) {
  const rows = databaseTransactionRows(input);
  const fullest = rows.known
    ? rows.value.rows.find(({ pct }) => pct !== null && Math.abs(pct - percent) < 1e-9)
    : undefined;
  const limit = transactionLimit(input.feConfig);
  return fullest === undefined || !limit.known
    ? phrase('tasks.txnLimit.share', { p: { percent } })
    : phrase('tasks.txnLimit.evidence', {
        db: oneLine(fullest.database),
        n: fullest.running,
        max: limit.value,
      });
}

/** Judged per database by its list as it was read last; too old a list says nothing of now. */
export const txnStuckRule: Rule = {
  id: 'txn.stuck',
  scored: true,
  heldBy: [],
  heldAfterStart: false,
  title: (subject) =>
    phrase('tasks.stuck.title', { db: oneLine(subject === null ? '' : subjectName(subject)) }),
  nextStep,
  judge(input) {
    const { transactions, now } = input;
    const txnDetail = transactionLists(input);
    if (!txnDetail.known) {
      return { kind: 'unknown', why: txnDetail.why };
    }
    const { warning, critical, forMs } = ruleConstants['txn.stuck'];
    const { publishWarningMs, publishCriticalMs, txnListHoldsMs } = ruleNumbers;
    const findings = [...transactions].map(([database, { value, observedAt }]): Finding => {
      const subject = jobSubject('db', database);
      if (now - observedAt > txnListHoldsMs) {
        return unknownFinding(subject, 'not-collected-yet');
      }
      const waits = value.map((row) => ({ row, ms: publishWaitMs(row, observedAt) }));
      const longest = waits.reduce<{
        readonly row: (typeof value)[number] | undefined;
        readonly ms: number;
      }>((a, b) => (b.ms > a.ms ? b : a), { row: undefined, ms: 0 });
      const since = observedAt - longest.ms;
      const tier = (key: 'warning' | 'critical', points: number, mark: number) =>
        plainTier({ key, level: key, points, forMs }, longest.ms > mark, since);
      return {
        subject,
        known: true,
        tiers: [
          tier('warning', warning, publishWarningMs),
          tier('critical', critical, publishCriticalMs),
        ],
        evidence: sentences(
          phrase('tasks.stuck.evidence', {
            label: oneLine(longest.row?.label ?? ''),
            d: { ms: longest.ms },
          }),
          phrase('tasks.stuck.count', {
            n: waits.filter(({ ms }) => ms > publishWarningMs).length,
          }),
        ),
        source: txnDetail.source,
        observedAt,
      };
    });
    return { kind: 'judged', findings };
  },
};
