import type { SourceId } from '../../shared/ids';
import { phrase } from '../../shared/phrase';
import type { UnknownReason } from '../../shared/reading';
import { ruleConstants, ruleNumbers } from '../../shared/thresholds';
import type { OverviewInput, SourceCourse } from '../overview/overviewInput';
import { clusterOutcome, oneLine, plainTier, sentences, unknownFinding } from './findings';
import type { Rule, RuleOutcome } from './rule';

const access = () => ({ kind: 'testConnection' as const, label: phrase('health.step.access') });

type Named = readonly [source: SourceId, course: SourceCourse];

/** An info about the sources for which `holds`; the first is named. */
function aboutSources(
  input: OverviewInput,
  rule: 'monitor.blind' | 'monitor.rights' | 'monitor.cost',
  holds: (course: SourceCourse) => boolean,
  evidence: (first: Named) => Parameters<typeof sentences>,
): RuleOutcome {
  if (input.sources.size === 0) {
    return { kind: 'unknown', why: 'not-collected-yet' };
  }
  const found = [...input.sources].filter(([, course]) => holds(course));
  const [first] = found;
  const { forMs } = ruleConstants[rule];
  return clusterOutcome({
    subject: null,
    known: true,
    tiers: [
      plainTier({ key: 'info', level: 'info', points: 0, forMs }, first !== undefined, input.now),
    ],
    evidence:
      first === undefined
        ? phrase('rule.monitor.fine')
        : sentences(
            ...evidence(first),
            found.length > 1 ? phrase('rule.monitor.more', { n: found.length - 1 }) : undefined,
          ),
    source: first?.[0] ?? 'collector',
    observedAt: input.now,
  });
}

/** What a missing privilege, or a version without it, explains is no failure of the source. */
const explained: ReadonlySet<UnknownReason> = new Set([
  'denied',
  'not-applicable',
  'not-installed',
  'unsupported-version',
]);

export const monitorBlindRule: Rule = {
  id: 'monitor.blind',
  scored: false,
  heldBy: ['fe.leader'],
  heldAfterStart: false,
  title: () => phrase('rule.blind.title'),
  nextStep: access,
  judge: (input) =>
    aboutSources(
      input,
      'monitor.blind',
      ({ failures, failure }) =>
        failures >= ruleNumbers.blindFailures &&
        failure !== undefined &&
        !explained.has(failure.why),
      ([source, { failures, failure, periodMs }]) => [
        phrase('rule.blind.evidence', {
          source: phrase(`source.${source}`),
          n: failures,
          message: oneLine(failure?.message ?? ''),
        }),
        phrase('rule.blind.next', { d: { ms: periodMs } }),
      ],
    ),
};

export const monitorRightsRule: Rule = {
  id: 'monitor.rights',
  scored: false,
  heldBy: [],
  heldAfterStart: false,
  title: () => phrase('rule.rights.title'),
  nextStep: access,
  judge: (input) =>
    aboutSources(
      input,
      'monitor.rights',
      ({ failure }) => failure?.why === 'denied',
      ([source, { failure }]) => [
        phrase('rule.rights.evidence', {
          source: phrase(`source.${source}`),
          message: oneLine(failure?.message ?? ''),
        }),
      ],
    ),
};

export const monitorCostRule: Rule = {
  id: 'monitor.cost',
  scored: false,
  heldBy: [],
  heldAfterStart: false,
  title: () => phrase('rule.cost.title'),
  nextStep: access,
  judge: (input) =>
    aboutSources(
      input,
      'monitor.cost',
      ({ tookMs, tableMs, failure }) =>
        failure === undefined &&
        tookMs !== undefined &&
        ruleNumbers.periodsOfDuration * tookMs >= ruleNumbers.costlySlowdown * tableMs,
      ([source, { tookMs, periodMs }]) => [
        phrase('rule.cost.evidence', {
          source: phrase(`source.${source}`),
          took: { ms: tookMs ?? Number.NaN },
          d: { ms: periodMs },
        }),
      ],
    ),
};

export const monitorClockRule: Rule = {
  id: 'monitor.clock',
  scored: false,
  heldBy: [],
  heldAfterStart: false,
  title: () => phrase('rule.clock.title'),
  nextStep: access,
  judge({ clock, now }) {
    if (!clock.known) {
      return clusterOutcome(unknownFinding(null, clock.why));
    }
    const { skewMs } = clock.value;
    const { forMs } = ruleConstants['monitor.clock'];
    return clusterOutcome({
      subject: null,
      known: true,
      tiers: [
        plainTier(
          { key: 'info', level: 'info', points: 0, forMs },
          Math.abs(skewMs) > ruleNumbers.clockApartMs,
          now,
        ),
      ],
      evidence: phrase(skewMs > 0 ? 'rule.clock.ahead' : 'rule.clock.behind', {
        d: { ms: Math.abs(skewMs) },
      }),
      source: clock.source,
      observedAt: clock.observedAt,
    });
  },
};
