import type { Modules, OverviewHeader } from '../../../../src/shared/model/extendedOverview';
import type { ToPage } from '../../../../src/shared/protocol';
import { known, unknown } from '../../../../src/shared/reading';
import { phrase } from '../../../../src/shared/phrase';

type StateMessage = Extract<ToPage, { readonly kind: 'state' }>;

export const messageNow = Date.UTC(2026, 6, 14, 3, 12, 30);

const observedAt = messageNow - 12_000;
const from = { observedAt, source: 'collector' } as const;
const untold = unknown('not-collected-yet', observedAt, { source: 'collector' });

const header: OverviewHeader = {
  now: messageNow,
  timeScale: 1,
  clusterId: 'c0ffee00-0000-4000-8000-000000000001',
  name: 'prod-olap',
  production: true,
  demo: false,
  state: 'live',
  intervalS: 30,
  lastRoundAt: observedAt,
  lastAnswerAt: observedAt,
  refreshing: false,
  version: known('4.0.1-9a2f', from),
  runMode: known('shared_data', from),
  sources: [],
  ownCost: { statements: untold, ms: untold },
  historyBytes: untold,
};

const modules: Modules = {
  health: known(
    {
      verdict: 'ok',
      sentence: phrase('text.verbatim', { text: 'All is well.' }),
      score: known(100, from),
      deductions: [],
      problems: [],
      judged: 40,
      applicable: 40,
      frontends: { alive: known(3, from), total: known(3, from) },
      compute: { alive: known(4, from), total: known(4, from) },
      decommissioning: known(0, from),
      leader: untold,
      versions: untold,
      runMode: known('shared_data', from),
    },
    from,
  ),
  nodes: known(
    { frontends: untold, compute: untold, deadBrokers: untold, configuration: untold },
    from,
  ),
};

/** What a host says of a cluster that is well: two modules, and nothing of the others. */
export function stateMessage(): StateMessage {
  return {
    kind: 'state',
    seq: 1,
    header,
    modules,
    clusters: [{ id: header.clusterId, name: header.name }],
    actions: [],
  };
}
