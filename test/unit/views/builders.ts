import type { ClusterSummary } from '../../../src/shared/api';
import type { Problem } from '../../../src/shared/model/problem';
import { known } from '../../../src/shared/reading';

export const at = Date.UTC(2026, 0, 15, 12, 0, 0);

export const from = { observedAt: at, source: 'frontends' } as const;

type SummaryPatch = Partial<Omit<ClusterSummary, 'profile'>> & {
  readonly name?: string;
  readonly demo?: true;
};

export function aSummary({ name = 'prod', demo, ...patch }: SummaryPatch = {}): ClusterSummary {
  return {
    id: `id-${name}`,
    profile: {
      id: `id-${name}`,
      name,
      frontends: [{ host: 'fe1', port: 9030 }],
      user: 'monitor',
      password: 'none',
      tls: { mode: 'off' },
      http: { mode: 'auto' },
      access: 'read-only',
      ...(demo === undefined ? {} : { demo }),
    },
    state: 'live',
    verdict: 'ok',
    sentence: { id: 'text.verbatim', args: { text: 'All nodes answer.' } },
    score: known(100, from),
    compactionScore: known(8, from),
    compactionLevel: 'ok',
    problems: [],
    lastRoundAt: at - 4_000,
    lastAnswerAt: at - 4_000,
    ...patch,
  };
}

export function aProblem(patch: Partial<Problem> = {}): Problem {
  const text = (words: string) => ({ id: 'text.verbatim', args: { text: words } }) as const;
  return {
    rule: 'node.down',
    subject: 'cn:cn1:9050',
    level: 'critical',
    points: 35,
    title: text('cn1 is down'),
    evidence: text('Alive = false'),
    since: at - 60_000,
    state: 'open',
    nextStep: { kind: 'openLog', label: text('Open Log') },
    source: 'computeNodes',
    observedAt: at,
    ...patch,
  };
}
