import type { CompactionMarks } from '../../shared/model/compactionStats';
import type { Reading } from '../../shared/reading';
import type { Thresholds } from '../../shared/thresholds';
import type { FrontendConfig } from '../starrocks/sources/feConfig';

/** Defaults of the June 2025 source, used and said as "assumed" where the configuration is unknown. */
const assumed = {
  selectorMin: 10,
  slowdown: 100,
  slowdownEnabled: true,
  slowdownRatio: 0.1,
  upperBound: 2000,
} as const;

/** The marks of the compaction scale, and what only the rules need of the configuration. */
export type CompactionSettings = CompactionMarks & {
  /** A commit waits write time × (score − T) × this. */
  readonly slowdownRatio: number;
  /** Whether the upper bound was read, not assumed: a refusal is never claimed on an assumption. */
  readonly boundRead: boolean;
  readonly slowdownRead: boolean;
};

export function compactionSettings(
  feConfig: Reading<FrontendConfig>,
  thresholds: Thresholds,
): CompactionSettings {
  const config = feConfig.known ? feConfig.value : {};
  const number = (key: string): number | undefined => {
    const text = config[key];
    const value = text === undefined || text.trim() === '' ? Number.NaN : Number(text);
    return Number.isFinite(value) ? value : undefined;
  };
  const selectorMin = number('lake_compaction_score_selector_min_score');
  const slowdown = number('lake_ingest_slowdown_threshold');
  const ratio = number('lake_ingest_slowdown_ratio');
  const bound = number('lake_compaction_score_upper_bound');
  const enabled = config['lake_enable_ingest_slowdown']?.toLowerCase();
  const enabledRead = enabled === 'true' || enabled === 'false';
  return {
    selectorMin: selectorMin ?? assumed.selectorMin,
    slowdown: Math.max(slowdown ?? assumed.slowdown, 10),
    slowdownEnabled: enabledRead ? enabled === 'true' : assumed.slowdownEnabled,
    critical: thresholds.compactionCritical,
    upperBound: bound === undefined ? assumed.upperBound : bound > 0 ? bound : null,
    assumed: [selectorMin, slowdown, bound].includes(undefined) || !enabledRead,
    slowdownRatio: ratio ?? assumed.slowdownRatio,
    boundRead: bound !== undefined,
    slowdownRead: enabledRead && slowdown !== undefined,
  };
}
