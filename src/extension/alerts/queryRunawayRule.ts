import type { RunningQuery } from '../../shared/model/runningQuery';
import { phrase, type Phrase } from '../../shared/phrase';
import { ruleConstants, ruleNumbers } from '../../shared/thresholds';
import { computeNodesOf } from '../overview/clusterFacts';
import type { OverviewInput } from '../overview/overviewInput';
import { runningQueryRows } from '../overview/runningQueries';
import {
  clusterOutcome,
  oneLine,
  plainTier,
  sentences,
  showSection,
  unknownFinding,
} from './findings';
import type { Rule } from './rule';

/** A query of somebody else that runs very long, or holds much of a node's memory. */
export const queryRunawayRule: Rule = {
  id: 'query.runaway',
  scored: false,
  heldBy: [],
  heldAfterStart: false,
  title: () => phrase('rule.runaway.title'),
  nextStep: () => showSection('rule.step.queries', 'runningQueries'),
  judge(input) {
    const queries = runningQueryRows(input);
    if (!queries.known) {
      return clusterOutcome(unknownFinding(null, queries.why));
    }
    const limit = memoryLimit(input);
    const { forMs, clear } = ruleConstants['query.runaway'];
    const tier = { key: 'info', level: 'info', points: 0, forMs } as const;
    const excess = (query: RunningQuery) => excessOf(query, limit);
    const worst = queries.value.rows.reduce<RunningQuery | undefined>(
      (a, b) => (a === undefined || excess(b) > excess(a) ? b : a),
      undefined,
    );
    const beyond = worst === undefined ? 0 : excess(worst);
    const many = queries.value.rows.filter((query) => excess(query) > 1).length;
    return clusterOutcome({
      subject: null,
      known: true,
      tiers: [{ ...plainTier(tier, beyond > 1, input.now), stillMet: beyond > clear }],
      evidence:
        worst === undefined
          ? phrase('rule.runaway.none')
          : sentences(
              evidenceOf(worst),
              many > 1 ? phrase('rule.runaway.more', { n: many - 1 }) : undefined,
            ),
      source: queries.source,
      observedAt: queries.observedAt,
    });
  },
};

/** How many times beyond its marks; what is not told of a query exceeds nothing. */
function excessOf({ durationMs, memoryBytes }: RunningQuery, limit: number | undefined): number {
  const { runawayMs, runawayMemoryShare } = ruleNumbers;
  const long = durationMs === null ? 0 : durationMs / runawayMs;
  const large =
    memoryBytes === null || limit === undefined ? 0 : memoryBytes / (runawayMemoryShare * limit);
  return Math.max(long, large);
}

/** The smallest limit of the alive nodes, bytes. */
function memoryLimit(input: OverviewInput): number | undefined {
  const nodes = computeNodesOf(input);
  const limits = nodes.known
    ? nodes.value.rows.flatMap(({ alive, memLimitBytes }) =>
        alive === true && memLimitBytes !== null && memLimitBytes > 0 ? [memLimitBytes] : [],
      )
    : [];
  return limits.length === 0 ? undefined : Math.min(...limits);
}

function evidenceOf({ queryId, user, durationMs, memoryBytes }: RunningQuery): Phrase {
  const of = { id: oneLine(queryId), user: oneLine(user) };
  return sentences(
    durationMs === null
      ? phrase('rule.runaway.query', of)
      : phrase('rule.runaway.runs', { ...of, d: { ms: durationMs } }),
    memoryBytes === null
      ? undefined
      : phrase('rule.runaway.memory', { mem: { bytes: memoryBytes } }),
  );
}
