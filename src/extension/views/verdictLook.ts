import type { ClusterSummary } from '../../shared/api';
import type { Locale } from '../../shared/format';
import type { PhraseId } from '../../shared/phrases.en';
import type { Verdict } from '../../shared/model/verdict';
import { say } from './say';

/** An icon by its codicon name, with the theme colour that goes with it. */
export type Look = { readonly icon: string; readonly color?: string };

const verdictLooks: Readonly<Record<Verdict, Look>> = {
  ok: { icon: 'pass', color: 'charts.green' },
  info: { icon: 'info', color: 'charts.blue' },
  warning: { icon: 'warning', color: 'list.warningForeground' },
  critical: { icon: 'error', color: 'list.errorForeground' },
  unknown: { icon: 'question' },
};

const verdictWords: Readonly<Record<Verdict, PhraseId>> = {
  ok: 'host.verdict.healthy',
  info: 'host.verdict.healthy',
  warning: 'host.verdict.degraded',
  critical: 'host.verdict.critical',
  unknown: 'host.verdict.unknown',
};

export function verdictLook(verdict: Verdict): Look {
  return verdictLooks[verdict];
}

/** ok, info → Healthy; warning → Degraded; critical → Critical. */
export function verdictWord(verdict: Verdict, locale: Locale): string {
  return say(locale, verdictWords[verdict]);
}

/** What stands between us and the cluster comes before what was judged. */
export function clusterLook(summary: Pick<ClusterSummary, 'state' | 'verdict'>): Look {
  switch (summary.state) {
    case 'loading':
      return { icon: 'loading~spin' };
    case 'paused':
      return { icon: 'debug-pause' };
    case 'recorded':
      return { icon: 'history' };
    case 'no-credentials':
      return { icon: 'key', color: 'list.warningForeground' };
    case 'disconnected':
      return summary.verdict === 'critical'
        ? verdictLooks.critical
        : { icon: 'debug-disconnect', color: 'list.warningForeground' };
    case 'stale':
      return verdictLooks.unknown;
    case 'live':
      return verdictLooks[summary.verdict];
  }
}
