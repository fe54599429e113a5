import type { Days, DayFigure, DayFigureId, DaySummary } from '../../../src/shared/model/days';
import { dayFigureIds } from '../../../src/shared/model/days';
import type { DaysQuery } from '../../../src/shared/api';
import { dayMs } from '../../../src/shared/time';

const stored = 34;

/** 34 days of UTC, the oldest measured in part, one with a dead node. */
export function previewDays({ days = 30, before }: DaysQuery, now: number): Days {
  const last = Math.floor((before ?? now) / dayMs);
  const oldest = Math.floor(now / dayMs) - stored + 1;
  const count = Math.max(0, Math.min(days, last - oldest + 1));
  return {
    zone: 'UTC',
    days: Array.from({ length: count }, (_, index) => day(last - count + 1 + index, oldest)),
  };
}

function day(number: number, oldest: number): DaySummary {
  const measuredS = number === oldest ? 30_600 : 86_100;
  const bad = number % 9 === 4;
  const values: Partial<Record<DayFigureId, number>> = {
    queries: 96e6 + (number % 7) * 3e6,
    errorPct: bad ? 1.4 : 0.02,
    p99Max: bad ? 6_200 : 900 + (number % 5) * 40,
    cpuMax: 60 + (number % 13) * 2,
    diskMaxPct: 74 + (number - oldest) * 0.1,
    dataGrowth: (30 + (number % 6)) * 1024 ** 3,
    scoreMin: bad ? 50 : 100,
    availabilityPct: 100,
  };
  const figure = (id: DayFigureId): DayFigure => {
    const value = values[id];
    return value === undefined ? { value: null, measuredS: 0 } : { value, measuredS };
  };
  const from = number * dayMs;
  return {
    from,
    to: from + dayMs,
    measuredS,
    // One entry for each id.
    figures: Object.fromEntries(dayFigureIds.map((id) => [id, figure(id)])) as Record<
      DayFigureId,
      DayFigure
    >,
    ...(bad
      ? {
          worst: {
            rule: 'node.down',
            subject: 'cn:cn-02:9050',
            level: 'critical',
            from: from + 3.6e6,
            to: from + 7.2e6,
          } as const,
        }
      : {}),
  };
}
