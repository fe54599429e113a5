import type { ClusterSummary } from '../../shared/api';
import type { Locale } from '../../shared/format';
import { say } from './say';
import { verdictWord } from './verdictLook';

/** The state of a cluster in one or two words. */
export function clusterWords(
  summary: Pick<ClusterSummary, 'state' | 'verdict'>,
  locale: Locale,
): string {
  switch (summary.state) {
    case 'loading':
      return say(locale, 'host.state.loading');
    case 'live':
      return verdictWord(summary.verdict, locale);
    case 'stale':
      return say(locale, 'host.state.stale');
    case 'disconnected':
      return say(locale, 'host.state.disconnected');
    case 'paused':
      return say(locale, 'host.state.paused');
    case 'recorded':
      return say(locale, 'host.state.recorded');
    case 'no-credentials':
      return say(locale, 'host.state.noCredentials');
  }
}
