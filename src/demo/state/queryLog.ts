/** What ended in the last minutes: the audit table's rows, and the profiles of long queries. */
import type { ClusterState, EpochMs } from '../truth';
import type { FrontendState } from '../truthFrontends';
import type { AuditKind, EndedQuery } from '../truthQueries';
import { delivery, endedLong, endedShort } from './endedQueries';

const MINUTE = 60_000;
/** Long ones are few. */
const KEEP_LONG_MS = 24 * 60 * MINUTE;
const KEEP_SHORT_MS = 25 * MINUTE;
/** An FE's ring of profiles. */
const PROFILES = 500;
const TRIM_EACH = 5000;

export class QueryLog {
  readonly audit: AuditKind | undefined;
  private long: EndedQuery[] = [];
  private short: EndedQuery[] = [];
  private undelivered: EndedQuery[] = [];
  private own = 0;

  /** @param audit undefined = the cluster keeps no audit table */
  constructor(audit: AuditKind | undefined) {
    this.audit = audit;
  }

  /** Notes what ended between two states a second apart. */
  note(before: ClusterState, after: ClusterState): void {
    const long = endedLong(before, after);
    this.long.push(...long);
    if (this.audit !== undefined) {
      const short = endedShort(before, after, long);
      this.short.push(...short);
      this.undelivered.push(...long, ...short);
    }
    this.trim(after.at);
  }

  /** Notes a statement of a real connection. */
  noteReal(
    statement: Pick<EndedQuery, 'user' | 'database' | 'sql' | 'counted' | 'outcome' | 'durationMs'>,
    frontend: FrontendState,
    endedAt: EpochMs,
  ): void {
    if (this.audit === undefined) {
      return;
    }
    this.own += 1;
    const row: EndedQuery = {
      ...statement,
      queryId: `00000000-0000-11f0-0000-${String(this.own).padStart(12, '0')}`,
      frontend: frontend.host,
      clientAddress: '127.0.0.1:50000',
      startedAt: endedAt - statement.durationMs,
      scanBytes: 0,
      scanRows: 0,
      returnRows: 0,
      cpuMs: 0,
      memoryBytes: 0,
      resourceGroup: 'default_wg',
      relations: [],
      profiled: false,
      real: true,
      deliveredAt: delivery(endedAt, frontend.id),
    };
    this.short.push(row);
    this.undelivered.push(row);
  }

  /** Everything that ended and is still remembered, what is not delivered yet too. */
  all(): readonly EndedQuery[] {
    return [...this.long, ...this.short];
  }

  /** What the loader has brought since it was asked last. */
  takeDelivered(now: EpochMs): readonly EndedQuery[] {
    const ready = this.undelivered.filter(({ deliveredAt }) => deliveredAt <= now);
    if (ready.length > 0) {
      this.undelivered = this.undelivered.filter(({ deliveredAt }) => deliveredAt > now);
    }
    return ready;
  }

  /** Profiles that an FE keeps, newest first. */
  profiles(frontend: FrontendState): readonly EndedQuery[] {
    return this.long
      .filter(
        (query) =>
          query.frontend === frontend.host &&
          query.profiled &&
          query.startedAt >= frontend.startedAt,
      )
      .slice(-PROFILES)
      .reverse();
  }

  private trim(now: EpochMs): void {
    const [first] = this.short;
    if (this.short.length > TRIM_EACH && first !== undefined) {
      if (endOf(first) < now - KEEP_SHORT_MS - MINUTE) {
        this.short = this.short.filter((query) => endOf(query) >= now - KEEP_SHORT_MS);
      }
    }
    if (this.long.length > TRIM_EACH) {
      this.long = this.long.filter((query) => endOf(query) >= now - KEEP_LONG_MS);
    }
  }
}

const endOf = ({ startedAt, durationMs }: EndedQuery): EpochMs => startedAt + durationMs;
