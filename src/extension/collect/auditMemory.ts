import { dayMs, hourMs, minuteMs, type EpochMs } from '../../shared/time';
import type { SlowHistory } from '../overview/slowHistory';
import type { AuditMinute } from '../starrocks/sources/auditMinutes';
import type { AuditWindow } from '../starrocks/sources/auditQuery';
import type { AuditedQuery, SlowWindow } from '../starrocks/sources/auditSlow';
import type { AuditLookup } from '../starrocks/sources/auditTable';
import { slowQueryMs } from '../overview/slowHistory';
import type { ClusterAnswers } from './liveState';
import type { Observation } from './observation';

/** What the next questions to the audit table are. */
export type AuditWindows = {
  readonly minutes: AuditWindow;
  readonly slow: SlowWindow;
  /** Once an hour the whole day again, for what ran longer than the overlap. */
  readonly again?: SlowWindow;
};

export type AuditHistory = {
  readonly minutes: readonly AuditMinute[];
  readonly slow: SlowHistory | undefined;
};

const leastOverlapMs = 10 * minuteMs;
const keepMinutesMs = hourMs;
/** Texts of others: no more than a page of them, and none on disk. */
const maxKept = 1000;
/** Of what began in the overlap: fewer would leave the shorter ones to chance. */
const slowLimit = 500;

/**
 * Puts the answers of the audit table together. A row tells when its statement began and comes
 * when it has ended: each question goes back as far as statements may take, and a row that comes
 * twice is one, by its query id.
 */
export class AuditMemory {
  #minutes = new Map<EpochMs, AuditMinute>();
  #slow = new Map<string, AuditedQuery>();
  #begun = false;
  #watermark: number | undefined;
  #slowWatermark: number | undefined;
  #dayReadAt: EpochMs | undefined;

  /**
   * @param nowWall the cluster's wall clock now, read as UTC
   * @returns undefined while there is no table to ask
   */
  windows(
    { found, queryTimeoutMs }: AuditLookup,
    nowWall: number,
    now: EpochMs,
  ): AuditWindows | undefined {
    if (!found.ok) {
      return undefined;
    }
    const overlapMs = Math.max(leastOverlapMs, queryTimeoutMs ?? leastOverlapMs);
    const window = (fromWall: number): AuditWindow => ({ table: found, fromWall, toWall: nowWall });
    const slow = (fromWall: number, minMs: number): SlowWindow => ({
      ...window(fromWall),
      minMs,
      limit: slowLimit,
    });
    const yesterday = nowWall - dayMs;
    const from = (watermark: number | undefined, first: number) =>
      Math.max(yesterday, watermark === undefined ? first : watermark - overlapMs);
    const isHourly = this.#dayReadAt !== undefined && now - this.#dayReadAt >= hourMs;
    return {
      minutes: window(from(this.#watermark, nowWall - overlapMs)),
      slow: slow(from(this.#slowWatermark, yesterday), slowQueryMs),
      ...(isHourly ? { again: slow(yesterday, Math.max(slowQueryMs, overlapMs)) } : {}),
    };
  }

  /** Call once per good answer, with the windows it was asked with. */
  observe({ source, value, observedAt }: Good, windows: AuditWindows | undefined): void {
    if (source === 'auditMinutes') {
      this.#addMinutes(value as ClusterAnswers['auditMinutes'], observedAt);
    } else if (source === 'auditSlow') {
      this.#addSlow(value as ClusterAnswers['auditSlow'], observedAt, windows);
    }
  }

  get history(): AuditHistory {
    return {
      minutes: [...this.#minutes.values()],
      slow: this.#begun ? { queries: [...this.#slow.values()] } : undefined,
    };
  }

  #addMinutes({ minutes, watermark }: ClusterAnswers['auditMinutes'], now: EpochMs): void {
    this.#watermark = watermark ?? this.#watermark;
    const all = [...this.#minutes, ...minutes.map((each) => [each.startedAt, each] as const)];
    this.#minutes = new Map(all.filter(([startedAt]) => startedAt >= now - keepMinutesMs));
  }

  #addSlow(
    queries: ClusterAnswers['auditSlow'],
    now: EpochMs,
    windows: AuditWindows | undefined,
  ): void {
    if (!this.#begun || windows?.again !== undefined) {
      this.#dayReadAt = now;
    }
    this.#begun = true;
    this.#slowWatermark = windows?.slow.toWall ?? this.#slowWatermark;
    const all = new Map([
      ...this.#slow,
      ...queries.map((query) => [query.queryId, query] as const),
    ]);
    const kept = [...all]
      .filter(([, { startedAt }]) => startedAt === null || startedAt >= now - dayMs)
      .sort(([, a], [, b]) => b.durationMs - a.durationMs);
    this.#slow = new Map(kept.slice(0, maxKept));
  }
}

type Good = Extract<Observation<unknown>, { ok: true }>;
