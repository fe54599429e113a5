import { jobSubject, subjectName, type NodeId } from '../../shared/ids';
import type { MaterializedView } from '../../shared/model/materializedViewStats';
import { phrase, type Phrase } from '../../shared/phrase';
import type { PhraseId } from '../../shared/phrases.en';
import type { UnknownReading } from '../../shared/reading';
import { ruleConstants, type RuleId } from '../../shared/thresholds';
import { isFailing, materializedViewRows } from '../overview/materializedViewStats';
import type { OverviewInput } from '../overview/overviewInput';
import { oneLine, plainTier, sentences, showSection } from './findings';
import type { Finding, Rule, RuleOutcome } from './rule';

type ViewRule = Extract<RuleId, `mv.${string}`>;

/** A rule with one finding per view; what explains a view's trouble stands first and holds the rest. */
function perView(
  id: ViewRule,
  title: PhraseId,
  heldBy: readonly RuleId[],
  met: (view: MaterializedView) => boolean | null,
  evidence: (view: MaterializedView) => Phrase,
  needs: (input: OverviewInput) => UnknownReading<unknown> | undefined = () => undefined,
): Rule {
  return {
    id,
    scored: true,
    heldBy,
    heldAfterStart: false,
    title: (subject: NodeId | null) =>
      phrase(title, { view: oneLine(subject === null ? '' : subjectName(subject)) }),
    nextStep: () => showSection('tasks.step.views', 'tasks'),
    judge(input): RuleOutcome {
      const views = materializedViewRows(input);
      const missing = views.known ? needs(input) : views;
      if (!views.known || missing !== undefined) {
        return { kind: 'unknown', why: missing?.known === false ? missing.why : 'failed' };
      }
      const { warning, forMs } = ruleConstants[id];
      const findings = views.value.rows.flatMap((view): Finding[] => {
        const holds = met(view);
        return holds === null
          ? []
          : [
              {
                subject: jobSubject('mv', `${view.database}.${view.name}`),
                known: true,
                tiers: [
                  plainTier(
                    { key: 'warning', level: 'warning', points: warning, forMs },
                    holds,
                    input.now,
                  ),
                ],
                evidence: evidence(view),
                source: views.source,
                observedAt: views.observedAt,
              },
            ];
      });
      return { kind: 'judged', findings };
    },
  };
}

export const viewFailedRule = perView(
  'mv.failed',
  'tasks.mvFailed.title',
  [],
  isFailing,
  ({ failures, error }) =>
    sentences(
      failures === null
        ? phrase('tasks.mvFailed.last')
        : phrase('tasks.mvFailed.times', { n: failures }),
      error === null ? undefined : phrase('tasks.mvFailed.error', { error: oneLine(error) }),
    ),
);

export const viewInactiveRule = perView(
  'mv.inactive',
  'tasks.mvInactive.title',
  ['mv.failed'],
  ({ active }) => active === false,
  ({ inactiveReason }) =>
    inactiveReason === null
      ? phrase('tasks.mvInactive.noReason')
      : phrase('tasks.mvInactive.reason', { reason: oneLine(inactiveReason) }),
);

export const viewStaleRule = perView(
  'mv.stale',
  'tasks.mvStale.title',
  ['mv.failed', 'mv.inactive'],
  ({ stale }) => stale,
  ({ lastSuccessAt, everyMs }) =>
    phrase('tasks.mvStale.evidence', {
      at: { at: Number(lastSuccessAt) },
      every: { ms: Number(everyMs) },
    }),
  ({ taskSchedules }) => (taskSchedules.known ? undefined : taskSchedules),
);
