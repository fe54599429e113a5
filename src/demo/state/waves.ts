/**
 * The pure course of load over time: what the live simulation and the made-up past both follow,
 * so that a chart shows no step where the past ends.
 */
import type { EpochMs, Scenario } from '../truth';
import { drift } from './dice';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export type Climate = {
  readonly seed: number;
  readonly scenario: Scenario;
  readonly zoneOffsetMs: number;
};

/** Business activity 0.35–1: two humps a day in the cluster's zone, quieter at weekends. */
export function activity(climate: Climate, at: EpochMs): number {
  const local = at + climate.zoneOffsetMs;
  const hour = (((local % DAY) + DAY) % DAY) / HOUR;
  const hump = (centre: number, width: number): number =>
    Math.exp(-(((hour - centre) / width) ** 2));
  const weekday = Math.floor(local / DAY + 4) % 7;
  const week = weekday === 0 || weekday === 6 ? 0.7 : 1;
  return (
    week * (0.35 + 0.6 * Math.max(hump(10.5, 2.6), 0.95 * hump(15.5, 2.8), 0.45 * hump(20.5, 2.2)))
  );
}

/** Queries a second of the whole cluster. */
export function queriesPerSecond(climate: Climate, at: EpochMs): number {
  const base = climate.scenario === 'degraded' ? 52 : climate.scenario === 'compaction' ? 84 : 71;
  const slow = 0.75 + 0.5 * drift(climate.seed, 'qps', at, 7 * MINUTE);
  const fast = 0.8 + 0.4 * drift(climate.seed, 'qps fast', at, 11_000);
  return base * activity(climate, at) * slow * fast;
}

/** Shares (0–1) of queries that fail, by kind. */
export function errorShares(
  climate: Climate,
  at: EpochMs,
): { readonly analysis: number; readonly internal: number; readonly timeout: number } {
  const wave = drift(climate.seed, 'errors', at, 5 * MINUTE);
  const trouble = climate.scenario === 'degraded' ? 12 : 1;
  return {
    analysis: 0.004 + 0.008 * wave,
    internal: (0.0004 + 0.001 * wave) * trouble,
    timeout: (0.0002 + 0.0004 * wave) * trouble,
  };
}

/** Quantiles of successful queries on one FE, ms. */
export function latencyAt(
  climate: Climate,
  frontend: number,
  at: EpochMs,
): {
  readonly p75: number;
  readonly p95: number;
  readonly p98: number;
  readonly p99: number;
  readonly p999: number;
  readonly mean: number;
} {
  const strain =
    0.7 + 0.8 * activity(climate, at) * (0.6 + drift(climate.seed, 'strain', at, 4 * MINUTE));
  const own = 0.85 + 0.3 * drift(climate.seed, `latency ${String(frontend)}`, at, 90_000);
  const scale =
    strain *
    own *
    (climate.scenario === 'degraded' ? 1.9 : climate.scenario === 'compaction' ? 1.4 : 1);
  return {
    p75: 31 * scale,
    p95: 265 * scale,
    p98: 610 * scale,
    p99: 1180 * scale,
    p999: 4300 * scale,
    mean: 74 * scale,
  };
}

/** CPU use of a compute node's process, percent of the machine. */
export function nodeCpuPct(climate: Climate, node: number, at: EpochMs): number {
  const share = 0.75 + 0.5 * drift(climate.seed, `cpu ${String(node)}`, at, 3 * MINUTE);
  const spike = Math.max(0, drift(climate.seed, `spike ${String(node)}`, at, 17_000) - 0.72) * 110;
  const extra = climate.scenario === 'compaction' ? 14 : climate.scenario === 'degraded' ? 18 : 0;
  return Math.min(99.4, 46 * activity(climate, at) * share + spike + extra);
}

/** Memory in use by a compute node's process, percent of its limit. */
export function nodeMemPct(climate: Climate, node: number, at: EpochMs): number {
  const level = 38 + 8 * (node % 4) + (climate.scenario === 'degraded' ? 14 : 0);
  return Math.min(
    97,
    level +
      14 * drift(climate.seed, `mem ${String(node)}`, at, 13 * MINUTE) +
      6 * activity(climate, at),
  );
}

/** Rows a second loaded into the whole cluster. */
export function loadRowsPerSecond(climate: Climate, at: EpochMs): number {
  const base = climate.scenario === 'compaction' ? 61_000 : 24_000;
  return (
    base *
    (0.4 + 0.6 * activity(climate, at)) *
    (0.7 + 0.6 * drift(climate.seed, 'rows', at, 2 * MINUTE))
  );
}

export const BYTES_PER_ROW = 184;

/** Running user queries at a moment (mean). */
export function concurrency(climate: Climate, at: EpochMs): number {
  return (climate.scenario === 'degraded' ? 9 : 6.5) * (0.45 + 0.7 * activity(climate, at));
}

/** The cluster's worst compaction score over time, outside the crisis. */
export function ordinaryScore(climate: Climate, at: EpochMs): number {
  return 9 + 14 * drift(climate.seed, 'score', at, 4 * MINUTE) * (0.5 + activity(climate, at));
}
