import type { HealthHistory, ProblemInterval } from '../../../src/shared/model/healthHistory';
import { healthHistory } from '../../../src/extension/past/healthHistory';
import type { HealthHistoryQuery } from '../../../src/shared/api';
import type { Trend } from '../../../src/shared/model/trends';
import { dayMs, hourMs, minuteMs } from '../../../src/shared/time';
import type { PreviewState } from './fixture';

/** A day with a short trouble in the evening, a pause, and what the state is about at its end. */
export function previewHealthHistory(
  { buckets = 288 }: HealthHistoryQuery,
  state: PreviewState,
  now: number,
): HealthHistory {
  const from = now - dayMs;
  const stepMs = dayMs / buckets;
  const calm = state === 'healthy';
  const gap = [now - 8 * hourMs, now - 7.2 * hourMs, 'paused'] as const;
  const problems: readonly ProblemInterval[] = [
    {
      rule: 'compaction.pressure',
      subject: null,
      level: 'warning',
      from: now - 15 * hourMs,
      to: now - 14.3 * hourMs,
    },
    ...(calm
      ? []
      : ([
          {
            rule: 'compaction.pressure',
            subject: null,
            level: 'warning',
            from: now - 40 * minuteMs,
            to: now,
          },
          {
            rule: 'node.down',
            subject: 'cn:cn-04:9050',
            level: 'critical',
            from: now - 15 * minuteMs,
            to: now,
          },
        ] as const)),
  ];
  const avg = Array.from({ length: buckets }, (_, index) => {
    const at = from + (index + 0.5) * stepMs;
    return at >= gap[0] && at < gap[1] ? null : 100;
  });
  const trend: Trend = {
    from,
    to: now,
    stepMs,
    series: [{ series: 'health.score', unit: 'count', from, stepMs, avg, gaps: [gap] }],
    events: [
      { at: now - 11 * hourMs, kind: 'node-restarted', node: 'fe:fe-03:9010' },
      ...(calm
        ? []
        : [{ at: now - 15 * minuteMs, kind: 'node-down', node: 'cn:cn-04:9050' } as const]),
    ],
  };
  return healthHistory(trend, problems);
}
