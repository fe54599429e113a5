import type { ClusterSummary } from '../../shared/api';
import { unknown } from '../../shared/reading';
import type { Clock } from '../collect/clock';
import type { ClusterMonitor } from '../collect/clusterMonitor';
import { assembleModules } from '../overview/assemble';
import { compactionFigure } from '../overview/compactionStats';
import { headerOf } from './overviewHeader';

/** One line of the list of clusters: how it is now, and the figure that counts most. */
export function summaryOf(monitor: ClusterMonitor, clock: Clock): ClusterSummary {
  const input = monitor.input();
  const header = headerOf(monitor, clock, input);
  const modules = assembleModules(input, monitor.judge.state, ['health', 'compaction']);
  const now = clock.now();
  const { health, compaction } = modules;
  const figure = compaction?.known === true ? compactionFigure(compaction.value) : undefined;
  const unjudged = unknown<number>('not-collected-yet', now, { source: 'collector' });
  return {
    id: monitor.profile.id,
    profile: monitor.profile,
    state: header.state,
    ...(header.message === undefined ? {} : { message: header.message }),
    ...(header.limitations === undefined ? {} : { limitations: header.limitations }),
    verdict: health?.known === true ? health.value.verdict : 'unknown',
    sentence:
      health?.known === true ? health.value.sentence : { id: 'reason.not-collected-yet', args: {} },
    score: health?.known === true ? health.value.score : unjudged,
    compactionScore: figure?.figure ?? unjudged,
    compactionLevel: compaction?.known === true ? compaction.value.level : 'unknown',
    ...(figure?.limit === undefined ? {} : { compactionLimit: figure.limit }),
    problems: health?.known === true ? health.value.problems : [],
    ...(header.lastRoundAt === undefined ? {} : { lastRoundAt: header.lastRoundAt }),
    ...(header.lastAnswerAt === undefined ? {} : { lastAnswerAt: header.lastAnswerAt }),
  };
}
