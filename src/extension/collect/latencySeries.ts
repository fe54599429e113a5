import type { NodeId } from '../../shared/ids';
import { known, sameReason, unknown, type Reading } from '../../shared/reading';
import { minuteMs } from '../../shared/time';
import type { AuditMinute } from '../starrocks/sources/auditMinutes';
import type { DeriveContext } from './deriveContext';

type Quantile = 'p50' | 'p75' | 'p95' | 'p99';

export type Latency = {
  readonly series: Readonly<Record<`query.${Quantile}`, Reading<number>>>;
  /** The FE whose quantiles are shown; none while they are the whole cluster's. */
  readonly node: Reading<NodeId>;
};

/** Rows are delivered once a minute: a minute is whole two minutes after its end. */
const deliveredMs = 2 * minuteMs;

/**
 * The latency ladder: quantiles of the whole cluster from the audit log; without it those of the
 * worst FE, which has no median.
 */
export function latencySeries(
  context: DeriveContext,
  byFrontend: {
    readonly node: Reading<NodeId>;
    readonly of: (quantile: 'p75' | 'p95' | 'p99') => Reading<number>;
  },
): Latency {
  const answer = context.live.reading('auditMinutes', context.now);
  if (!answer.known) {
    return {
      series: {
        'query.p50': sameReason(answer),
        'query.p75': byFrontend.of('p75'),
        'query.p95': byFrontend.of('p95'),
        'query.p99': byFrontend.of('p99'),
      },
      node: byFrontend.node,
    };
  }
  const minute = wholeMinute(context.audit.minutes, answer.observedAt);
  const of = (quantile: Quantile): Reading<number> => {
    const value = minute?.[quantile] ?? null;
    // What still runs, or was lost on its way, is not in it.
    return value === null
      ? unknown('no-traffic', answer.observedAt, { source: 'auditMinutes' })
      : known(value, answer, { bound: 'lower' });
  };
  return {
    series: {
      'query.p50': of('p50'),
      'query.p75': of('p75'),
      'query.p95': of('p95'),
      'query.p99': of('p99'),
    },
    node: unknown('not-applicable', answer.observedAt, { source: 'auditMinutes' }),
  };
}

/** The newest minute that is whole; undefined when nothing began in it. */
function wholeMinute(minutes: readonly AuditMinute[], at: number): AuditMinute | undefined {
  const latest = at - deliveredMs - minuteMs;
  return minutes.find(({ startedAt }) => startedAt <= latest && startedAt > latest - minuteMs);
}
