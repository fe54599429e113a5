import type { Reading } from '../../shared/reading';
import type { BackendSetting } from '../starrocks/sources/beConfig';
import type { FrontendConfig } from '../starrocks/sources/feConfig';

const gib = 1024 ** 3;

/** Defaults of the June 2025 source, used and said as "assumed" where the configuration is unknown. */
const assumed = {
  softPct: 90,
  softReserve: 200 * gib,
  hardPct: 95,
  hardReserve: 100 * gib,
  maxVersions: 1000,
} as const;

/** A disk is over a limit when more than `pct` is used and less than `reserve` bytes are free. */
export type DiskLimit = { readonly pct: number; readonly reserve: number };

export type DiskLimits = {
  readonly soft: DiskLimit;
  /** Beyond it loads stop. */
  readonly hard: DiskLimit;
  readonly assumed: boolean;
};

export function diskLimits(feConfig: Reading<FrontendConfig>): DiskLimits {
  const config = feConfig.known ? feConfig.value : {};
  const read = (key: string) => positive(config[`storage_usage_${key}`]);
  const values = {
    softPct: read('soft_limit_percent'),
    softReserve: read('soft_limit_reserve_bytes'),
    hardPct: read('hard_limit_percent'),
    hardReserve: read('hard_limit_reserve_bytes'),
  };
  return {
    soft: {
      pct: values.softPct ?? assumed.softPct,
      reserve: values.softReserve ?? assumed.softReserve,
    },
    hard: {
      pct: values.hardPct ?? assumed.hardPct,
      reserve: values.hardReserve ?? assumed.hardReserve,
    },
    assumed: Object.values(values).includes(undefined),
  };
}

/**
 * Used percent from which on a disk of this size is over the limit: free space shrinks as it fills,
 * so the pair is one mark.
 */
export function limitPct({ pct, reserve }: DiskLimit, totalBytes: number): number {
  return Math.max(pct, 100 * (1 - reserve / totalBytes));
}

/** M: versions that one tablet may have; loads into a fuller one fail. */
export type VersionLimit = { readonly max: number; readonly assumed: boolean };

/** @param backend BackendId; absent = the lowest limit of all nodes */
export function versionLimit(
  beConfig: Reading<readonly BackendSetting[]>,
  backend?: string,
): VersionLimit {
  const limits = beConfig.known
    ? beConfig.value
        .filter(({ key }) => key === 'tablet_max_versions')
        .filter((setting) => backend === undefined || setting.backend === backend)
        .flatMap(({ value }) => positive(value) ?? [])
    : [];
  return limits.length === 0
    ? { max: assumed.maxVersions, assumed: true }
    : { max: Math.min(...limits), assumed: false };
}

function positive(text: string | undefined): number | undefined {
  const value = text === undefined ? Number.NaN : Number(text);
  return value > 0 && Number.isFinite(value) ? value : undefined;
}
